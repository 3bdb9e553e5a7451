/** The first reply of each front end: who is signed in, where, and what they may do. */
import type { z } from 'zod'
import type { Account, CustomerMe, SupplierMe, SupplierPortal, TeamMe } from '../../../contract/api/people.ts'
import { AppError } from '../../../contract/errors.ts'
import { permissionsOf } from '../../../contract/permissions.ts'
import { accountOf, type Ctx, type CustomerActor } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import type { RequestCtx } from '../../platform/http/route.ts'
import { portalOf } from '../../portals/ops.ts'
import { hasSecondFactor } from '../actions/second-step.ts'
import { placeOf } from '../actions/sign-in.ts'
import { presentAccount, presentCustomerMe, presentSupplierPortal, presentTeamMe } from '../present.ts'
import { accessOf, companyOfCustomer, customerUser } from '../tables/access.ts'
import { accountById, accountsOf, hasMoney } from '../tables/accounts.ts'

/** As much of a person as the replies need, signed in just now or before. */
export interface Who {
  userId: string
  name: string
  email: string
}

function found<T>(value: T | undefined): T {
  if (value === undefined) throw new AppError('not_found')
  return value
}

export async function teamMe(ctx: Ctx, who: Who): Promise<z.input<typeof TeamMe>> {
  const owner = { realm: 'team', userId: who.userId } as const
  const [accounts, hasFactor] = await Promise.all([accountsOf(ctx.db, who.userId), hasSecondFactor(ctx, owner)])
  return presentTeamMe(who, accounts, hasFactor)
}

async function customerMe(ctx: Ctx, accountId: number, who: Who): Promise<z.input<typeof CustomerMe>> {
  const [user, account] = await Promise.all([
    customerUser(ctx.db, accountId, who.userId),
    accountById(ctx.db, accountId),
  ])
  return presentCustomerMe(found(user), found(account))
}

/** Of somebody who looks as a customer: the person is the operator's, the company the customer's. */
export async function viewerMe(ctx: Ctx, actor: CustomerActor): Promise<z.input<typeof CustomerMe>> {
  const { accountId, customerId, name, email, role, viewer } = actor
  const [company, account] = await Promise.all([
    companyOfCustomer(ctx.db, accountId, customerId),
    accountById(ctx.db, accountId),
  ])
  return presentCustomerMe({ name, email, role, mayPay: false, company: found(company) }, found(account), viewer)
}

/** The same on the portal that was called. */
export function portalMe(ctx: RequestCtx, who: Who): Promise<z.input<typeof CustomerMe>> {
  const { actor } = ctx
  if (actor.kind === 'customer' && actor.viewer && actor.userId === who.userId) return viewerMe(ctx, actor)
  const place = placeOf(ctx)
  if (place.realm !== 'customer') throw new AppError('not_found')
  return customerMe(ctx, place.accountId, who)
}

export async function supplierMe(ctx: Ctx, who: Who): Promise<z.input<typeof SupplierMe>> {
  const { name, email } = who
  return {
    user: { name, email },
    portals: await supplierPortalsOf(ctx, who.userId),
    can: permissionsOf({ kind: 'supplier' }),
  }
}

/** Each account once, however many of its Clients the person supplies for. */
export async function supplierPortalsOf(ctx: Ctx, userId: string): Promise<z.input<typeof SupplierPortal>[]> {
  const accounts = new Set((await accessOf(ctx.db, userId)).map(({ accountId }) => accountId))
  return Promise.all([...accounts].map((accountId) => supplierPortal(ctx.db, accountId)))
}

async function supplierPortal(db: Db, accountId: number): Promise<z.input<typeof SupplierPortal>> {
  const [account, portal] = await Promise.all([accountById(db, accountId), portalOf(db, accountId)])
  return presentSupplierPortal(found(account), found(portal))
}

/** The account the actor stands in. */
export async function ownAccount(ctx: Ctx): Promise<z.input<typeof Account>> {
  const accountId = accountOf(ctx)
  const [account, money] = await Promise.all([accountById(ctx.db, accountId), hasMoney(ctx.db, accountId)])
  return presentAccount(found(account), { currencyOpen: !money })
}
