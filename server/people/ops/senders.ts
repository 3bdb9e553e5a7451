/** In whose name mails go out: a customer never reads ours. */
import type { Ctx } from '../../platform/ctx.ts'
import { portalHost, type Site } from '../../platform/origins.ts'
import { PRODUCT, portalOf } from '../../portals/ops.ts'
import { accountById } from '../tables/accounts.ts'
import type { Realm } from '../tables/persons.ts'

export interface Sender {
  accountId: number | undefined
  fromName: string
}

type Place = { realm: 'team' | 'supplier' } | { realm: 'customer'; accountId: number }

/** Of a mail about a login itself. */
export async function senderAt(ctx: Pick<Ctx, 'db'>, place: Place): Promise<Sender> {
  if (place.realm !== 'customer') return { accountId: undefined, fromName: PRODUCT }
  return senderOf(ctx, place.accountId)
}

/** Of a mail that an account sends: its portal's name. */
export async function senderOf(ctx: Pick<Ctx, 'db'>, accountId: number): Promise<Sender & { accountId: number }> {
  const portal = await portalOf(ctx.db, accountId)
  return { accountId, fromName: portal?.company_name ?? '' }
}

/** What the company is called by those who are invited: the team knows it by its own name, others by its portal's. */
export async function companyOf(ctx: Pick<Ctx, 'db'>, realm: Realm['kind'], accountId: number): Promise<string> {
  if (realm !== 'team') return (await senderOf(ctx, accountId)).fromName
  return (await accountById(ctx.db, accountId))?.name ?? ''
}

/** The account's portal, by its stored name. */
export async function portalSite(ctx: Pick<Ctx, 'db' | 'config'>, accountId: number): Promise<Site> {
  const portal = await portalOf(ctx.db, accountId)
  if (!portal) throw new Error(`account ${accountId} has no portal`)
  return { kind: 'portal', accountId, host: portalHost(ctx.config, portal.subdomain) }
}
