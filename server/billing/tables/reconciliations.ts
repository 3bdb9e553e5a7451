/** Payments at Stripe as the reconciler last saw them, and what the books hold against them. */
import { sql } from 'kysely'
import type { ChargeKind } from '../../../contract/api/billing.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Line {
  paymentIntentId: string
  paidAt: Date
  amount: number
  refunded: number
  disputed: boolean
  stripeFee: number | null
  currency: string
  state: 'matched' | 'foreign' | 'differs'
  difference: string | null
  chargeId: string | null
  customerId: number | null
}

/** Writes what was seen, in the place of what was seen before. */
export async function putLines(tx: Tx, accountId: number, lines: readonly Line[], seenAt: Date): Promise<void> {
  for (const line of lines) {
    const values = {
      paid_at: line.paidAt,
      amount: line.amount,
      refunded: line.refunded,
      disputed: line.disputed,
      stripe_fee: line.stripeFee,
      currency: line.currency,
      state: line.state,
      difference: line.difference,
      charge_id: line.chargeId,
      customer_id: line.customerId,
      seen_at: seenAt,
    }
    await tx
      .insertInto('reconciliations')
      .values({ account_id: accountId, payment_intent_id: line.paymentIntentId, ...values })
      .onConflict((conflict) => conflict.constraint('reconciliations_pkey').doUpdateSet(values))
      .execute()
  }
}

export interface Booked {
  chargeId: string
  /** By deposit and fee. */
  booked: number
  /** By refunds that stand. */
  refunded: number
  disputes: number
}

/** What the ledger and the reversals say of charges. */
export async function bookedOf(db: Db, accountId: number, chargeIds: readonly string[]): Promise<Map<string, Booked>> {
  if (chargeIds.length === 0) return new Map()
  const { rows } = await sql<Booked>`
    select c.charge_id as "chargeId",
      (select coalesce(sum(t.amount), 0) from transfers t
       where t.account_id = ${accountId} and t.kind in ('deposit', 'fee') and t.source = c.charge_id
         and t.debit_account = 'stripe') as booked,
      (select coalesce(sum(r.amount), 0) from charge_reversals r
       where r.account_id = ${accountId} and r.charge_id = c.charge_id and r.kind = 'refund'
         and r.state = 'booked') as refunded,
      (select count(*) from charge_reversals r
       where r.account_id = ${accountId} and r.charge_id = c.charge_id and r.kind = 'dispute') as disputes
    from charges c where c.account_id = ${accountId} and c.charge_id = any (${[...chargeIds]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.chargeId, row]))
}

/** Disputes that are booked and not over: how they end may have been told to nobody. */
export async function openDisputes(db: Db, accountId: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ stripe_id: string }>`
    select stripe_id from charge_reversals
    where account_id = ${accountId} and kind = 'dispute' and state = 'booked' and ended_at is null
      and stripe_id is not null
    order by created_at limit ${limit}`.execute(db)
  return rows.map((row) => row.stripe_id)
}

/** Charges that are booked as paid in a span in which Stripe showed no such payment. */
export async function unseenCharges(
  db: Db,
  accountId: number,
  span: { from: Date; to: Date; seenSince: Date; stripeAccountId: string; mode: string },
): Promise<Line[]> {
  const { rows } = await sql<Omit<Line, 'state' | 'difference' | 'disputed' | 'stripeFee' | 'refunded'>>`
    select c.payment_intent_id as "paymentIntentId", c.decided_at as "paidAt", c.amount + c.fee as amount, c.currency,
      c.charge_id as "chargeId", c.customer_id as "customerId"
    from charges c
    left join reconciliations r on r.account_id = ${accountId} and r.payment_intent_id = c.payment_intent_id
    where c.account_id = ${accountId} and c.state = 'succeeded' and c.payment_intent_id is not null
      and c.stripe_account_id = ${span.stripeAccountId} and c.mode = ${span.mode}
      and c.created_at >= ${span.from} and c.decided_at < ${span.to}
      and (r.seen_at is null or r.seen_at < ${span.seenSince})
    limit 500`.execute(db)
  const difference = 'The ledger has this payment, but Stripe does not show it.'
  return rows.map((row) => ({ ...row, refunded: 0, disputed: false, stripeFee: null, state: 'differs', difference }))
}

export interface ShownLine extends Line {
  kind: ChargeKind | null
  company: string | null
}

interface LinePage {
  state: Line['state'] | undefined
  after: readonly [string, string] | undefined
  limit: number
}

/** Newest first. */
export async function listLines(db: Db, accountId: number, { state, after, limit }: LinePage): Promise<ShownLine[]> {
  const { rows } = await sql<ShownLine>`
    select r.payment_intent_id as "paymentIntentId", r.paid_at as "paidAt", r.amount, r.refunded, r.disputed,
      r.stripe_fee as "stripeFee", r.currency, r.state, r.difference, r.charge_id as "chargeId",
      r.customer_id as "customerId", c.kind, k.company
    from reconciliations r
    left join charges c on c.account_id = ${accountId} and c.charge_id = r.charge_id
    left join customers k on k.account_id = ${accountId} and k.customer_id = r.customer_id
    where r.account_id = ${accountId}
      ${state === undefined ? sql`` : sql`and r.state = ${state}`}
      ${after === undefined ? sql`` : sql`and (r.paid_at, r.payment_intent_id) < (${after[0]}::timestamptz, ${after[1]})`}
    order by r.paid_at desc, r.payment_intent_id desc limit ${limit}`.execute(db)
  return rows
}

export async function countDifferences(db: Db, accountId: number): Promise<number> {
  const row = await db
    .selectFrom('reconciliations')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('account_id', '=', accountId)
    .where('state', '=', 'differs')
    .executeTakeFirstOrThrow()
  return row.count
}
