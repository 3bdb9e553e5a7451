/** Leads with their attempts, as the public API lists them: newest first, walked by id. */
import { type RawBuilder, sql } from 'kysely'
import type { FieldValue } from '../../../contract/fields.ts'
import type { Db } from '../../platform/db.ts'
import { firstIdOf, instantOf } from '../../platform/ids.ts'

export interface LeadRow {
  leadId: string
  receivedAt: Date
  campaignId: number
  campaignName: string
  supplierId: number
  supplierName: string
  clientId: number
  clientName: string
  version: number
  code: number
  detail: string | null
  test: boolean
  returned: boolean
  revenue: number
  payout: number
  subIds: (string | null)[]
  data: FieldValue[]
}

export interface LeadFilter {
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  /** Whose leads: the index is by supplier, so a campaign is asked for as its suppliers. */
  readonly supplierIds: readonly number[] | undefined
  readonly status: 'accepted' | 'duplicated' | 'error' | undefined
  /** A phone or an e-mail, by its hash. */
  readonly person: { kind: 'phone' | 'email'; hash: bigint } | undefined
  /** The last lead of the page before. */
  readonly after: string | undefined
  readonly limit: number
}

const STATUS = { accepted: sql`l.code = 0`, duplicated: sql`l.code = 1008`, error: sql`l.code not in (0, 1008)` }

function matching(accountId: number, filter: LeadFilter): RawBuilder<unknown> {
  const { from, to, supplierIds, status, person, after } = filter
  const parts = [
    sql`l.account_id = ${accountId}`,
    sql`l.lead_id >= ${firstIdOf(from)} and l.received_at >= ${from}`,
    sql`l.lead_id < ${firstIdOf(to)} and l.received_at < ${to}`,
  ]
  if (supplierIds) parts.push(sql`l.supplier_id = any (${supplierIds}::integer[])`)
  if (status) parts.push(STATUS[status])
  if (person) parts.push(sql`${sql.ref(`l.${person.kind}_hash`)} = ${person.hash}`)
  if (after !== undefined) parts.push(sql`l.lead_id < ${after} and l.received_at <= ${instantOf(after)}`)
  return sql.join(parts, sql` and `)
}

const COLUMNS = sql`
  l.lead_id as "leadId", l.received_at as "receivedAt", l.campaign_id as "campaignId", c.name as "campaignName",
  l.supplier_id as "supplierId", s.name as "supplierName", k.client_id as "clientId", k.name as "clientName",
  l.version, l.code, l.detail, l.test, l.returned, l.revenue, l.payout, coalesce(l.sub_ids, '[]') as "subIds", l.data`

const names = (accountId: number): RawBuilder<unknown> => sql`
  join campaigns c on c.account_id = ${accountId} and c.campaign_id = l.campaign_id
  join suppliers s on s.account_id = ${accountId} and s.supplier_id = l.supplier_id
  join clients k on k.account_id = ${accountId} and k.client_id = s.client_id`

function pageOf(accountId: number, filter: LeadFilter): RawBuilder<unknown> {
  const { supplierIds, person, limit } = filter
  const all = matching(accountId, filter)
  // few rows share a hash: fetched whole by its index and sorted. OFFSET 0 keeps the planner from walking ids instead
  if (person)
    return sql`select l.* from (select l.* from leads l where ${all} offset 0) l order by l.lead_id desc limit ${limit}`
  if (!supplierIds) return sql`select l.* from leads l where ${all} order by l.lead_id desc limit ${limit}`
  return sql`
    select l.* from unnest(${supplierIds}::integer[]) as one (supplier_id)
    cross join lateral (
      select l.* from leads l where ${all} and l.supplier_id = one.supplier_id order by l.lead_id desc limit ${limit}
    ) l
    order by l.lead_id desc limit ${limit}`
}

export async function listLeads(db: Db, accountId: number, filter: LeadFilter): Promise<LeadRow[]> {
  if (filter.supplierIds?.length === 0) return []
  const { rows } = await sql<LeadRow>`
    with page as materialized (${pageOf(accountId, filter)})
    select ${COLUMNS} from page l ${names(accountId)} order by l.lead_id desc`.execute(db)
  return rows
}

export async function leadsById(db: Db, accountId: number, leadIds: readonly string[]): Promise<LeadRow[]> {
  const { rows } = await sql<LeadRow>`
    select ${COLUMNS} from leads l ${names(accountId)}
    where l.account_id = ${accountId} and l.lead_id = any (${leadIds}::uuid[])
      and l.received_at = any (${leadIds.map(instantOf)}::timestamptz[])`.execute(db)
  return rows
}

/** The names of the fields of each version, in the order of its leads' values. */
export async function fieldNames(
  db: Db,
  accountId: number,
  versions: readonly { campaignId: number; version: number }[],
): Promise<{ campaignId: number; version: number; names: string[] }[]> {
  const { rows } = await sql<{ campaignId: number; version: number; names: string[] }>`
    select w.campaign_id as "campaignId", w.version, jsonb_path_query_array(s.body, '$.fields[*].name') as names
    from (
      select distinct u.campaign_id, u.version
      from unnest(${versions.map((one) => one.campaignId)}::integer[],
                  ${versions.map((one) => one.version)}::integer[]) as u (campaign_id, version)
    ) w
    cross join lateral (
      select s.body from campaign_settings s
      where s.account_id = ${accountId} and s.campaign_id = w.campaign_id and s.part = 'campaign' and s.part_id = 0
        and s.version <= w.version
      order by s.version desc limit 1
    ) s`.execute(db)
  return rows
}
