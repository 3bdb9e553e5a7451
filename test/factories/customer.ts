/** Who stands before the counter: team members of an account, people of a customer. */
import type { CustomerRole, TeamRole } from '../../contract/permissions.ts'
import type { Ctx, CustomerActor, TeamActor } from '../../server/platform/ctx.ts'
import { newId } from '../../server/platform/ids.ts'
import { NOW, type World } from './world.ts'

const signedIn = (name: string) => ({
  userId: newId(NOW),
  sessionId: newId(NOW),
  email: `${name.toLowerCase()}@example.com`,
  name,
})

/** A team member's context in the world's account. */
export function asTeam(world: World, role: TeamRole = 'administrator'): Ctx<TeamActor> {
  return world.as({ kind: 'team', ...signedIn('Mia'), accountId: world.accountId, role, grants: [] })
}

/** The context of a customer's person, on the account's portal. */
export function asCustomer(world: World, customerId: number, role: CustomerRole = 'owner'): Ctx<CustomerActor> {
  return world.as({ kind: 'customer', ...signedIn('Cora'), accountId: world.accountId, customerId, role })
}

export interface AuditLine {
  action: string
  actor_name: string
  target_kind: string
  target_id: string
  before: unknown
  after: unknown
}

/** What the account's audit log says, in order. */
export function auditOf(world: World): Promise<AuditLine[]> {
  return world.platform.db
    .selectFrom('audit_log')
    .select(['action', 'actor_name', 'target_kind', 'target_id', 'before', 'after'])
    .where('account_id', '=', world.accountId)
    .orderBy('audit_id')
    .execute()
}
