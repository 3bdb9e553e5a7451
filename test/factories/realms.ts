/** The three realms side by side, for tests of what is alike in them. */

import type { z } from 'zod'
import type { ownLogin } from '../../contract/api/own-login.ts'
import { consoleSession, portalSession, supplierSession } from '../../contract/api/people.ts'
import { peopleRoutes } from '../../server/people/routes.ts'
import { bodyPlace } from '../../server/platform/mail/outbox.ts'
import { Browser } from '../harness/browser.ts'
import { type TestPlatform, testPlatform } from '../harness/platform.ts'
import { testServer } from '../harness/server.ts'
import { makeAccount, makeTeamMember, PASSWORD, type TestAccount } from './account.ts'
import { makeCustomerUser, makeSupplierUser } from './people.ts'

type LoginApi = ReturnType<typeof ownLogin<z.ZodType>>
export interface RealmInTest {
  name: 'team' | 'customer' | 'supplier'
  host: string
  api: LoginApi
  /** A person with a password of the realm. */
  person(): Promise<{ email: string }>
}

export interface Realms {
  platform: TestPlatform
  account: TestAccount
  realms: Record<RealmInTest['name'], RealmInTest>
  browser(host: string): Browser
  signedIn(realm: RealmInTest, email: string): Promise<Browser>
  /** What was mailed to an address, newest first. */
  mailsTo(email: string): Promise<{ kind: string; text: string; html: string; from: string | null }[]>
}

let visitors = 0

export async function threeRealms(): Promise<Realms> {
  const platform = await testPlatform()
  const server = await testServer(platform, peopleRoutes)
  const account = await makeAccount(platform)
  const browser = (host: string) => new Browser(server, host, `10.7.${visitors >> 8}.${visitors++ & 255}`)
  const realms: Realms['realms'] = {
    team: {
      name: 'team',
      host: 'app.localhost',
      api: consoleSession,
      person: () => makeTeamMember(platform, account.accountId),
    },
    customer: {
      name: 'customer',
      host: account.host,
      api: portalSession,
      person: () => makeCustomerUser(account),
    },
    supplier: {
      name: 'supplier',
      host: 'suppliers.localhost',
      api: supplierSession,
      person: () => makeSupplierUser(platform),
    },
  }
  return {
    platform,
    account,
    realms,
    browser,
    async signedIn(realm, email) {
      const on = browser(realm.host)
      await on.call(realm.api.signIn, { body: { email, password: PASSWORD } })
      return on
    },
    mailsTo: (email) => mailsTo(platform, email),
  }
}

async function mailsTo(platform: TestPlatform, email: string): ReturnType<Realms['mailsTo']> {
  const rows = await platform.db
    .selectFrom('mail_outbox')
    .select(['mail_id', 'kind', 'from_name', 'body_text', 'body_html'])
    .where('to_address', '=', email)
    .orderBy('mail_id', 'desc')
    .execute()
  return rows.map((row) => ({
    kind: row.kind,
    from: row.from_name,
    text: platform.secrets.open(row.body_text, bodyPlace('body_text', row.mail_id)),
    html: platform.secrets.open(row.body_html, bodyPlace('body_html', row.mail_id)),
  }))
}

/** The page a mailed link leads to, and what stands behind its `#`. */
export function linkIn(text: string): { page: string; token: string } {
  const [page = '', token = ''] = (/https?:\/\/\S+/.exec(text)?.[0] ?? '').split('#')
  return { page, token }
}
