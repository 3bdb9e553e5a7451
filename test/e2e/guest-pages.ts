/** Pages for whoever is not signed in. */
import type { PageCase, Realm } from './pages.ts'

export function guestPages(): PageCase[] {
  const logIn = (realm: Realm): PageCase => ({
    name: `${realm}-log-in`,
    realm,
    guest: true,
    path: '/',
    h1: 'Log in',
    shows: ['E-mail', 'Password'],
  })
  const forgot = (realm: Realm): PageCase => ({
    name: `${realm}-forgot-password`,
    realm,
    guest: true,
    path: '/forgot-password',
    h1: 'Set a new password',
    shows: ['E-mail', 'Send the link'],
  })
  const link = (path: string, h1: string, realm: Realm = 'console'): PageCase => ({
    name: `${realm}${path.replaceAll('/', '-')}`,
    realm,
    guest: true,
    path: `${path}#used-long-ago`,
    h1,
    shows: [/does not work any more/],
    refused: /410/,
  })
  return [
    logIn('console'),
    logIn('portal'),
    logIn('supplier'),
    link('/first-account', 'Open the first account'),
    link('/set-password', 'Set your password'),
    link('/invitation', 'Invitation'),
    link('/invitation', 'Invitation', 'portal'),
    link('/invitation', 'Invitation', 'supplier'),
    link('/pay', 'Confirm a payment', 'portal'),
    { name: 'portal-pay-done', realm: 'portal', guest: true, path: '/pay/done', h1: 'Thank you', shows: ['receipt'] },
    forgot('console'),
    forgot('portal'),
  ]
}
