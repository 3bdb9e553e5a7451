import { AppError } from '../../../contract/errors.ts'
import type { TeamGrant, TeamRole } from '../../../contract/permissions.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { constraintOf, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { newToken } from '../../platform/secrets.ts'
import { insertMembership } from '../tables/accounts.ts'
import { insertTeamUser } from '../tables/persons.ts'

export interface NewLogin {
  email: string
  name: string
  /** Left out: one nobody knows, until a one-time link sets another. */
  password?: string
}

/** Takes long on purpose: always before a transaction, never inside one. */
export const hashOf = (password: string | undefined): Promise<string> => hashPassword(password ?? newToken())

interface HashedLogin {
  email: string
  name: string
  passwordHash: string
}

/** A login of the installation's team realm. @throws AppError already_exists: the address has one */
export async function addLogin(tx: Tx, login: HashedLogin, at: Date, field = 'owner.email'): Promise<string> {
  const { email, name, passwordHash } = login
  const userId = newId(at)
  try {
    await insertTeamUser(tx, { userId, email, name, passwordHash, at })
  } catch (error) {
    if (constraintOf(error) !== 'team_users_email_unique') throw error
    throw new AppError('already_exists', { field })
  }
  return userId
}

export interface NewTeamMember extends NewLogin {
  role: TeamRole
  grants?: TeamGrant[]
}

/** Adds a person with a new login to an account. */
export async function addTeamMember(ctx: Ctx, accountId: number, member: NewTeamMember): Promise<string> {
  const passwordHash = await hashOf(member.password)
  const { role, grants = [] } = member
  return ctx.transact(async (tx) => {
    const at = ctx.now()
    const userId = await addLogin(tx, { ...member, passwordHash }, at, 'email')
    await insertMembership(tx, { account_id: accountId, user_id: userId, role, grants, created_at: at })
    await audit(tx, ctx, {
      accountId,
      action: 'team.added',
      target: { kind: 'team_user', id: userId },
      after: { role, grants },
    })
    return userId
  })
}
