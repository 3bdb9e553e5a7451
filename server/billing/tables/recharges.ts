/** Auto-recharges: what was agreed to, and what stands around one. Written under the wallet's lock only. */
import { sql } from 'kysely'
import type { StopReason } from '../../../contract/api/recharge.ts'
import { asCents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Recharge, Today } from '../rules/recharge.ts'

/** A recharge with the sentence that was agreed to. */
export interface AgreedRecharge extends Recharge {
  consent: string
  consentedBy: string
  consentedAt: Date
}

const columns = [
  'is_on',
  'threshold',
  'amount',
  'most_charges_a_day',
  'most_amount_a_day',
  'consent_text',
  'consented_by',
  'consented_at',
  'stopped_reason',
  'stopped_at',
  'declines',
  'next_try_at',
  'works_again_at',
] as const

interface Row {
  is_on: boolean
  threshold: number
  amount: number
  most_charges_a_day: number
  most_amount_a_day: number | null
  consent_text: string
  consented_by: string
  consented_at: Date
  /** A CHECK knows no other words. */
  stopped_reason: StopReason | null
  stopped_at: Date | null
  declines: number
  next_try_at: Date | null
  works_again_at: Date | null
}

const rechargeOf = (row: Row): AgreedRecharge => ({
  on: row.is_on,
  threshold: asCents(row.threshold),
  amount: asCents(row.amount),
  mostChargesADay: row.most_charges_a_day,
  mostAmountADay: row.most_amount_a_day === null ? null : asCents(row.most_amount_a_day),
  stopped: row.stopped_reason,
  stoppedAt: row.stopped_at,
  declines: row.declines,
  nextTryAt: row.next_try_at,
  worksAgainAt: row.works_again_at,
  consent: row.consent_text,
  consentedBy: row.consented_by,
  consentedAt: row.consented_at,
})

const rowOf = (recharge: AgreedRecharge): Row => ({
  is_on: recharge.on,
  threshold: recharge.threshold,
  amount: recharge.amount,
  most_charges_a_day: recharge.mostChargesADay,
  most_amount_a_day: recharge.mostAmountADay,
  consent_text: recharge.consent,
  consented_by: recharge.consentedBy,
  consented_at: recharge.consentedAt,
  stopped_reason: recharge.stopped,
  stopped_at: recharge.stoppedAt,
  declines: recharge.declines,
  next_try_at: recharge.nextTryAt,
  works_again_at: recharge.worksAgainAt,
})

export async function getRecharge(db: Db, accountId: number, customerId: number): Promise<AgreedRecharge | undefined> {
  const row = await db
    .selectFrom('auto_recharges')
    .select(columns)
    .$castTo<Row>()
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row && rechargeOf(row)
}

export async function putRecharge(
  tx: Tx,
  accountId: number,
  customerId: number,
  recharge: AgreedRecharge,
): Promise<void> {
  const values = rowOf(recharge)
  await tx
    .insertInto('auto_recharges')
    .values({ account_id: accountId, customer_id: customerId, ...values })
    .onConflict((conflict) => conflict.constraint('auto_recharges_pkey').doUpdateSet(values))
    .execute()
}

/** The customers of an account that ever set one. */
export async function customersWithRecharge(db: Db, accountId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('auto_recharges')
    .select('customer_id')
    .where('account_id', '=', accountId)
    .orderBy('customer_id')
    .execute()
  return rows.map((row) => row.customer_id)
}

/** What was charged by recharges since then: what succeeded, and what is under way. */
export async function chargedSince(db: Db, accountId: number, customerId: number, since: Date): Promise<Today> {
  const { rows } = await sql<{ charges: number; amount: number }>`
    select count(*) as charges, coalesce(sum(amount), 0)::bigint as amount from charges
    where account_id = ${accountId} and customer_id = ${customerId} and created_at >= ${since}
      and kind = 'recharge' and state in ('sent', 'succeeded')`.execute(db)
  return { charges: Number(rows[0]?.charges ?? 0), amount: asCents(Number(rows[0]?.amount ?? 0)) }
}

export interface Waiting {
  accountId: number
  customerId: number
}

/**
 * Wallets that want a charge and have none under way, over all accounts: by the partial index, a row each. The threshold
 * is at least the minimum balance, whichever of the two was set last.
 */
export async function dueRecharges(db: Db, now: Date, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select w.account_id as "accountId", w.wallet_id as "customerId"
    from wallets w
    join auto_recharges r on r.account_id = w.account_id and r.customer_id = w.wallet_id
    where w.recharge_below is not null and w.balance + w.under_way < greatest(w.recharge_below, w.minimum_balance)
      and (r.next_try_at is null or r.next_try_at <= ${now})
      and not exists (
        select from charges c
        where c.account_id = w.account_id and c.customer_id = w.wallet_id and c.kind = 'recharge' and c.state = 'sent')
    limit ${limit}`.execute(db)
  return rows
}

/** Whose limits of yesterday are over. */
export async function rechargesToWorkAgain(db: Db, now: Date, limit: number): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select account_id as "accountId", customer_id as "customerId" from auto_recharges
    where works_again_at <= ${now} order by works_again_at limit ${limit}`.execute(db)
  return rows
}

/** Whether a recharge of the customer's is with Stripe. */
export async function chargeUnderWay(db: Db, accountId: number, customerId: number): Promise<boolean> {
  const row = await db
    .selectFrom('charges')
    .select('charge_id')
    .where('account_id', '=', accountId)
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'recharge')
    .where('state', '=', 'sent')
    .executeTakeFirst()
  return row !== undefined
}
