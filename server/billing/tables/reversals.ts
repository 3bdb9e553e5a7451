/** Refunds and disputes of charges. */
import { sql } from 'kysely'
import type { Reversal as Told } from '../../../contract/api/recharge.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface Reversal {
  accountId: number
  reversalId: string
  customerId: number
  chargeId: string
  kind: Told['kind']
  state: Told['state']
  /** Of the card. */
  amount: Cents
  keepFee: boolean
  walletPart: Cents
  feePart: Cents
  lossPart: Cents
  stripeId: string | null
  reason: string | null
  byName: string | null
  failure: string | null
  createdAt: Date
  bookedAt: Date | null
  endedAt: Date | null
  attempts: number
  nextTryAt: Date | null
}

const columns = [
  'account_id',
  'reversal_id',
  'customer_id',
  'charge_id',
  'kind',
  'state',
  'amount',
  'keep_fee',
  'wallet_part',
  'fee_part',
  'loss_part',
  'stripe_id',
  'reason',
  'by_name',
  'failure',
  'created_at',
  'booked_at',
  'ended_at',
  'attempts',
  'next_try_at',
] as const

interface Row {
  account_id: number
  reversal_id: string
  customer_id: number
  charge_id: string
  /** CHECKs know no other words. */
  kind: Told['kind']
  state: Told['state']
  amount: number
  keep_fee: boolean
  wallet_part: number
  fee_part: number
  loss_part: number
  stripe_id: string | null
  reason: string | null
  by_name: string | null
  failure: string | null
  created_at: Date
  booked_at: Date | null
  ended_at: Date | null
  attempts: number
  next_try_at: Date | null
}

const reversalOf = (row: Row): Reversal => ({
  accountId: row.account_id,
  reversalId: row.reversal_id,
  customerId: row.customer_id,
  chargeId: row.charge_id,
  kind: row.kind,
  state: row.state,
  amount: asCents(row.amount),
  keepFee: row.keep_fee,
  walletPart: asCents(row.wallet_part),
  feePart: asCents(row.fee_part),
  lossPart: asCents(row.loss_part),
  stripeId: row.stripe_id,
  reason: row.reason,
  byName: row.by_name,
  failure: row.failure,
  createdAt: row.created_at,
  bookedAt: row.booked_at,
  endedAt: row.ended_at,
  attempts: row.attempts,
  nextTryAt: row.next_try_at,
})

const rowOf = (reversal: Reversal): Row => ({
  account_id: reversal.accountId,
  reversal_id: reversal.reversalId,
  customer_id: reversal.customerId,
  charge_id: reversal.chargeId,
  kind: reversal.kind,
  state: reversal.state,
  amount: reversal.amount,
  keep_fee: reversal.keepFee,
  wallet_part: reversal.walletPart,
  fee_part: reversal.feePart,
  loss_part: reversal.lossPart,
  stripe_id: reversal.stripeId,
  reason: reversal.reason,
  by_name: reversal.byName,
  failure: reversal.failure,
  created_at: reversal.createdAt,
  booked_at: reversal.bookedAt,
  ended_at: reversal.endedAt,
  attempts: reversal.attempts,
  next_try_at: reversal.nextTryAt,
})

const ofAccount = (db: Db, accountId: number) =>
  db.selectFrom('charge_reversals').select(columns).$castTo<Row>().where('account_id', '=', accountId)

/** Of one charge, in the order they were made: under the charge's lock they are all there. */
export async function reversalsOf(db: Db, accountId: number, chargeId: string): Promise<Reversal[]> {
  const rows = await ofAccount(db, accountId)
    .where('charge_id', '=', chargeId)
    .orderBy('created_at')
    .orderBy('reversal_id')
    .execute()
  return rows.map(reversalOf)
}

export async function getReversal(db: Db, accountId: number, reversalId: string): Promise<Reversal | undefined> {
  const row = await ofAccount(db, accountId).where('reversal_id', '=', reversalId).executeTakeFirst()
  return row && reversalOf(row)
}

/** Writes a reversal, new or changed, under its charge's lock. */
export async function putReversal(tx: Tx, reversal: Reversal): Promise<void> {
  const row = rowOf(reversal)
  await tx
    .insertInto('charge_reversals')
    .values(row)
    .onConflict((conflict) => conflict.constraint('charge_reversals_pkey').doUpdateSet(row))
    .execute()
}

/** Of one customer, newest first. */
export async function listReversals(
  db: Db,
  accountId: number,
  customerId: number,
  page: { after: readonly [string, string] | undefined; limit: number },
): Promise<Reversal[]> {
  const { after, limit } = page
  let query = ofAccount(db, accountId).where('customer_id', '=', customerId)
  if (after)
    query = query.where(sql<boolean>`(created_at, reversal_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)
  const rows = await query.orderBy('created_at', 'desc').orderBy('reversal_id', 'desc').limit(limit).execute()
  return rows.map(reversalOf)
}

/** What the customer's balance will still be debited by refunds that were asked of Stripe. */
export async function askedBack(db: Db, accountId: number, customerId: number): Promise<Cents> {
  const row = await db
    .selectFrom('charge_reversals')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), sql<number>`0`).as('asked'))
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('state', '=', 'asked')
    .executeTakeFirstOrThrow()
  return asCents(row.asked)
}

/** What was taken back of each of these charges. */
export async function reversedOf(db: Db, accountId: number, chargeIds: readonly string[]): Promise<Map<string, Cents>> {
  if (chargeIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('charge_reversals')
    .select((eb) => ['charge_id', eb.fn.sum<number>('amount').as('reversed')])
    .where('account_id', '=', accountId)
    .where('charge_id', 'in', chargeIds)
    .where('state', '=', 'booked')
    .groupBy('charge_id')
    .execute()
  return new Map(rows.map((row) => [row.charge_id, asCents(row.reversed)]))
}

/** Takes refunds to be asked of Stripe (again), over all accounts; nobody else takes them until the lease is over. */
export async function takeAskedRefunds(
  tx: Tx,
  { now, until, limit }: { now: Date; until: Date; limit: number },
): Promise<Reversal[]> {
  const { rows } = await sql<Row>`
    update charge_reversals r set next_try_at = ${until}
    from (
      select account_id, reversal_id from charge_reversals where state = 'asked' and next_try_at <= ${now}
      order by next_try_at limit ${limit} for update skip locked
    ) due
    where r.account_id = due.account_id and r.reversal_id = due.reversal_id
    returning ${sql.join(columns.map((column) => sql.ref(`r.${column}`)))}`.execute(tx)
  return rows.map(reversalOf)
}

/** Buyers that the customer pays for; and those of its Clients that nobody pays for. Ids ascending. */
export async function buyersOfCustomer(db: Db, accountId: number, customerId: number): Promise<number[]> {
  const { rows } = await sql<{ buyer_id: number }>`
    select b.buyer_id from mappings m
    join buyers b on b.account_id = ${accountId} and b.client_id = m.client_id
    where m.account_id = ${accountId} and m.customer_id = ${customerId}
      and (m.billed or not exists (
        select from mappings o where o.account_id = ${accountId} and o.client_id = m.client_id and o.billed))
    order by b.buyer_id`.execute(db)
  return rows.map((row) => row.buyer_id)
}
