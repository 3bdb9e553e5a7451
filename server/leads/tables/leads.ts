/**
 * Lists of leads, newest first, without sorting a table and without OFFSET: each walks an index backwards from a
 * bound and stops after a page. Where several suppliers are asked for, each one's index part gives a page and the
 * pages are merged.
 */
import { type RawBuilder, sql } from 'kysely'
import type { FieldValue } from '../../../contract/fields.ts'
import type { LeadStatus, MovingReasons } from '../../../contract/verdict.ts'
import type { Db } from '../../platform/db.ts'
import { instantOf } from '../../platform/ids.ts'
import { type Bounds, withinBounds } from './bounds.ts'

export interface LeadRow {
  leadId: string
  receivedAt: Date
  campaignId: number
  campaignName: string
  publicName: string | null
  supplierId: number
  supplierName: string
  supplierClient: string
  version: number
  /** The campaign's newest: what is hidden now is hidden of old leads too. */
  currentVersion: number
  code: number
  test: boolean
  returned: boolean
  revenue: number
  payout: number
  returnedPayout: number
  decidedMs: number
  duplicateOf: string | null
  sourceIp: string | null
  subIds: (string | null)[]
  detail: string | null
  why: MovingReasons | null
  data: FieldValue[]
}

/** What stands in a row of `leads` and the names beside it. `page` is at most a page of leads. */
export const LEAD_COLUMNS = sql`
  l.lead_id as "leadId", l.received_at as "receivedAt", l.campaign_id as "campaignId", c.name as "campaignName",
  c.public_name as "publicName", l.supplier_id as "supplierId", s.name as "supplierName", k.name as "supplierClient",
  l.version, c.version as "currentVersion", l.code, l.test, l.returned, l.revenue, l.payout, coalesce(l.returned_payout, 0) as "returnedPayout", l.decided_ms as "decidedMs",
  l.duplicate_of as "duplicateOf", l.source_ip as "sourceIp", coalesce(l.sub_ids, '[]') as "subIds", l.detail, l.why,
  l.data`

export const leadNames = (accountId: number): RawBuilder<unknown> => sql`
  join campaigns c on c.account_id = ${accountId} and c.campaign_id = l.campaign_id
  join suppliers s on s.account_id = ${accountId} and s.supplier_id = l.supplier_id
  join clients k on k.account_id = ${accountId} and k.client_id = s.client_id`

export type Finder =
  | { kind: 'id'; leadId: string }
  | { kind: 'phone' | 'email'; hash: bigint; value: string }
  | { kind: 'nothing' }

export interface LeadFilter extends Bounds {
  readonly accountId: number
  /** Whose leads; null is every supplier's. */
  readonly supplierIds: readonly number[] | null
  readonly buyerId: number | null
  readonly campaignId: number | null
  readonly status: LeadStatus | null
  readonly test: 'all' | 'test' | 'live'
  readonly returned: 'all' | 'returned' | 'kept'
  /** What it was answered; null is anything. */
  readonly code: number | null
  /** Only leads without an outcome: in process, or with a call of unknown end. */
  readonly waiting: 'in_process' | 'unknown' | null
  readonly finder: Finder | null
  readonly limit: number
}

/** A page of leads. A scope is part of the filter: `supplierIds` null is for the team alone. */
export async function listLeadRows(db: Db, filter: LeadFilter): Promise<LeadRow[]> {
  if (filter.finder?.kind === 'nothing' || filter.supplierIds?.length === 0) return []
  const { rows } = await sql<LeadRow>`
    with page as materialized (${pageOf(filter)})
    select ${LEAD_COLUMNS} from page l ${leadNames(filter.accountId)}
    order by l.lead_id desc`.execute(db)
  return rows
}

function pageOf(filter: LeadFilter): RawBuilder<unknown> {
  if (filter.finder) return found(filter, filter.finder)
  if (filter.waiting) return walkWaiting(filter, filter.waiting)
  if (filter.buyerId !== null) return walkBuyer(filter, filter.buyerId)
  if (filter.supplierIds !== null) return walkSuppliers(filter, filter.supplierIds)
  return sql`
    select l.* from leads l where ${withinBounds('l', filter.accountId, filter)} and ${matching(filter)}
    order by l.lead_id desc limit ${filter.limit}`
}

function walkSuppliers(filter: LeadFilter, supplierIds: readonly number[]): RawBuilder<unknown> {
  return sql`
    select l.* from unnest(${supplierIds}::integer[]) as one (supplier_id)
    cross join lateral (
      select l.* from leads l
      where ${withinBounds('l', filter.accountId, filter)} and l.supplier_id = one.supplier_id and ${matching(filter)}
      order by l.lead_id desc limit ${filter.limit}
    ) l
    order by l.lead_id desc limit ${filter.limit}`
}

/** By the buyer's sales; the inner LIMIT keeps the planner from any other way to the lead than its key. */
function walkBuyer(filter: LeadFilter, buyerId: number): RawBuilder<unknown> {
  return sql`
    select distinct on (a.lead_id) l.* from attempts a
    cross join lateral (
      select l.* from leads l
      where l.account_id = ${filter.accountId} and l.lead_id = a.lead_id and l.received_at = a.received_at
        and ${ofSuppliers(filter)} and ${matching(filter)}
      limit 1
    ) l
    where ${withinBounds('a', filter.accountId, filter)} and a.buyer_id = ${buyerId} and a.outcome = 'accepted'
    order by a.lead_id desc limit ${filter.limit}`
}

/** Few leads wait at a time: a minute for their buyers, 72 hours for somebody to settle them. */
function waitingIds({ accountId, buyerId }: LeadFilter, waiting: 'in_process' | 'unknown'): RawBuilder<unknown> {
  if (waiting === 'in_process' && buyerId === null)
    return sql`
      select o.lead_id, o.received_at from open_leads o where o.account_id = ${accountId} and o.owner is not null`
  return sql`
    select distinct r.lead_id, r.received_at from reservations r
    where r.account_id = ${accountId} and r.state = ${waiting === 'unknown' ? 'unknown' : 'calling'}
      and ${buyerId === null ? sql`true` : sql`r.buyer_id = ${buyerId}`}`
}

function walkWaiting(filter: LeadFilter, waiting: 'in_process' | 'unknown'): RawBuilder<unknown> {
  const { accountId } = filter
  return sql`
    select l.* from (${waitingIds(filter, waiting)}) w
    cross join lateral (
      select l.* from leads l
      where l.account_id = ${accountId} and l.lead_id = w.lead_id and l.received_at = w.received_at offset 0
    ) l
    where ${withinBounds('l', accountId, filter)} and ${ofSuppliers(filter)} and ${matching(filter)}
    order by l.lead_id desc limit ${filter.limit}`
}

/** Few rows share a hash: they are fetched whole by its index and sorted, never looked for in the order of ids. */
function found(filter: LeadFilter, finder: Finder): RawBuilder<unknown> {
  return sql`
    select l.* from (${findLeads(filter.accountId, finder)}) l
    where ${withinBounds('l', filter.accountId, filter)} and ${ofSuppliers(filter)} and ${ofBuyer(filter)}
      and ${matching(filter)}
    order by l.lead_id desc limit ${filter.limit}`
}

/** All leads of the account that a search names. OFFSET 0 is a fence: the conditions around it stay outside. */
export function findLeads(accountId: number, finder: Finder): RawBuilder<unknown> {
  switch (finder.kind) {
    case 'id':
      return sql`
        select l.* from leads l where l.account_id = ${accountId} and l.lead_id = ${finder.leadId}
          and l.received_at = ${instantOf(finder.leadId)} offset 0`
    case 'phone':
      return sql`select l.* from leads l where l.account_id = ${accountId} and l.phone_hash = ${finder.hash} offset 0`
    case 'email':
      return sql`select l.* from leads l where l.account_id = ${accountId} and l.email_hash = ${finder.hash} offset 0`
    case 'nothing':
      return sql`select l.* from leads l where l.account_id = ${accountId} and false`
  }
}

const STATUS = { accepted: sql`l.code = 0`, duplicated: sql`l.code = 1008`, failed: sql`l.code not in (0, 1008, 1049)` }

function matching({ status, test, returned, code, campaignId }: LeadFilter): RawBuilder<unknown> {
  const parts = [sql`true`]
  if (code !== null) parts.push(sql`l.code = ${code}`)
  if (campaignId !== null) parts.push(sql`l.campaign_id = ${campaignId}`)
  if (status) parts.push(STATUS[status])
  if (test !== 'all') parts.push(test === 'test' ? sql`l.test` : sql`not l.test`)
  if (returned !== 'all') parts.push(returned === 'returned' ? sql`l.returned` : sql`not l.returned`)
  return sql.join(parts, sql` and `)
}

function ofSuppliers({ supplierIds }: LeadFilter): RawBuilder<unknown> {
  return supplierIds === null ? sql`true` : sql`l.supplier_id = any (${supplierIds}::integer[])`
}

function ofBuyer(filter: LeadFilter): RawBuilder<unknown> {
  const { accountId, buyerId, waiting } = filter
  if (waiting) return sql`l.lead_id in (select w.lead_id from (${waitingIds(filter, waiting)}) w)`
  if (buyerId === null) return sql`true`
  return sql`exists (
    select from attempts a where a.account_id = ${accountId} and a.lead_id = l.lead_id
      and a.received_at = l.received_at and a.buyer_id = ${buyerId} and a.outcome = 'accepted')`
}

/** The suppliers of a campaign: a campaign's list is theirs, merged. */
export async function supplierIdsOf(db: Db, accountId: number, campaignId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('suppliers')
    .select('supplier_id')
    .where('account_id', '=', accountId)
    .where('campaign_id', '=', campaignId)
    .execute()
  return rows.map((row) => row.supplier_id)
}
