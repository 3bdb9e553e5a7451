/** How far a new account has come. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface SetupRow {
  campaign_id: number
  name: string
  supplier: boolean
  buyer: boolean
  test_lead: boolean
  sold_lead: boolean
}

/** The campaign that has come furthest, of the first few; none without a campaign. */
export async function readSetupRow(db: Db, accountId: number): Promise<SetupRow | undefined> {
  const { rows } = await sql<SetupRow>`
    with first as (
      select c.campaign_id, c.name from campaigns c
      where c.account_id = ${accountId} and c.status <> 'archived' order by c.campaign_id limit 20
    ), seen as (
      select exists (select from leads l where l.account_id = ${accountId} and l.test) as test_lead,
             exists (select from lead_rollup r where r.account_id = ${accountId} and r.code = 0) as sold_lead
    )
    select f.campaign_id, f.name, seen.test_lead, seen.sold_lead,
           exists (select from suppliers s
                   where s.account_id = ${accountId} and s.campaign_id = f.campaign_id) as supplier,
           exists (select from buyers b
                   where b.account_id = ${accountId} and b.campaign_id = f.campaign_id) as buyer
    from first f cross join seen
    order by supplier desc, buyer desc, f.campaign_id limit 1`.execute(db)
  return rows[0]
}
