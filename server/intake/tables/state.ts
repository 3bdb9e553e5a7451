/**
 * What moves, read for one batch in one statement. It is a guess only until the guarded write confirms it.
 */
import type { PoolClient } from 'pg'
import { int4s, int8s } from '../../platform/pg-arrays.ts'

export interface Counter {
  dayKey: number
  weekKey: number
  monthKey: number
  count: { day: number; week: number; month: number; total: number }
  cents: { day: number; week: number; month: number; total: number }
}

export interface Wallet {
  balance: number
  reserved: number
  creditLimit: number
  minimum: number | null
  low: boolean
}

export interface Claim {
  leadId: string
  acceptedAtMs: number
  /** Of a post: its lead is still in process. */
  open?: boolean
}

export interface State {
  currency: string
  samePersonDays: number
  revisions: Map<number, number>
  buyers: Map<number, Counter>
  suppliers: Map<number, Counter>
  /** What buyers are owed by distribution; absent: nothing yet. */
  credits: Map<number, number>
  wallets: Map<number, Wallet>
  keys: Map<bigint, Claim>
  recent: Map<bigint, Claim>
  doNotSell: Set<bigint>
}

export interface Wanted {
  campaigns: readonly number[]
  buyers: readonly number[]
  suppliers: readonly number[]
  wallets: readonly number[]
  keys: readonly bigint[]
  recent: readonly bigint[]
  persons: readonly bigint[]
  /** Buyers whose turn is a question. */
  turns: readonly number[]
}

// One shape for eight kinds of rows: (kind, id, text, up to eleven numbers).
const READ = `
  select 'account', same_person_days::bigint, currency, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint,
         null::bigint, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint
    from accounts where account_id = $1::integer
  union all
  select 'campaign', campaign_id, null, revision, null, null, null, null, null, null, null, null, null, null
    from campaigns where account_id = $1 and campaign_id = any ($2::integer[])
  union all
  select subject, subject_id, null, day_key, week_key, month_key, day_count, week_count, month_count, total_count,
         day_cents, week_cents, month_cents, total_cents
    from cap_counters where account_id = $1 and subject = 'buyer' and subject_id = any ($3::integer[])
  union all
  select subject, subject_id, null, day_key, week_key, month_key, day_count, week_count, month_count, total_count,
         day_cents, week_cents, month_cents, total_cents
    from cap_counters where account_id = $1 and subject = 'supplier' and subject_id = any ($4::integer[])
  union all
  select 'wallet', wallet_id, null, balance, reserved, credit_limit, stops_below, low::integer, null, null, null, null, null, null
    from wallets where account_id = $1 and wallet_id = any ($5::integer[])
  union all
  select 'key', key, lead_id::text, (extract(epoch from accepted_at) * 1000)::bigint, null, null, null, null, null, null, null, null, null, null
    from duplicate_keys where account_id = $1 and key = any ($6::bigint[])
  union all
  select 'recent', key, lead_id::text, (extract(epoch from accepted_at) * 1000)::bigint,
         (exists (select 1 from open_leads o
                  where o.account_id = $1 and o.lead_id = p.lead_id and o.owner is not null))::integer, null, null, null, null, null, null, null, null, null
    from recent_posts p where account_id = $1 and key = any ($7::bigint[])
  union all
  select 'do_not_sell', hash, null, null, null, null, null, null, null, null, null, null, null, null
    from do_not_sell where account_id = $1 and hash = any ($8::bigint[])
  union all
  select 'credit', buyer_id, null, credit, null, null, null, null, null, null, null, null, null, null
    from distribution_credits where account_id = $1 and buyer_id = any ($9::integer[])`

type Row = [kind: string, id: string, text: string | null, ...numbers: (string | null)[]]

/** Reads what the batch will be decided by. */
export async function readState(client: PoolClient, accountId: number, wanted: Wanted): Promise<State> {
  const { rows } = await client.query<Row>({
    name: 'intake-state',
    text: READ,
    rowMode: 'array',
    // 64-bit keys are not exact as numbers: everything comes as text and is read where it is used
    types: { getTypeParser: () => (text: string) => text },
    values: [
      accountId,
      int4s(wanted.campaigns),
      int4s(wanted.buyers),
      int4s(wanted.suppliers),
      int4s(wanted.wallets),
      int8s(wanted.keys),
      int8s(wanted.recent),
      int8s(wanted.persons),
      int4s(wanted.turns),
    ],
  })
  const state: State = {
    currency: '',
    samePersonDays: 0,
    revisions: new Map(),
    buyers: new Map(),
    suppliers: new Map(),
    credits: new Map(),
    wallets: new Map(),
    keys: new Map(),
    recent: new Map(),
    doNotSell: new Set(),
  }
  for (const row of rows) place(state, row)
  return state
}

function place(state: State, [kind, id, text, ...numbers]: Row): void {
  switch (kind) {
    case 'account':
      state.samePersonDays = Number(id)
      state.currency = text ?? ''
      break
    case 'campaign':
      state.revisions.set(Number(id), Number(numbers[0]))
      break
    case 'buyer':
      state.buyers.set(Number(id), counterOf(numbers.map(Number)))
      break
    case 'supplier':
      state.suppliers.set(Number(id), counterOf(numbers.map(Number)))
      break
    case 'wallet':
      state.wallets.set(Number(id), walletOf(numbers))
      break
    case 'key':
      state.keys.set(BigInt(id), { leadId: text ?? '', acceptedAtMs: Number(numbers[0]) })
      break
    case 'recent':
      state.recent.set(BigInt(id), {
        leadId: text ?? '',
        acceptedAtMs: Number(numbers[0]),
        open: numbers[1] === '1',
      })
      break
    case 'credit':
      state.credits.set(Number(id), Number(numbers[0]))
      break
    default:
      state.doNotSell.add(BigInt(id))
  }
}

function walletOf([balance, reserved, creditLimit, minimum, low]: readonly (string | null)[]): Wallet {
  return {
    balance: Number(balance),
    reserved: Number(reserved),
    creditLimit: Number(creditLimit),
    minimum: minimum === null || minimum === undefined ? null : Number(minimum),
    low: low === '1',
  }
}

function counterOf(n: readonly number[]): Counter {
  const [dayKey = 0, weekKey = 0, monthKey = 0, day = 0, week = 0, month = 0, total = 0] = n
  const [dayCents = 0, weekCents = 0, monthCents = 0, totalCents = 0] = n.slice(7)
  return {
    dayKey,
    weekKey,
    monthKey,
    count: { day, week, month, total },
    cents: { day: dayCents, week: weekCents, month: monthCents, total: totalCents },
  }
}

/**
 * Takes the locks of the guarded write before the read, in its order, inside an open transaction: what is read then
 * stays true until the write. For batches that others came in between of again and again.
 */
export async function lockState(client: PoolClient, accountId: number, wanted: Wanted): Promise<void> {
  const lock = (text: string, ids: readonly number[]) => client.query(text, [accountId, ids])
  await lock(
    'select 1 from campaigns where account_id = $1 and campaign_id = any ($2) order by campaign_id for share',
    wanted.campaigns,
  )
  for (const [subject, ids] of [
    ['supplier', wanted.suppliers],
    ['buyer', wanted.buyers],
  ] as const)
    await client.query(
      'select 1 from cap_counters where account_id = $1 and subject = $3 and subject_id = any ($2) order by subject_id for update',
      [accountId, ids, subject],
    )
  await lock(
    'select 1 from wallets where account_id = $1 and wallet_id = any ($2) order by wallet_id for update',
    wanted.wallets,
  )
}
