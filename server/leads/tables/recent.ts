import { sql } from 'kysely'
import type { FieldValue } from '../../../contract/fields.ts'
import type { Db } from '../../platform/db.ts'
import { firstIdOf } from '../../platform/ids.ts'

export interface RecentLead {
  campaignId: number
  version: number
  receivedAt: Date
  subIds: (string | null)[] | null
  data: FieldValue[]
}

export interface RecentFilter {
  accountId: number
  /** Whose leads: the index is by supplier. */
  supplierIds: readonly number[]
  codes: readonly number[]
  since: Date
  limit: number
}

/** The newest live leads of these suppliers that ended in one of these codes. */
export async function recentLeads(db: Db, filter: RecentFilter): Promise<RecentLead[]> {
  const { accountId, supplierIds, codes, since, limit } = filter
  const { rows } = await sql<RecentLead>`
    select l.campaign_id as "campaignId", l.version, l.received_at as "receivedAt", l.sub_ids as "subIds", l.data
    from unnest(${supplierIds}::integer[]) as one (supplier_id)
    cross join lateral (
      select l.lead_id, l.campaign_id, l.version, l.received_at, l.sub_ids, l.data from leads l
      where l.account_id = ${accountId} and l.supplier_id = one.supplier_id and l.lead_id >= ${firstIdOf(since)}
        and l.received_at >= ${since} and not l.test and l.code = any (${codes}::integer[])
      order by l.lead_id desc limit ${limit}
    ) l
    order by l.lead_id desc limit ${limit}`.execute(db)
  return rows
}
