/** The rows of a recorded batch as plain inserts: no guard, no counter, no figure, nothing computed. */
import type { PoolClient } from 'pg'
import { instants, int4s, int8s, uuids } from '../../server/platform/pg-arrays.ts'
import type { Call } from './record.ts'

/** One statement, so one transaction and no more round trips than `ingest` has. Holes are parameters of `ingest`. */
const PLAIN = `
  with l as (
    insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, sales, revenue,
                       payout, decided_ms, phone_hash, email_hash, duplicate_of, source_ip, sub_ids, detail, why, data)
      select {p_account}, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p::jsonb, q, r::jsonb, s::jsonb
      from unnest({l_id}, {l_received}, {l_campaign}, {l_supplier}, {l_version}, {l_code}, {l_test}, {l_sales},
                  {l_revenue}, {l_payout}, {l_ms}, {l_phone}, {l_email}, {l_duplicate_of}, {l_ip}, {l_sub_ids},
                  {l_detail}, {l_why}, {l_data}) as u (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s)
  ), a as (
    insert into attempts (account_id, lead_id, received_at, attempt_id, campaign_id, buyer_id, version, outcome, test,
                          price, rule, wallet_id, at, ms)
      select {p_account}, b, c, a, d, e, f, 'accepted', g, h, i, j, {p_now}, 0
      from unnest({a_id}, {a_lead}, {a_received}, {a_campaign}, {a_buyer}, {a_version}, {a_test}, {a_price}, {a_rule},
                  {a_wallet}) as u (a, b, c, d, e, f, g, h, i, j)
  ), k as (
    insert into duplicate_keys (account_id, key, lead_id, accepted_at)
      select {p_account}, a, b, {p_now} from unnest({k_key}, {k_lead}) as u (a, b)
  ), r as (
    insert into recent_posts (account_id, key, lead_id, accepted_at)
      select {p_account}, a, b, {p_now} from unnest({r_key}, {r_lead}) as u (a, b)
  )
  insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                         wallet_seq, balance_after, booked_at, lead_id)
    select {p_account}, 'sale', a, 'wallet', 'sales', b, {p_currency}, c, d, e, f, g
    from unnest({t_source}, {t_amount}, {t_wallet}, {t_seq}, {t_balance}, {t_booked}, {t_lead})
      as u (a, b, c, d, e, f, g)`

/** A parameter of `ingest`: where it stands and what it is. */
export type Signature = ReadonlyMap<string, { index: number; type: string }>

interface Transfer {
  source: string
  amount: number
  wallet_id: number
  wallet_seq: number
  balance_after: number
  booked_at: Date
  lead_id: string
}

const TRANSFER_TYPES: Record<string, string> = {
  t_source: 'uuid[]',
  t_amount: 'bigint[]',
  t_wallet: 'integer[]',
  t_seq: 'bigint[]',
  t_balance: 'bigint[]',
  t_booked: 'timestamptz[]',
  t_lead: 'uuid[]',
}

export async function readSignature(client: PoolClient): Promise<Signature> {
  const { rows } = await client.query<{ name: string; index: number; type: string }>(
    `select u.name, (u.nth - 1)::integer as index, format_type(u.type, null) as type
     from pg_proc p, unnest(p.proargnames, p.proargtypes::oid[]) with ordinality as u (name, type, nth)
     where p.proname = 'ingest'`,
  )
  return new Map(rows.map(({ name, ...rest }) => [name, rest]))
}

/** The plain call with the same rows. @param transfers as the recorded batch wrote them */
export async function plainOf(client: PoolClient, signature: Signature, { values }: Call): Promise<Call> {
  const transfers = await transfersOf(client, values[signature.get('a_id')?.index ?? -1])
  const own: Record<string, Buffer> = {
    t_source: uuids(transfers.map((row) => row.source)),
    t_amount: int8s(transfers.map((row) => row.amount)),
    t_wallet: int4s(transfers.map((row) => row.wallet_id)),
    t_seq: int8s(transfers.map((row) => row.wallet_seq)),
    t_balance: int8s(transfers.map((row) => row.balance_after)),
    t_booked: instants(transfers.map((row) => row.booked_at)),
    t_lead: uuids(transfers.map((row) => row.lead_id)),
  }
  const { text, names } = plainStatement(signature)
  return { text, values: names.map((name) => own[name] ?? values[signature.get(name)?.index ?? -1]) }
}

/** The statement and the names of its parameters in order. */
export function plainStatement(signature: Signature): { text: string; names: string[] } {
  const names: string[] = []
  const text = PLAIN.replace(/\{(\w+)\}/g, (_hole, name: string) => {
    if (!names.includes(name)) names.push(name)
    return `$${names.indexOf(name) + 1}::${signature.get(name)?.type ?? TRANSFER_TYPES[name]}`
  })
  return { text, names }
}

async function transfersOf(client: PoolClient, attempts: unknown): Promise<Transfer[]> {
  const { rows } = await client.query<Transfer>(
    `select t.source, t.amount, t.wallet_id, t.wallet_seq, t.balance_after, t.booked_at, t.lead_id
     from unnest($1::uuid[]) with ordinality as u (id, nth) join transfers t on t.kind = 'sale' and t.source = u.id
     order by u.nth`,
    [attempts],
  )
  return rows
}
