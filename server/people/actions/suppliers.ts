import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { constraintOf, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { revokeAccess, type SupplierAccess, upsertAccess } from '../tables/access.ts'
import { insertSupplierUser } from '../tables/persons.ts'

export interface NewSupplierUser {
  email: string
  name: string
  password: string
}

/** A login of the Supplier Portal; it sees nothing until an account gives it access. @throws AppError already_exists */
export async function addSupplierUser(ctx: Ctx, user: NewSupplierUser): Promise<string> {
  const passwordHash = await hashPassword(user.password)
  return ctx.transact((tx) => addSupplierLogin(tx, { ...user, passwordHash }, ctx.now()))
}

/** The same in the caller's transaction. @throws AppError already_exists: the address has one */
export async function addSupplierLogin(
  tx: Tx,
  { email, name, passwordHash }: { email: string; name: string; passwordHash: string },
  at: Date,
  field = 'email',
): Promise<string> {
  const userId = newId(at)
  try {
    await insertSupplierUser(tx, { userId, email, name, passwordHash, at })
  } catch (error) {
    if (constraintOf(error) !== 'supplier_users_email_unique') throw error
    throw new AppError('already_exists', { field })
  }
  return userId
}

const targetOf = (userId: string) => ({ kind: 'supplier_user', id: userId })

/** Lets a supplier's person see what one of the account's Clients supplies. Giving it twice changes nothing. */
export async function grantSupplierAccess(ctx: Ctx, userId: string, access: SupplierAccess): Promise<void> {
  const { accountId, clientId } = access
  await ctx.transact(async (tx) => {
    await upsertAccess(tx, userId, access, ctx.now())
    await audit(tx, ctx, {
      accountId,
      action: 'supplier_access.granted',
      target: targetOf(userId),
      after: { clientId },
    })
  })
}

/** Takes it back; the person's next request finds nothing there. @throws AppError not_found */
export async function revokeSupplierAccess(ctx: Ctx, userId: string, access: SupplierAccess): Promise<void> {
  const { accountId, clientId } = access
  await ctx.transact(async (tx) => {
    if (!(await revokeAccess(tx, userId, access, ctx.now()))) throw new AppError('not_found')
    await audit(tx, ctx, {
      accountId,
      action: 'supplier_access.revoked',
      target: targetOf(userId),
      before: { clientId },
    })
  })
}
