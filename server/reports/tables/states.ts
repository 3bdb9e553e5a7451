/** Where a lead's state stands in its data: the place of the first field of that type, version by version. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export interface StatePlace {
  campaignId: number
  /** Versions, both inclusive. */
  first: number
  last: number
  /** In the array of a lead's values, from 0. */
  place: number
}

/** No version is as high. */
const OPEN_END = 2_147_483_647

/** Of every campaign of the account; versions that keep the place are one row. */
export async function statePlaces(db: Db, accountId: number): Promise<StatePlace[]> {
  const { rows } = await sql<{ campaign_id: number; first: number; last: number; place: number | null }>`
    select s.campaign_id, s.version as first,
           coalesce(lead(s.version) over (partition by s.campaign_id order by s.version) - 1, ${OPEN_END}::integer) as last,
           (select min(f.nth) - 1 from jsonb_array_elements(s.body -> 'fields') with ordinality as f (field, nth)
            where f.field ->> 'type' = 'state')::integer as place
    from campaign_settings s
    where s.account_id = ${accountId} and s.part = 'campaign'
    order by s.campaign_id, s.version`.execute(db)
  const places: StatePlace[] = []
  for (const { campaign_id: campaignId, first, last, place } of rows) {
    if (place === null) continue
    const before = places.at(-1)
    const joins = before?.campaignId === campaignId && before.place === place && before.last === first - 1
    if (before && joins) before.last = last
    else places.push({ campaignId, first, last, place })
  }
  return places
}
