/** Leads of the past with their sales, returns, figures and places, in one statement a table. */
import { sql } from 'kysely'
import type { FieldValue } from '../../../contract/fields.ts'
import type { Tx } from '../../platform/db.ts'
import { pastFigures } from '../rules/figures.ts'
import type { Place } from '../rules/places.ts'

export interface NewLead {
  leadId: string
  receivedAt: Date
  reference: string
  supplierId: number
  code: number
  price: number
  payout: number
  returnReason: string | null
  sourceIp: string | null
  subIds: readonly (string | null)[]
  detail: string | null
  values: readonly FieldValue[]
  phone: bigint | null
  email: bigint | null
  sale: { attemptId: string; buyerId: number } | null
}

export interface Written {
  accountId: number
  campaignId: number
  version: number
  /** Who brings them in. */
  by: string
  leads: readonly NewLead[]
}

/** Caps count what was sold, whoever brought it: totals always, a period where it is the one that runs. */
export async function countPlaces(
  tx: Tx,
  accountId: number,
  subject: 'supplier' | 'buyer',
  places: readonly Place[],
): Promise<void> {
  if (places.length === 0) return
  const ids = places.map((place) => place.id)
  await sql`
    select from cap_counters c
    where c.account_id = ${accountId} and c.subject = ${subject} and c.subject_id = any (${ids}::integer[])
    order by c.subject_id for update`.execute(tx)
  const period = (name: 'day' | 'week' | 'month') => {
    const [key, count, cents] = ['key', 'count', 'cents'].map((part) => sql.ref(`c.${name}_${part}`))
    const [uKey, uCount, uCents] = ['key', 'count', 'cents'].map((part) => sql.ref(`u.${name}_${part}`))
    const target = (part: string) => sql.ref(`${name}_${part}`)
    return sql`
      ${target('count')} = case when ${key} > ${uKey} then ${count} when ${key} = ${uKey} then ${count} + ${uCount} else ${uCount} end,
      ${target('cents')} = case when ${key} > ${uKey} then ${cents} when ${key} = ${uKey} then ${cents} + ${uCents} else ${uCents} end,
      ${target('key')} = greatest(${key}, ${uKey})`
  }
  const numbers = (pick: (place: Place) => number) => places.map(pick)
  await sql`
    update cap_counters c set ${period('day')}, ${period('week')}, ${period('month')},
      total_count = c.total_count + u.total_count, total_cents = c.total_cents + u.total_cents
    from unnest(${ids}::integer[],
      ${numbers((p) => p.day.key)}::integer[], ${numbers((p) => p.day.count)}::integer[], ${numbers((p) => p.day.cents)}::bigint[],
      ${numbers((p) => p.week.key)}::integer[], ${numbers((p) => p.week.count)}::integer[], ${numbers((p) => p.week.cents)}::bigint[],
      ${numbers((p) => p.month.key)}::integer[], ${numbers((p) => p.month.count)}::integer[], ${numbers((p) => p.month.cents)}::bigint[],
      ${numbers((p) => p.count)}::integer[], ${numbers((p) => p.cents)}::bigint[])
      as u (id, day_key, day_count, day_cents, week_key, week_count, week_cents, month_key, month_count, month_cents,
            total_count, total_cents)
    where c.account_id = ${accountId} and c.subject = ${subject} and c.subject_id = u.id`.execute(tx)
}

export async function insertLeads(tx: Tx, { accountId, campaignId, version, leads }: Written): Promise<void> {
  const of = <T>(pick: (lead: NewLead) => T) => leads.map(pick)
  await sql`
    insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, returned, sales,
                       revenue, payout, returned_payout, decided_ms, phone_hash, email_hash, source_ip, sub_ids, detail, data)
    select ${accountId}::integer, u.id, u.received, ${campaignId}::integer, u.supplier, ${version}::integer, u.code, false,
           u.returned, u.sales, u.price, u.payout, case when u.returned then u.payout end, 0, u.phone, u.email, u.ip,
           u.sub_ids::jsonb, u.detail, u.data::jsonb
    from unnest(${of((l) => l.leadId)}::uuid[], ${of((l) => l.receivedAt)}::timestamptz[], ${of((l) => l.supplierId)}::integer[],
                ${of((l) => l.code)}::smallint[], ${of((l) => l.returnReason !== null)}::boolean[],
                ${of((l) => (l.sale ? 1 : 0))}::smallint[], ${of((l) => l.price)}::bigint[], ${of((l) => l.payout)}::bigint[],
                ${of((l) => l.phone?.toString() ?? null)}::bigint[], ${of((l) => l.email?.toString() ?? null)}::bigint[],
                ${of((l) => l.sourceIp)}::text[],
                ${of((l) => (l.subIds.some((id) => id !== null) ? JSON.stringify(l.subIds) : null))}::text[],
                ${of((l) => l.detail)}::text[], ${of((l) => JSON.stringify(l.values))}::text[])
      as u (id, received, supplier, code, returned, sales, price, payout, phone, email, ip, sub_ids, detail, data)`.execute(
    tx,
  )
  await sql`
    insert into lead_references (account_id, reference, lead_id)
    select ${accountId}::integer, u.reference, u.id
    from unnest(${of((l) => l.reference)}::text[], ${of((l) => l.leadId)}::uuid[]) as u (reference, id)`.execute(tx)
}

/** Sales without a wallet: they were paid where they came from. */
export async function insertSales(
  tx: Tx,
  { accountId, campaignId, version, by, leads }: Written,
  now: Date,
): Promise<void> {
  const sold = leads.flatMap((lead) => (lead.sale ? [{ ...lead, sale: lead.sale }] : []))
  if (sold.length === 0) return
  const of = <T>(pick: (lead: (typeof sold)[number]) => T) => sold.map(pick)
  await sql`
    insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                          price, at, ms, returned_at, return_reason, returned_by, return_refund, return_to_supplier)
    select ${accountId}::integer, u.lead, u.received, u.id, ${campaignId}::integer, u.buyer, ${version}::integer, 'accepted',
           false, u.price, u.received, 0, case when u.reason is not null then u.received end, u.reason,
           case when u.reason is not null then ${by}::text end, case when u.reason is not null then false end,
           case when u.reason is not null then true end
    from unnest(${of((l) => l.sale.attemptId)}::uuid[], ${of((l) => l.leadId)}::uuid[], ${of((l) => l.receivedAt)}::timestamptz[],
                ${of((l) => l.sale.buyerId)}::integer[], ${of((l) => l.price)}::bigint[], ${of((l) => l.returnReason)}::text[])
      as u (id, lead, received, buyer, price, reason)`.execute(tx)
  const back = sold.filter((lead) => lead.returnReason !== null && lead.payout > 0)
  if (back.length === 0) return
  await sql`
    insert into payout_changes (account_id, cause, source, supplier_id, lead_id, amount, booked_at)
    select ${accountId}::integer, 'return', u.id, u.supplier, u.lead, -u.payout, ${now}::timestamptz
    from unnest(${back.map((l) => l.sale.attemptId)}::uuid[], ${back.map((l) => l.supplierId)}::integer[],
                ${back.map((l) => l.leadId)}::uuid[], ${back.map((l) => l.payout)}::bigint[]) as u (id, supplier, lead, payout)`.execute(
    tx,
  )
}

/** On the leads' own dates. */
export async function addFigures(tx: Tx, { accountId, campaignId, leads }: Written): Promise<void> {
  const { suppliers, buyers } = pastFigures(leads)
  await sql`
    select add_lead_figures(
      ${accountId}::integer, ${suppliers.map((f) => f.bucket)}::timestamptz[], ${suppliers.map(() => campaignId)}::integer[],
      ${suppliers.map((f) => f.id)}::integer[], ${suppliers.map((f) => f.code)}::smallint[],
      ${suppliers.map((f) => f.count)}::integer[], ${suppliers.map((f) => f.revenue)}::bigint[],
      ${suppliers.map((f) => f.payout)}::bigint[], ${suppliers.map((f) => f.returned)}::integer[],
      ${suppliers.map((f) => f.returnedRevenue)}::bigint[], ${suppliers.map((f) => f.returnedPayout)}::bigint[])`.execute(
    tx,
  )
  if (buyers.length === 0) return
  await sql`
    insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, returned, amount, returned_amount)
    select ${accountId}::integer, u.bucket, ${campaignId}::integer, u.buyer, u.sales, u.returned, u.amount, u.back
    from unnest(${buyers.map((f) => f.bucket)}::timestamptz[], ${buyers.map((f) => f.id)}::integer[],
                ${buyers.map((f) => f.count)}::integer[], ${buyers.map((f) => f.returned)}::integer[],
                ${buyers.map((f) => f.revenue)}::bigint[], ${buyers.map((f) => f.returnedRevenue)}::bigint[])
      as u (bucket, buyer, sales, returned, amount, back)
    order by u.bucket, u.buyer
    on conflict on constraint sale_rollup_pkey do update set
      sales = r.sales + excluded.sales, returned = r.returned + excluded.returned, amount = r.amount + excluded.amount,
      returned_amount = r.returned_amount + excluded.returned_amount`.execute(tx)
}
