/**
 * Guarded keys in bulk, and the accepted leads they are made from.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'

export interface KeyRow {
  key: bigint
  leadId: string
  acceptedAt: Date
}

/** Adds keys that are not there; a key that is keeps its newer acceptance. */
export async function insertKeys(tx: Tx, accountId: number, keys: readonly KeyRow[]): Promise<void> {
  // one statement may not touch a row twice: the newest acceptance of a key wins
  const newest = new Map<bigint, KeyRow>()
  for (const row of keys) {
    const known = newest.get(row.key)
    if (!known || known.acceptedAt < row.acceptedAt) newest.set(row.key, row)
  }
  if (newest.size === 0) return
  const rows = [...newest.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
  await sql`
    insert into duplicate_keys as k (account_id, key, lead_id, accepted_at)
    select ${accountId}::integer, u.key, u.lead, u.at
    from unnest(${rows.map((row) => String(row.key))}::bigint[], ${rows.map((row) => row.leadId)}::uuid[],
                ${rows.map((row) => row.acceptedAt)}::timestamptz[]) as u (key, lead, at)
    on conflict on constraint duplicate_keys_pkey do update
      set lead_id = excluded.lead_id, accepted_at = excluded.accepted_at where k.accepted_at < excluded.accepted_at
  `.execute(tx)
}

export interface SoldLead {
  leadId: string
  at: Date
  version: number
  buyerId: number
  data: unknown
  phone: string | null
  email: string | null
}

const PAGE = 5_000

/** Live accepted sales of some buyers or of a campaign since an instant, oldest first, page by page. */
export async function* soldLeads(
  db: Db,
  accountId: number,
  scope: { campaignId: number } | { buyerIds: readonly number[] },
  since: Date,
): AsyncIterable<readonly SoldLead[]> {
  const which =
    'campaignId' in scope
      ? sql`a.campaign_id = ${scope.campaignId}`
      : sql`a.buyer_id = any (${[...scope.buyerIds]}::integer[])`
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await sql<SoldLead>`
      select a.attempt_id as "attemptId", l.lead_id as "leadId", a.at, l.version, a.buyer_id as "buyerId", l.data,
             l.phone_hash::text as phone, l.email_hash::text as email
      from attempts a join leads l
        on l.account_id = a.account_id and l.lead_id = a.lead_id and l.received_at = a.received_at
      where a.account_id = ${accountId} and ${which} and a.outcome in ('accepted', 'calling', 'unknown') and not a.test
        and a.at >= ${since} and a.attempt_id > ${after}::uuid
      order by a.attempt_id limit ${PAGE}
    `.execute(db)
    if (rows.length === 0) return
    yield rows
    // the page's own order
    after = (rows.at(-1) as SoldLead & { attemptId: string }).attemptId
  }
}
