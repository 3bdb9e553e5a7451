/** The sales of one lead, and what a return writes: the mark, the lead, the figures, the supplier's books. */
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/db.ts'
import { instantOf } from '../platform/ids.ts'

/** Sales, and calls of which it is not known whether they are: not yet, or not any more. */
export interface Sold {
  attemptId: string
  buyerId: number
  outcome: 'accepted' | 'unknown' | 'calling'
  price: number
  /** Its settlement, if later. */
  soldAt: Date
  returnedAt: Date | null
  returnedBy: string | null
  toSupplier: boolean | null
  /** What its transfer says: null where nothing was debited. */
  paid: { walletId: number; amount: number; currency: string } | null
}

/** In the order of their ids. */
export async function salesOf(db: Db, accountId: number, leadId: string): Promise<Sold[]> {
  const { rows } = await sql<Sold>`
    select a.attempt_id as "attemptId", a.buyer_id as "buyerId", a.outcome, a.price, coalesce(a.settled_at, a.at) as "soldAt",
           a.returned_at as "returnedAt", a.returned_by as "returnedBy", a.return_to_supplier as "toSupplier",
           case when t.source is not null
             then jsonb_build_object('walletId', t.wallet_id, 'amount', t.amount, 'currency', t.currency) end as paid
    from attempts a
    left join transfers t on t.account_id = ${accountId} and t.kind = 'sale' and t.source = a.attempt_id
    where a.account_id = ${accountId} and a.lead_id = ${leadId} and a.received_at = ${instantOf(leadId)}
      and a.outcome in ('accepted', 'unknown', 'calling')
    order by a.attempt_id`.execute(db)
  return rows
}

export interface Lead {
  leadId: string
  campaignId: number
  supplierId: number
  version: number
  code: number
  test: boolean
  returned: boolean
  payout: number
  returnedPayout: number
}

const leadColumns = sql`
  lead_id as "leadId", campaign_id as "campaignId", supplier_id as "supplierId", version, code, test, returned, payout,
  coalesce(returned_payout, 0) as "returnedPayout"`

export async function findLead(db: Db, accountId: number, leadId: string): Promise<Lead | undefined> {
  const { rows } = await sql<Lead>`
    select ${leadColumns} from leads
    where account_id = ${accountId} and lead_id = ${leadId} and received_at = ${instantOf(leadId)}`.execute(db)
  return rows[0]
}

/** Whoever changes a lead's sales holds this row. */
export async function lockLead(tx: Tx, accountId: number, leadId: string): Promise<Lead | undefined> {
  const { rows } = await sql<Lead>`
    select ${leadColumns} from leads
    where account_id = ${accountId} and lead_id = ${leadId} and received_at = ${instantOf(leadId)} for update`.execute(
    tx,
  )
  return rows[0]
}

export interface Mark {
  at: Date
  reason: string
  note: string | null
  by: string
  refund: boolean
}

export async function markSale(
  tx: Tx,
  accountId: number,
  leadId: string,
  sale: { attemptId: string; toSupplier: boolean },
  mark: Mark,
): Promise<void> {
  await tx
    .updateTable('attempts')
    .set({
      returned_at: mark.at,
      return_reason: mark.reason,
      return_note: mark.note,
      returned_by: mark.by,
      return_refund: mark.refund,
      return_to_supplier: sale.toSupplier,
    })
    .where('account_id', '=', accountId)
    .where('lead_id', '=', leadId)
    .where('received_at', '=', instantOf(leadId))
    .where('attempt_id', '=', sale.attemptId)
    .execute()
}

export async function updateLead(
  tx: Tx,
  accountId: number,
  lead: Pick<Lead, 'leadId' | 'returned' | 'returnedPayout'>,
): Promise<void> {
  await tx
    .updateTable('leads')
    .set({ returned: lead.returned, returned_payout: lead.returnedPayout === 0 ? null : lead.returnedPayout })
    .where('account_id', '=', accountId)
    .where('lead_id', '=', lead.leadId)
    .where('received_at', '=', instantOf(lead.leadId))
    .execute()
}

/** By how much the figures of a lead's own quarter of an hour change. */
export interface LeadShift {
  leads: number
  revenue: number
  payout: number
}

const bucketOf = (leadId: string) => sql`
  date_bin(interval '15 minutes', ${instantOf(leadId)}::timestamptz, timestamptz '2000-01-01 00:00:00+00')`

export async function shiftLeadFigures(tx: Tx, accountId: number, lead: Lead, shift: LeadShift): Promise<void> {
  await sql`
    select add_lead_figures(
      ${accountId}::integer, array[${bucketOf(lead.leadId)}], array[${lead.campaignId}::integer],
      array[${lead.supplierId}::integer], array[${lead.code}::smallint], array[0], array[0::bigint], array[0::bigint],
      array[${shift.leads}::integer], array[${shift.revenue}::bigint], array[${shift.payout}::bigint])`.execute(tx)
}

/** @throws Error where the sale was never counted */
export async function shiftSaleFigures(
  tx: Tx,
  accountId: number,
  lead: Lead,
  sale: { buyerId: number; price: number },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update sale_rollup set returned = returned + 1, returned_amount = returned_amount + ${sale.price}
    where account_id = ${accountId} and bucket = ${bucketOf(lead.leadId)} and campaign_id = ${lead.campaignId}
      and buyer_id = ${sale.buyerId}`.execute(tx)
  if (numAffectedRows !== 1n) throw new Error(`a sale of lead ${lead.leadId} is in no figure`)
}

/** Books what a lead earns more (or, below zero, less) from now on. */
export async function bookPayoutChange(
  tx: Tx,
  accountId: number,
  change: { cause: 'return'; source: string; supplierId: number; leadId: string; amount: number; at: Date },
): Promise<void> {
  const { cause, source, amount, at } = change
  await tx
    .insertInto('payout_changes')
    .values({
      account_id: accountId,
      cause,
      source,
      supplier_id: change.supplierId,
      lead_id: change.leadId,
      amount,
      booked_at: at,
    })
    .execute()
}
