/** The pages of the Customer Portal, for the list of all pages. */
import type { Facts, PageCase } from './pages.ts'

export function portalPages({ bought }: Facts): PageCase[] {
  const page = (path: string): Pick<PageCase, 'realm' | 'path'> => ({ realm: 'portal', path })
  return [
    { name: 'portal-home', ...page('/'), h1: 'Home', shows: ['Balance', 'Today', 'Leads and spend'], main: true },
    {
      name: 'portal-home-days',
      ...page('/?by=day&metric=returnRate&range=last_90'),
      h1: 'Home',
      shows: ['Return rate', 'Show 59 more'],
    },
    { name: 'portal-leads', ...page('/leads'), h1: 'Leads', shows: ['Bought'], main: true },
    {
      name: 'portal-lead',
      ...page(`/leads?range=last_90&lead=${bought}`),
      h1: 'Leads',
      shows: [bought.slice(-8), 'Fields', 'Consent record'],
      main: true,
    },
    {
      name: 'portal-lead-purchase',
      ...page(`/leads?range=last_90&zone=Asia%2FTokyo&tab=money&lead=${bought}`),
      h1: 'Leads',
      shows: ['Delivery', /Time \(GMT\+9\)/],
    },
    {
      name: 'portal-leads-none',
      ...page('/leads?test=test&search=nobody%40example.invalid'),
      h1: 'Leads',
      shows: ['No leads match', 'Clear filters'],
    },
    {
      name: 'portal-billing',
      ...page('/billing'),
      h1: 'Billing',
      shows: ['Lead', 'Balance', 'Transactions', 'CSV'],
      main: true,
    },
    { name: 'portal-payments', ...page('/payments'), h1: 'Card payments', shows: [/card payment|Charged/i] },
    { name: 'portal-statements', ...page('/statements'), h1: 'Statements', shows: [/statement|Closing balance/i] },
    { name: 'portal-exports', ...page('/exports'), h1: 'Exports', shows: ['No exports yet'] },
    { name: 'portal-users', ...page('/users'), h1: 'Users', shows: ['Owner', 'Invite'] },
    { name: 'portal-activity', ...page('/activity'), h1: 'Activity', shows: ['Account opened'] },
    { name: 'portal-settings', ...page('/settings'), h1: 'Settings', shows: ['Your company', 'Legal name'] },
    { name: 'portal-security', ...page('/security'), h1: 'Security', shows: ['Turn on', 'This browser'] },
  ]
}
