/** Cap counters: one row a buyer or supplier, made with it. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export type CapSubject = 'buyer' | 'supplier'

export interface CapCounterRow {
  subject_id: number
  day_key: number
  day_count: number
  day_cents: number
  week_key: number
  week_count: number
  week_cents: number
  month_key: number
  month_count: number
  month_cents: number
  total_count: number
  total_cents: number
}

export async function insertCounter(tx: Tx, accountId: number, subject: CapSubject, id: number): Promise<void> {
  await sql`
    insert into cap_counters (account_id, subject, subject_id) values (${accountId}, ${subject}, ${id})`.execute(tx)
}

export async function countersOf(
  db: Db,
  accountId: number,
  subject: CapSubject,
  ids: readonly number[],
): Promise<CapCounterRow[]> {
  const { rows } = await sql<CapCounterRow>`
    select subject_id, day_key, day_count, day_cents, week_key, week_count, week_cents, month_key, month_count,
           month_cents, total_count, total_cents
    from cap_counters
    where account_id = ${accountId} and subject = ${subject} and subject_id = any (${ids}::integer[])`.execute(db)
  return rows
}

/** The running periods of one subject in its new zone. */
export interface Recount {
  id: number
  keys: { day: number; week: number; month: number }
  starts: { day: Date; week: Date; month: Date }
}

/** Older leads than this before the month are not looked at: a sale follows its lead within days, and partitions are months. */
const SALE_AFTER_LEAD_MS = 31 * 86_400_000

const boundOf = (recounts: readonly Recount[]) =>
  new Date(
    Math.min(
      ...recounts.map((one) => one.starts.week.getTime()),
      ...recounts.map((one) => one.starts.month.getTime()),
    ) - SALE_AFTER_LEAD_MS,
  )

const idsOf = (recounts: readonly Recount[]) => recounts.map((one) => one.id)

/** The periods as rows of `u`. */
const periodRows = (recounts: readonly Recount[]) => sql`
  unnest(${idsOf(recounts)}::integer[],
         ${recounts.map((one) => one.keys.day)}::integer[], ${recounts.map((one) => one.keys.week)}::integer[],
         ${recounts.map((one) => one.keys.month)}::integer[], ${recounts.map((one) => one.starts.day)}::timestamptz[],
         ${recounts.map((one) => one.starts.week)}::timestamptz[],
         ${recounts.map((one) => one.starts.month)}::timestamptz[])
    as u (id, day_key, week_key, month_key, day_start, week_start, month_start)`

/** Sets keys and running counts to what `sold (id, at, cents)` says; totals have no zone. */
async function recount(
  tx: Tx,
  accountId: number,
  subject: CapSubject,
  recounts: readonly Recount[],
  sold: ReturnType<typeof sql>,
) {
  await sql`
    select 1 from cap_counters
    where account_id = ${accountId} and subject = ${subject} and subject_id = any (${idsOf(recounts)}::integer[])
    order by subject_id for update`.execute(tx)
  await sql`
    with sold as materialized (${sold}),
    counted as (
      select u.id, u.day_key, u.week_key, u.month_key,
             count(*) filter (where s.at >= u.day_start)::integer as day_count,
             count(*) filter (where s.at >= u.week_start)::integer as week_count,
             count(*) filter (where s.at >= u.month_start)::integer as month_count,
             coalesce(sum(s.cents) filter (where s.at >= u.day_start), 0)::bigint as day_cents,
             coalesce(sum(s.cents) filter (where s.at >= u.week_start), 0)::bigint as week_cents,
             coalesce(sum(s.cents) filter (where s.at >= u.month_start), 0)::bigint as month_cents
      from ${periodRows(recounts)} left join sold s on s.id = u.id
      group by u.id, u.day_key, u.week_key, u.month_key
    )
    update cap_counters c set
      day_key = n.day_key, day_count = n.day_count, day_cents = n.day_cents,
      week_key = n.week_key, week_count = n.week_count, week_cents = n.week_cents,
      month_key = n.month_key, month_count = n.month_count, month_cents = n.month_cents
    from counted n
    where c.account_id = ${accountId} and c.subject = ${subject} and c.subject_id = n.id`.execute(tx)
}

/** What is held keeps the keys of the periods it counts in, so that giving it back finds its place; 0: in none of them. */
const keyIn = (period: 'day' | 'week' | 'month', at: ReturnType<typeof sql>) =>
  sql`case when ${at} >= ${sql.ref(`u.${period}_start`)} then ${sql.ref(`u.${period}_key`)} else 0 end`

/** From sales and reservations, by when the place was taken. */
export async function recountBuyers(tx: Tx, accountId: number, recounts: readonly Recount[]): Promise<void> {
  if (recounts.length === 0) return
  const sold = sql`
    select a.buyer_id as id, a.at, a.price as cents from attempts a
    where a.account_id = ${accountId} and a.buyer_id = any (${idsOf(recounts)}::integer[])
      and a.received_at >= ${boundOf(recounts)}::timestamptz and a.outcome in ('accepted', 'calling', 'unknown') and not a.test`
  await recount(tx, accountId, 'buyer', recounts, sold)
  const at = sql`r.reserved_at`
  await sql`
    update reservations r set
      day_key = ${keyIn('day', at)}, week_key = ${keyIn('week', at)}, month_key = ${keyIn('month', at)}
    from ${periodRows(recounts)}
    where r.account_id = ${accountId} and r.buyer_id = u.id`.execute(tx)
}

/** A lead takes one place, at its first sale or reservation. */
export async function recountSuppliers(tx: Tx, accountId: number, recounts: readonly Recount[]): Promise<void> {
  if (recounts.length === 0) return
  const sold = sql`
    select l.supplier_id as id, min(a.at) as at, 0::bigint as cents
    from leads l
    join attempts a on a.account_id = l.account_id and a.lead_id = l.lead_id and a.received_at = l.received_at
      and a.outcome in ('accepted', 'calling', 'unknown')
    where l.account_id = ${accountId} and l.supplier_id = any (${idsOf(recounts)}::integer[])
      and l.received_at >= ${boundOf(recounts)}::timestamptz and not l.test
    group by l.supplier_id, l.lead_id`
  await recount(tx, accountId, 'supplier', recounts, sold)
  const at = sql`(
    select min(a.at) from attempts a
    where a.account_id = ${accountId} and a.lead_id = o.lead_id and a.received_at = o.received_at
      and a.outcome in ('accepted', 'calling', 'unknown'))`
  await sql`
    update open_leads o set
      day_key = ${keyIn('day', at)}, week_key = ${keyIn('week', at)}, month_key = ${keyIn('month', at)}
    from ${periodRows(recounts)}
    where o.account_id = ${accountId} and o.supplier_id = u.id and o.day_key is not null`.execute(tx)
}

/**
 * Before periods are recounted: the leads in process that hold a place of these buyers and suppliers, locked before any
 * counter. Whoever settles one reads its periods after this is committed.
 */
export async function holdPlaces(
  tx: Tx,
  accountId: number,
  { buyerIds, supplierIds }: { buyerIds: readonly number[]; supplierIds: readonly number[] },
): Promise<void> {
  await sql`
    select 1 from open_leads o
    where o.account_id = ${accountId} and (o.supplier_id = any (${supplierIds}::integer[]) or exists (
      select 1 from reservations r
      where r.account_id = ${accountId} and r.lead_id = o.lead_id and r.buyer_id = any (${buyerIds}::integer[])))
    order by o.lead_id for update`.execute(tx)
}
