/** The journal: rows are inserted and read, never changed (the serving role cannot). */
import { sql } from 'kysely'
import type { TransferKind } from '../../../contract/api/ledger.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import type { Db, Tx } from '../../platform/db.ts'
import type { Posting } from '../rules/postings.ts'
import type { Wallet } from '../rules/wallet.ts'

const columns = [
  'kind',
  'source',
  'debit_account',
  'credit_account',
  'amount',
  'currency',
  'wallet_id',
  'wallet_seq',
  'balance_after',
  'booked_at',
  'lead_id',
  'note',
  'actor_name',
] as const

/** An entry of a wallet, as booked. */
export interface Transfer {
  kind: TransferKind
  source: string
  debitAccount: Posting['debitAccount']
  creditAccount: Posting['creditAccount']
  amount: Cents
  currency: string
  walletId: number
  walletSeq: number
  balanceAfter: Cents
  bookedAt: Date
  leadId: string | null
  note: string | null
  actorName: string | null
}

interface TransferColumns {
  kind: string
  source: string
  debit_account: string
  credit_account: string
  amount: number
  currency: string
  wallet_id: number
  wallet_seq: number
  balance_after: number
  booked_at: Date
  lead_id: string | null
  note: string | null
  actor_name: string | null
}

function transferOf(row: TransferColumns): Transfer {
  return {
    // CHECKs and the two writers of the journal know no other words
    kind: row.kind as TransferKind,
    debitAccount: row.debit_account as Posting['debitAccount'], // as above
    creditAccount: row.credit_account as Posting['creditAccount'], // as above
    source: row.source,
    amount: asCents(row.amount),
    currency: row.currency,
    walletId: row.wallet_id,
    walletSeq: row.wallet_seq,
    balanceAfter: asCents(row.balance_after),
    bookedAt: row.booked_at,
    leadId: row.lead_id,
    note: row.note,
    actorName: row.actor_name,
  }
}

/** What was booked for a cause. */
export async function findTransfer(
  db: Db,
  accountId: number,
  kind: TransferKind,
  source: string,
): Promise<Transfer | undefined> {
  const row = await db
    .selectFrom('transfers')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('kind', '=', kind)
    .where('source', '=', source)
    .executeTakeFirst()
  return row && transferOf(row)
}

/** Books an entry on a locked wallet; undefined when its cause was booked meanwhile, on whichever wallet. */
export async function insertTransfer(
  tx: Tx,
  accountId: number,
  posting: Posting,
  after: Wallet,
): Promise<Transfer | undefined> {
  const row = await tx
    .insertInto('transfers')
    .values({
      account_id: accountId,
      kind: posting.kind,
      source: posting.source,
      debit_account: posting.debitAccount,
      credit_account: posting.creditAccount,
      amount: posting.amount,
      currency: posting.currency,
      wallet_id: posting.walletId,
      wallet_seq: after.seq,
      balance_after: after.balance,
      booked_at: after.bookedAt,
      lead_id: posting.leadId,
      note: posting.note,
      actor_name: posting.actorName,
    })
    .onConflict((oc) => oc.constraint('transfers_pkey').doNothing())
    .returning(columns)
    .executeTakeFirst()
  return row && transferOf(row)
}

/**
 * The number of the wallet's first entry booked at or after an instant (one past the last if there is none), by
 * halving: instants rise with the numbers, so the hot table needs no index on them.
 */
export async function firstSeqSince(db: Db, accountId: number, walletId: number, since: Date): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    with recursive search (low, high) as (
      select 1::bigint, w.seq + 1 from wallets w where w.account_id = ${accountId} and w.wallet_id = ${walletId}
      union all
      select case when t.booked_at < ${since} then s.middle + 1 else s.low end,
             case when t.booked_at < ${since} then s.high else s.middle end
      from (select low, high, (low + high) / 2 as middle from search where low < high) s
      join transfers t on t.account_id = ${accountId} and t.wallet_id = ${walletId} and t.wallet_seq = s.middle
    )
    select low as seq from search where low = high`.execute(db)
  return rows[0]?.seq ?? 1
}

export interface TransferFilter {
  kinds: readonly TransferKind[]
  /** Included. */
  fromSeq: number | undefined
  /** Not included: an end of the range, or where the page before stopped. */
  beforeSeq: number | undefined
  limit: number
}

/** Newest first. */
export async function listTransfers(
  db: Db,
  accountId: number,
  walletId: number,
  filter: TransferFilter,
): Promise<Transfer[]> {
  let query = db
    .selectFrom('transfers')
    .select(columns)
    .where('account_id', '=', accountId)
    .where('wallet_id', '=', walletId)
  if (filter.kinds.length > 0) query = query.where('kind', 'in', filter.kinds)
  if (filter.fromSeq !== undefined) query = query.where('wallet_seq', '>=', filter.fromSeq)
  if (filter.beforeSeq !== undefined) query = query.where('wallet_seq', '<', filter.beforeSeq)
  const rows = await query.orderBy('wallet_seq', 'desc').limit(filter.limit).execute()
  return rows.map(transferOf)
}

/** What sales took from the wallet since that entry. */
export async function sumOfSales(db: Db, accountId: number, walletId: number, fromSeq: number): Promise<Cents> {
  const row = await db
    .selectFrom('transfers')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('amount'), sql<number>`0`).as('spent'))
    .where('account_id', '=', accountId)
    .where('wallet_id', '=', walletId)
    .where('kind', '=', 'sale')
    .where('wallet_seq', '>=', fromSeq)
    .executeTakeFirstOrThrow()
  return asCents(row.spent)
}
