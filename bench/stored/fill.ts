/**
 * Leads of the last three months, made by SQL: every one sold, with its attempt, its debit, its duplicate keys, and
 * the counters, balances and figures that follow from them, so that the books are right.
 */
import type pg from 'pg'
import { openClient } from '../../server/platform/db.ts'
import { segmentOf } from '../ingest/lead.ts'
import { type Market, PRICE } from '../ingest/world.ts'
import { dropIndexes } from './indexes.ts'

/** Settings while filling: nothing of it need outlive a crash. */
export const FILLING = {
  ...{ fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', wal_level: 'minimal', max_wal_senders: '0' },
  ...{ max_wal_size: '64GB', checkpoint_timeout: '1h', autovacuum: 'off', maintenance_work_mem: '1GB' },
}

const BUYERS = 200
const CHUNKS = 20
const MONTHS = 3
const PAYOUT = 2_400

export interface Span {
  leads: number
  /** The first lead's time and the milliseconds between two. */
  from: Date
  stepMs: number
}

/** From the first of the month before last until a day ago. */
export function spanOf(leads: number, now: Date): Span {
  const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS + 1, 1))
  return { leads, from, stepMs: (now.getTime() - 86_400_000 - from.getTime()) / leads }
}

/** Expressions over `n`, the number of a lead. */
function expressions({ accountId, suppliers }: Market, { from, stepMs }: Span) {
  const ms = `(${from.getTime()} + floor(n * ${stepMs}))::bigint`
  const hash = (salt: string) => `('x' || substr(md5(n || '${salt}'), 1, 16))::bit(64)::bigint`
  const idOf = (version: string) =>
    `(lpad(to_hex(${ms}), 12, '0') || '${version}' || '8000' || substr(md5(n::text), 1, 12))::uuid`
  return {
    account: accountId,
    at: `to_timestamp(${ms} / 1000.0)`,
    lead: idOf('7000'),
    attempt: idOf('7001'),
    supplier: `${accountId} + n % ${suppliers.length}`,
    buyer: `${accountId} + 1 + n % ${BUYERS}`,
    seq: `n / ${BUYERS} + 1`,
    hash,
  }
}

/** A stored lead's values, about 900 bytes, as text around `n`. */
function dataOf(): string {
  const { state } = segmentOf(0)
  const words = Array.from({ length: 13 }, (_, at) => `answer number ${at + 1} of this lead`)
  const before = JSON.stringify(['Ada', 'Lovelace', '12 Orchard Lane', 'Paradise']).slice(1, -1)
  const after = JSON.stringify([
    ...[state, '95965', 165, '1984-03-12', true, 'https://example.com/solar/offer?utm_source=search', '203.0.113.7'],
    'By pressing the button I agree to be called about solar offers by up to four partners of this site.',
    ...words,
  ]).slice(1, -1)
  return `('[${before}, "+1' || (2012000000 + n) || '", "ada' || n || '@example.com", ${after}]')::jsonb`
}

/** What is inserted for the leads of one chunk, by table. */
function insertsOf(market: Market, span: Span, chunk: string): Record<string, string> {
  const { account, at, lead, attempt, supplier, buyer, seq, hash } = expressions(market, span)
  return {
    leads: `insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales,
        revenue, payout, decided_ms, phone_hash, email_hash, source_ip, data)
      select ${account}, ${lead}, ${at}, ${account}, ${supplier}, 1, 0, false, 1, ${PRICE}, ${PAYOUT}, 12,
        ${hash('p')}, ${hash('e')}, '203.0.113.7', ${dataOf()} from ${chunk}`,
    attempts: `insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version,
        outcome, test, price, wallet_id, at, ms)
      select ${account}, ${lead}, ${at}, ${attempt}, ${account}, ${buyer}, 1, 'accepted', false, ${PRICE}, ${buyer},
        ${at}, 0 from ${chunk}`,
    transfers: `insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency,
        wallet_id, wallet_seq, balance_after, booked_at, lead_id)
      select ${account}, 'sale', ${attempt}, 'wallet', 'sales', ${PRICE}, 'USD', ${buyer}, ${seq},
        w.balance - ${PRICE} * (${seq})::bigint, ${at}, ${lead}
      from ${chunk} join wallets w on w.account_id = ${account} and w.wallet_id = ${buyer}`,
    duplicate_keys: `insert into duplicate_keys (account_id, key, lead_id, accepted_at)
      select ${account}, ${hash('k')} # k, ${lead}, ${at} from ${chunk}, generate_series(1, 4) k`,
  }
}

/** What follows from the leads: counters, balances, figures. */
function totalsOf({ accountId }: Market): string[] {
  const sales = `(select wallet_id as id, count(*) as sales, sum(amount) as cents from transfers
    where account_id = ${accountId} group by 1) s`
  const bucket = `date_bin('15 minutes', received_at, '2000-01-01Z')`
  return [
    `update cap_counters c set total_count = s.sales, total_cents = s.cents from ${sales}
     where c.account_id = ${accountId} and c.subject = 'buyer' and c.subject_id = s.id`,
    `update wallets w set balance = w.balance - s.cents, seq = s.sales from ${sales}
     where w.account_id = ${accountId} and w.wallet_id = s.id`,
    `insert into lead_rollup (account_id, bucket, campaign_id, supplier_id, code, leads, revenue, payout)
     select account_id, ${bucket}, campaign_id, supplier_id, code, count(*), sum(revenue), sum(payout)
     from leads where account_id = ${accountId} group by 1, 2, 3, 4, 5`,
    `insert into campaign_rollup
     select account_id, bucket, campaign_id, code, sum(leads), sum(returned), sum(revenue), sum(payout),
            sum(returned_revenue), sum(returned_payout)
     from lead_rollup where account_id = ${accountId} group by 1, 2, 3, 4`,
    `insert into sale_rollup (account_id, bucket, campaign_id, buyer_id, sales, amount)
     select account_id, ${bucket}, campaign_id, buyer_id, count(*), sum(price)
     from attempts where account_id = ${accountId} group by 1, 2, 3, 4`,
  ]
}

/** Two connections share the work: leads, and all that goes with them. */
const LANES = [['leads'], ['duplicate_keys', 'attempts', 'transfers']] as const

export async function fill(url: string, market: Market, span: Span, say: (line: string) => void): Promise<void> {
  const clients = await Promise.all(LANES.map(() => openClient(url, 'portico bench')))
  try {
    await makePartitions(clients[0], span)
    await Promise.all(LANES.map((tables, lane) => fillLane(clients[lane], tables, market, span, say)))
    for (const statement of totalsOf(market)) await clients[0]?.query(statement)
    await clients[0]?.query('vacuum analyze')
  } finally {
    for (const client of clients) await client.end()
  }
}

async function makePartitions(client: pg.Client | undefined, { from }: Span): Promise<void> {
  for (let month = 0; month < MONTHS; month++)
    await client?.query('select make_lead_partitions($1::date)', [
      new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + month, 1)).toISOString().slice(0, 10),
    ])
}

async function fillLane(
  client: pg.Client | undefined,
  tables: readonly string[],
  market: Market,
  span: Span,
  say: (line: string) => void,
): Promise<void> {
  if (!client) return
  for (const table of tables) {
    const putBack = await dropIndexes(client, table)
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      const [first, last] = [chunk, chunk + 1].map((nth) => Math.floor((span.leads * nth) / CHUNKS))
      const numbers = `generate_series(${first}::bigint, ${last}::bigint - 1) n`
      await client.query(insertsOf(market, span, numbers)[table] ?? '')
      if ((chunk + 1) % 5 === 0) say(`${table}: ${Math.round(((chunk + 1) * 100) / CHUNKS)} %`)
    }
    await putBack()
    say(`${table}: indexes made`)
  }
}
