import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { firstIdOf } from '../../platform/ids.ts'

export interface AuditRow {
  audit_id: string
  at: Date
  actor_kind: string
  actor_id: string | null
  actor_name: string
  action: string
  target_kind: string
  target_id: string
  before: unknown
  after: unknown
  ip: string | null
}

export interface AuditFilter {
  by: string | undefined
  kind: string | undefined
  target: string | undefined
  from: Date | undefined
  to: Date | undefined
  /** The last entry of the page before. */
  after: string | undefined
  limit: number
}

/** Newest first. An entry's id carries its time, so a range is a range of ids. */
export function listAudit(db: Db, accountId: number, filter: AuditFilter): Promise<AuditRow[]> {
  const { by, kind, target, from, to, after, limit } = filter
  let query = db
    .selectFrom('audit_log')
    .select([
      'audit_id',
      'at',
      'actor_kind',
      'actor_id',
      'actor_name',
      'action',
      'target_kind',
      'target_id',
      'before',
      'after',
      'ip',
    ])
    .where('account_id', '=', accountId)
    .orderBy('audit_id', 'desc')
    .limit(limit)
  if (by !== undefined) query = query.where('actor_id', '=', by)
  if (kind !== undefined) query = query.where('target_kind', '=', kind)
  if (kind !== undefined && target !== undefined) query = query.where('target_id', '=', target)
  if (from) query = query.where('audit_id', '>=', firstIdOf(from))
  if (to) query = query.where('audit_id', '<', firstIdOf(to))
  if (after !== undefined) query = query.where('audit_id', '<', after)
  return query.execute()
}

/** Of one customer, newest first; of some actions only, or of those that begin like them. */
export async function listActivity(
  db: Db,
  { accountId, customerId }: { accountId: number; customerId: number },
  page: { actions?: readonly string[]; after: string | undefined; limit: number },
): Promise<AuditRow[]> {
  const { actions, after, limit } = page
  const older = after === undefined ? sql`true` : sql`audit_id < ${after}`
  const shown = actions
    ? sql`exists (select from unnest(${actions}::text[]) a where starts_with(action, a))`
    : sql`true`
  const { rows } = await sql<AuditRow>`
    select audit_id, at, actor_kind, actor_id, actor_name, action, target_kind, target_id, before, after, ip
    from audit_log
    where account_id = ${accountId} and customer_id = ${customerId} and ${older} and ${shown}
    order by audit_id desc limit ${limit}`.execute(db)
  return rows
}

const MOST_CHOICES = 200

/** The kinds of things there are in the log: one look into the index for each, however long the log is. */
export async function auditKinds(db: Db, accountId: number): Promise<string[]> {
  const { rows } = await sql<{ kind: string }>`
    with recursive kinds as (
      (select target_kind as kind from audit_log where account_id = ${accountId} order by target_kind limit 1)
      union all
      select (select l.target_kind from audit_log l where l.account_id = ${accountId} and l.target_kind > k.kind
              order by l.target_kind limit 1)
      from kinds k where k.kind is not null)
    select kind from kinds where kind is not null limit ${MOST_CHOICES}`.execute(db)
  return rows.map(({ kind }) => kind)
}

/** Who stands in it, each under the name of their newest entry. */
export async function auditPeople(db: Db, accountId: number): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    with recursive people as (
      (select actor_id as id from audit_log where account_id = ${accountId} and actor_id is not null
       order by actor_id limit 1)
      union all
      select (select l.actor_id from audit_log l where l.account_id = ${accountId} and l.actor_id > p.id
              order by l.actor_id limit 1)
      from people p where p.id is not null)
    select p.id, n.name from (select id from people where id is not null limit ${MOST_CHOICES}) p
    cross join lateral (
      select l.actor_name as name from audit_log l where l.account_id = ${accountId} and l.actor_id = p.id
      order by l.audit_id desc limit 1) n
    order by n.name collate "C", p.id`.execute(db)
  return rows
}
