/** The team, a customer's users and a supplier's people, once they are in. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import type { PageQuery } from '../../../contract/page.ts'
import type { CustomerRole, TeamGrant, TeamRole } from '../../../contract/permissions.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { voidToken } from '../../platform/tokens.ts'
import { type AccessInList, listAccess } from '../tables/access.ts'
import { lockAccount } from '../tables/accounts.ts'
import { isDoor } from '../tables/invitations.ts'
import {
  type CustomerUser,
  deleteCustomerUser,
  deleteMembership,
  listCustomerUsers,
  listMembers,
  lockCustomerUsers,
  lockMembers,
  type Member,
  updateCustomerUser,
  updateMembership,
} from '../tables/members.ts'
import { deleteFactor } from '../tables/second-factors.ts'
import { deleteSessionsOf } from '../tables/sessions.ts'
import { personTarget } from './traces.ts'

const Email = z.tuple([z.string()])
const Uuid = z.tuple([z.uuid()])

export async function listTeam(ctx: Ctx, query: PageQuery): Promise<Page<Member>> {
  const after = readCursor(Email, query.cursor)?.[0]
  const rows = await listMembers(ctx.db, accountOf(ctx), { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.email])
}

const lastOne = (message: string) => new AppError('not_allowed_now', { field: 'role', message })

/** The member, with the account held: of two that remove each other one stays. @throws AppError not_found, not_allowed_now */
async function memberToChange(tx: Tx, accountId: number, userId: string, staysAdministrator: boolean): Promise<Member> {
  await lockAccount(tx, accountId)
  const members = await lockMembers(tx, accountId, userId)
  const found = members.find((member) => member.userId === userId)
  if (!found) throw new AppError('not_found')
  const others = members.filter((member) => member.userId !== userId)
  if (found.role === 'administrator' && !staysAdministrator && others.length === 0) {
    throw lastOne('An account always has an administrator. Make somebody else one first.')
  }
  return found
}

const rights = ({ name, email, role, grants }: Member) => ({ name, email, role, grants })

/** @throws AppError not_found, not_allowed_now for the last administrator */
export async function changeMember(
  ctx: Ctx,
  userId: string,
  { role, grants }: { role: TeamRole; grants: TeamGrant[] },
): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await memberToChange(tx, accountId, userId, role === 'administrator')
    await updateMembership(tx, accountId, userId, { role, grants })
    const [before, after] = [rights(found), rights({ ...found, role, grants })]
    await audit(tx, ctx, { action: 'team.changed', target: personTarget('team', userId), before, after })
  })
}

/** The login stays, for other accounts; here the next request finds nothing. @throws as `changeMember` */
export async function removeMember(ctx: Ctx, userId: string): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await memberToChange(tx, accountId, userId, false)
    await deleteMembership(tx, accountId, userId)
    await audit(tx, ctx, { action: 'team.removed', target: personTarget('team', userId), before: rights(found) })
  })
}

interface Where {
  customerId: number
  userId: string
}

async function userToChange(
  tx: Tx,
  accountId: number,
  { customerId, userId }: Where,
  staysOwner: boolean,
): Promise<CustomerUser> {
  const users = await lockCustomerUsers(tx, accountId, customerId)
  const found = users.find((user) => user.userId === userId)
  if (!found) throw new AppError('not_found')
  const otherOwner = users.some((user) => user.userId !== userId && user.role === 'owner')
  if (found.role === 'owner' && !staysOwner && !otherOwner) {
    throw lastOne('A customer always has an owner. Make somebody else one first.')
  }
  return found
}

const ofCustomer = ({ name, email, role, mayPay }: CustomerUser, customerId: number) => ({
  name,
  email,
  role,
  mayPay,
  customerId,
})

/** The people of one customer: the console's of any, an owner's of the own. */
export async function listUsers(ctx: Ctx, customerId: number, query: PageQuery): Promise<Page<CustomerUser>> {
  const after = readCursor(Email, query.cursor)?.[0]
  const rows = await listCustomerUsers(
    ctx.db,
    { accountId: accountOf(ctx), customerId },
    { after, limit: query.limit + 1 },
  )
  return toPage(rows, query.limit, (row) => [row.email])
}

/** That a person may pay is forgotten with another role than manager's. @throws AppError not_found, not_allowed_now for the last owner */
export async function changeCustomerUser(
  ctx: Ctx,
  where: Where,
  change: { role: CustomerRole; mayPay: boolean },
): Promise<void> {
  const { role } = change
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await userToChange(tx, accountId, where, role === 'owner')
    const mayPay = change.mayPay && role === 'manager'
    await updateCustomerUser(tx, accountId, where.userId, { role, may_pay: mayPay })
    const before = ofCustomer(found, where.customerId)
    const target = personTarget('customer', where.userId)
    const { customerId } = where
    await audit(tx, ctx, {
      action: 'customer_user.changed',
      target,
      customerId,
      before,
      after: { ...before, role, mayPay },
    })
  })
}

/** The login goes, with its sessions and its second factor. @throws as `changeCustomerUser` */
export async function removeCustomerUser(ctx: Ctx, where: Where): Promise<void> {
  const accountId = accountOf(ctx)
  const owner = { realm: 'customer', userId: where.userId } as const
  await ctx.transact(async (tx) => {
    const found = await userToChange(tx, accountId, where, false)
    await deleteSessionsOf(tx, owner)
    await deleteFactor(tx, owner)
    await voidToken(tx, ctx, 'set_password.customer', where.userId)
    await voidToken(tx, ctx, 'change_email.customer', where.userId)
    await deleteCustomerUser(tx, accountId, where.userId)
    const before = ofCustomer(found, where.customerId)
    const target = personTarget('customer', where.userId)
    await audit(tx, ctx, { action: 'customer_user.removed', target, customerId: where.customerId, before })
  })
}

/** @throws AppError not_found: the Client is not there */
export async function listSupplierAccess(ctx: Ctx, clientId: number, query: PageQuery): Promise<Page<AccessInList>> {
  const after = readCursor(Uuid, query.cursor)?.[0]
  const accountId = accountOf(ctx)
  if (!(await isDoor(ctx.db, accountId, { realm: 'supplier', clientId }))) throw new AppError('not_found')
  const rows = await listAccess(ctx.db, { accountId, clientId }, { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.userId])
}
