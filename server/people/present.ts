import type { z } from 'zod'
import type { AuditEntry, ownActivity } from '../../contract/api/audit.ts'
import type { ApiKey } from '../../contract/api/keys.ts'
import type { OwnSession, SecondFactor } from '../../contract/api/own-login.ts'
import type { Account, CustomerMe, SupplierPortal, TeamMe } from '../../contract/api/people.ts'
import type { TeamMember } from '../../contract/api/team.ts'
import { forKeys, permissionsOf } from '../../contract/permissions.ts'
import type { CustomerActor } from '../platform/ctx.ts'
import type { PortalRow } from '../portals/ops.ts'
import { aboutOf } from './rules/activity.ts'
import { sessionIdOf } from './rules.ts'
import type { AccessInList, CustomerUserRow } from './tables/access.ts'
import type { AccountRow, MembershipRow } from './tables/accounts.ts'
import type { AuditRow } from './tables/audit.ts'
import type { Invitation } from './tables/invitations.ts'
import type { ApiKeyRow } from './tables/keys.ts'
import type { CustomerUser, Member } from './tables/members.ts'
import type { OwnSessionRow } from './tables/sessions.ts'

interface Named {
  name: string
  email: string
}

const presentUser = ({ name, email }: Named) => ({ name, email })

const presentBooks = ({ zone, currency }: Pick<AccountRow, 'zone' | 'currency'>) => ({ zone, currency })

export function presentTeamMe(
  user: Named,
  accounts: (AccountRow & MembershipRow)[],
  hasFactor: boolean,
): z.input<typeof TeamMe> {
  return {
    user: presentUser(user),
    accounts: accounts.map((account) => ({
      id: account.account_id,
      name: account.name,
      ...presentBooks(account),
      role: account.role,
      grants: account.grants,
      can: permissionsOf({ kind: 'team', role: account.role, grants: account.grants }),
      needsSecondFactor: account.require_second_factor && !hasFactor,
    })),
  }
}

export function presentCustomerMe(
  user: Pick<CustomerUserRow, 'name' | 'email' | 'company' | 'role' | 'mayPay'>,
  account: AccountRow,
  viewer?: CustomerActor['viewer'],
): z.input<typeof CustomerMe> {
  const { role, mayPay } = user
  return {
    user: presentUser(user),
    company: user.company,
    ...presentBooks(account),
    can: permissionsOf({ kind: 'customer', role, mayPay, ...(viewer && { viewer }) }),
    viewer: viewer ? { name: viewer.name, until: viewer.until.toISOString() } : null,
  }
}

export function presentAccount(
  account: AccountRow,
  { currencyOpen }: { currencyOpen: boolean },
): z.input<typeof Account> {
  return {
    id: account.account_id,
    name: account.name,
    ...presentBooks(account),
    currencyOpen,
    samePersonDays: account.same_person_days,
    requireSecondFactor: account.require_second_factor,
    createdAt: account.created_at.toISOString(),
  }
}

export function presentSupplierPortal(account: AccountRow, portal: PortalRow): z.input<typeof SupplierPortal> {
  return { account: account.account_id, companyName: portal.company_name, ...presentBooks(account) }
}

export function presentSession(row: OwnSessionRow, currentId: string): z.input<typeof OwnSession> {
  const id = sessionIdOf(row.token_hash)
  return {
    id,
    current: id === currentId,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    ip: row.ip,
    userAgent: row.user_agent,
  }
}

export function presentFactor({ on, since, codesLeft }: FactorState): z.input<typeof SecondFactor> {
  return { on, since: since?.toISOString() ?? null, codesLeft }
}

interface FactorState {
  on: boolean
  since: Date | null
  codesLeft: number
}

export const presentColleague = ({ userId: id, since, ...rest }: CustomerUser) => ({
  ...rest,
  id,
  since: since.toISOString(),
})

export function presentInvitation({ id, email, invitedBy, sentAt, expiresAt }: Invitation) {
  return { id, email, invitedBy, sentAt: sentAt.toISOString(), expiresAt: expiresAt.toISOString() }
}

export function presentMember({ userId: id, since, ...rest }: Member): z.input<typeof TeamMember> {
  return { ...rest, id, since: since.toISOString() }
}

export function presentAccess({ userId: id, name, email, since }: AccessInList) {
  return { id, name, email, since: since.toISOString() }
}

// written by code of ours as objects; anything else would be shown as nothing
const stateOf = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null

export function presentAuditEntry(row: AuditRow): z.input<typeof AuditEntry> {
  return {
    id: row.audit_id,
    at: row.at.toISOString(),
    by: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    before: stateOf(row.before),
    after: stateOf(row.after),
    ip: row.ip,
  }
}

/** Without the address it came from. */
export function presentActivity(row: AuditRow) {
  const { ip: _, ...entry } = presentAuditEntry(row)
  return entry
}

export function presentOwnActivity(row: AuditRow): z.input<typeof ownActivity.reply>['items'][number] {
  const kind = row.actor_kind === 'customer' ? 'colleague' : row.actor_kind === 'system' ? 'system' : 'team'
  return {
    id: row.audit_id,
    at: row.at.toISOString(),
    by: { kind, name: kind === 'colleague' ? row.actor_name : null },
    action: row.action,
    about: aboutOf(row),
  }
}

export function presentApiKey(row: ApiKeyRow): z.input<typeof ApiKey> {
  return {
    id: row.key_id,
    name: row.name,
    hint: row.hint,
    // a permission that keys can be given no more stays in the row
    scopes: row.scopes.filter(forKeys),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  }
}

/** What a page behind a one-time link shows before it is used. */
export function presentLink<T extends { expiresAt: Date }>({ expiresAt, ...rest }: T) {
  return { ...rest, expiresAt: expiresAt.toISOString() }
}
