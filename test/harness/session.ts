/** Somebody signed in on their own host, by the same endpoint the pages use. */
import type { consoleSession, portalSession, supplierSession } from '../../contract/api/people.ts'
import type { HttpServer } from '../../server/platform/http/serve.ts'
import { PASSWORD } from '../factories/account.ts'
import { Browser } from './browser.ts'

export const CONSOLE = 'app.localhost'
export const SUPPLIERS = 'suppliers.localhost'

type SessionApi = typeof consoleSession | typeof portalSession | typeof supplierSession

let at = 0

/** @throws when the person is not let in */
export async function signedIn(server: HttpServer, host: string, of: SessionApi, email: string): Promise<Browser> {
  // an address of its own: log-ins are counted by it
  const on = new Browser(server, host, `10.9.${at >> 8}.${at++ & 255}`)
  const { status } = await on.call(of.signIn, { body: { email, password: PASSWORD } })
  if (status !== 200) throw new Error(`${email} is not let in on ${host}: ${status}`)
  return on
}
