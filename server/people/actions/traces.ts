/** What people do to their own login, in the audit log of each account they belong to. */
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { accessOf, customerUser } from '../tables/access.ts'
import { accountsOf } from '../tables/accounts.ts'
import type { Realm } from '../tables/persons.ts'

interface Who {
  userId: string
  name: string
}

async function accountsAt(tx: Tx, realm: Realm, userId: string): Promise<number[]> {
  if (realm.kind === 'customer') return [realm.accountId]
  if (realm.kind === 'team') return (await accountsOf(tx, userId)).map(({ account_id }) => account_id)
  return [...new Set((await accessOf(tx, userId)).map(({ accountId }) => accountId))]
}

/** As done by the person, also where a link and not a session says who it is. */
export const byPerson = (realm: Realm, { userId, name }: Who) => ({ kind: realm.kind, userId, name })
export const personTarget = (realm: Realm['kind'], userId: string) => ({ kind: `${realm}_user`, id: userId })

interface Trace {
  action: `login.${string}`
  before?: unknown
  after?: unknown
}

/** Writes it down in the commit of the change. */
export async function traceOwn(tx: Tx, ctx: Ctx, realm: Realm, who: Who, trace: Trace): Promise<void> {
  const customerId =
    realm.kind === 'customer' ? (await customerUser(tx, realm.accountId, who.userId))?.customerId : undefined
  for (const accountId of await accountsAt(tx, realm, who.userId)) {
    const target = personTarget(realm.kind, who.userId)
    const by = byPerson(realm, who)
    await audit(tx, ctx, { ...trace, accountId, target, by, ...(customerId !== undefined && { customerId }) })
  }
}
