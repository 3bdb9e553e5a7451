/** Ids as scripts send them: our own numbers, or those of the system the account moved from. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { instantOf, leadIdOf } from '../../platform/ids.ts'

export type RefKind = 'campaign' | 'supplier' | 'buyer'

const OWNER: Record<RefKind, string> = { campaign: 'campaigns', supplier: 'suppliers', buyer: 'buyers' }

/** What each reference names, by reference; our own number wins over an alias. What names nothing is left out. */
export async function targetsOf(
  db: Db,
  accountId: number,
  kind: RefKind,
  refs: readonly string[],
): Promise<Map<string, number>> {
  const id = sql.ref(`t.${kind}_id`)
  const { rows } = await sql<{ ref: string; id: number }>`
    select r.ref, coalesce(${id}, a.target_id) as id
    from unnest(${refs}::text[]) as r (ref)
    left join ${sql.table(OWNER[kind])} t on t.account_id = ${accountId} and ${id}::text = r.ref
    left join aliases a on a.account_id = ${accountId} and a.kind = ${kind} and a.alias = r.ref
    where coalesce(${id}, a.target_id) is not null`.execute(db)
  return new Map(rows.map((row) => [row.ref, row.id]))
}

/** The lead that an id of ours, or the original id of an imported one, names in this account. */
export async function leadNamed(db: Db, accountId: number, text: string): Promise<string | undefined> {
  const own = leadIdOf(text)
  const { rows } = await sql<{ id: string }>`
    select l.lead_id as id from leads l
    where ${own !== undefined} and l.account_id = ${accountId} and l.lead_id = ${own ?? null}::uuid
      and l.received_at = ${own === undefined ? null : instantOf(own)}::timestamptz
    union all
    select r.lead_id from lead_references r where r.account_id = ${accountId} and r.reference = ${text}
    limit 1`.execute(db)
  return rows[0]?.id
}
