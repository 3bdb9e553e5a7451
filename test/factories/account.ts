/** Fresh tenants, made by the same actions the product uses. Each call makes another one. */
import { randomUUID } from 'node:crypto'
import type { TeamGrant, TeamRole } from '../../contract/permissions.ts'
import { type AccountInput, createAccount } from '../../server/people/actions/accounts.ts'
import { addTeamMember } from '../../server/people/actions/team.ts'
import { type Ctx, ctxOf, type Platform, type TeamActor } from '../../server/platform/ctx.ts'
import { portalHost } from '../../server/platform/origins.ts'
import { portalOf } from '../../server/portals/ops.ts'
import { systemCtx } from '../harness/platform.ts'

/** Every person made here has it. */
export const PASSWORD = 'correct horse battery'

/** A word no other test has. */
export const unique = (): string => randomUUID().slice(0, 8)
export const uniqueEmail = (): string => `person-${randomUUID()}@example.test`

export interface TestMember {
  userId: string
  email: string
  name: string
  actor: TeamActor
  /** A context in which this person acts in the account. */
  ctx: Ctx<TeamActor>
}

export interface TestAccount {
  accountId: number
  name: string
  /** Host of its Customer Portal. */
  host: string
  owner: TestMember
}

function memberOf(
  platform: Platform,
  accountId: number,
  person: { userId: string; email: string; name: string; role: TeamRole; grants?: readonly TeamGrant[] },
): TestMember {
  const { userId, email, name, role, grants = [] } = person
  const actor: TeamActor = { kind: 'team', userId, sessionId: 'test', email, name, accountId, role, grants }
  return { userId, email, name, actor, ctx: ctxOf(platform, actor) }
}

/** An account with its portal and an administrator. */
export async function makeAccount(platform: Platform, input: Partial<AccountInput> = {}): Promise<TestAccount> {
  const account = { name: `Account ${unique()}`, zone: 'America/New_York', currency: 'USD', ...input }
  const owner = { email: uniqueEmail(), name: 'Olive Owner', password: PASSWORD }
  const { accountId, userId } = await createAccount(systemCtx(platform), { ...account, owner })
  const portal = await portalOf(platform.db, accountId)
  if (!portal) throw new Error('an account without a portal')
  return {
    accountId,
    name: account.name,
    host: portalHost(platform.config, portal.subdomain),
    owner: memberOf(platform, accountId, { ...owner, userId, role: 'administrator' }),
  }
}

/** One more person in an account's team. */
export async function makeTeamMember(
  platform: Platform,
  accountId: number,
  {
    role = 'member',
    grants = [],
    email = uniqueEmail(),
  }: { role?: TeamRole; grants?: TeamGrant[]; email?: string } = {},
): Promise<TestMember> {
  const person = { email, name: `Mo ${unique()}`, role, grants }
  const userId = await addTeamMember(systemCtx(platform), accountId, { ...person, password: PASSWORD })
  return memberOf(platform, accountId, { ...person, userId })
}
