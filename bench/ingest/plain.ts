/**
 * What storing alone costs: the product's HTTP and batches, and each lead's rows by one plain insert. Nothing is checked,
 * read, decided, guarded or counted: no product that keeps these rows and answers after the commit is faster here.
 */
import { randomBytes } from 'node:crypto'
import { fastify } from 'fastify'
import { newId } from '../../server/platform/ids.ts'
import { bools, instants, int2s, int4s, int8s, texts, uuids } from '../../server/platform/pg-arrays.ts'
import { plainStatement, readSignature } from '../insert/plain.ts'
import { announce } from '../serve.ts'
import { benchPlatform } from './platform.ts'
import { PRICE } from './world.ts'

interface Waiting {
  id: string
  data: string
  answer(): void
}

const OUT = 2
const MOST = 512
const KEYS_A_LEAD = 4

const { pool } = benchPlatform()
const { text, names } = await prepared()
const queue: Waiting[] = []
let out = 0
let sequence = 0

async function prepared() {
  const client = await pool.connect()
  try {
    return plainStatement(await readSignature(client))
  } finally {
    client.release()
  }
}

function flush(): void {
  if (out >= OUT || queue.length === 0) return
  out++
  const batch = queue.splice(0, MOST)
  void store(batch).finally(() => {
    out--
    flush()
  })
}

async function store(batch: readonly Waiting[]): Promise<void> {
  const own = columnsOf(batch)
  await pool.query({ name: 'plain', text, values: names.map((name) => own[name]) })
  for (const one of batch) one.answer()
}

/** The world of run.ts's `spread` has account, campaign, supplier and wallets from this id on. */
const FIRST = 1_000_000
const WALLETS = 200

function columnsOf(batch: readonly Waiting[]): Record<string, unknown> {
  const now = new Date()
  const all = <T>(value: T) => batch.map(() => value)
  const ids = batch.map((one) => one.id)
  const nth = batch.map((_, at) => FIRST + 1 + ((sequence + at) % WALLETS))
  const seqs = batch.map(() => ++sequence)
  const keys = batch.flatMap((one) => Array.from({ length: KEYS_A_LEAD }, () => one.id))
  const random = (count: number) => {
    const bytes = randomBytes(8 * count)
    return int8s(Array.from({ length: count }, (_, at) => bytes.readBigInt64BE(8 * at)))
  }
  const attempts = uuids(batch.map(() => newId(now)))
  const leads = uuids(ids)
  return {
    p_account: FIRST,
    p_now: now,
    p_currency: 'USD',
    l_id: leads,
    l_received: instants(all(now)),
    l_campaign: int4s(all(FIRST)),
    l_supplier: int4s(all(FIRST)),
    l_version: int4s(all(1)),
    l_code: int2s(all(0)),
    l_test: bools(all(false)),
    l_sales: int2s(all(1)),
    l_revenue: int8s(all(PRICE)),
    l_payout: int8s(all(PRICE)),
    l_ms: int4s(all(1)),
    l_phone: random(batch.length),
    l_email: random(batch.length),
    l_duplicate_of: uuids(all(null)),
    l_ip: texts(all('203.0.113.7')),
    l_sub_ids: texts(all(null)),
    l_detail: texts(all(null)),
    l_why: texts(all(null)),
    l_data: texts(batch.map((one) => one.data)),
    a_id: attempts,
    a_lead: leads,
    a_received: instants(all(now)),
    a_campaign: int4s(all(FIRST)),
    a_buyer: int4s(nth),
    a_version: int4s(all(1)),
    a_test: bools(all(false)),
    a_price: int8s(all(PRICE)),
    a_rule: int2s(all(null)),
    a_wallet: int4s(nth),
    k_key: random(keys.length),
    k_lead: uuids(keys),
    r_key: random(batch.length),
    r_lead: leads,
    t_source: attempts,
    t_amount: int8s(all(PRICE)),
    t_wallet: int4s(nth),
    t_seq: int8s(seqs.map((seq) => -seq)),
    t_balance: int8s(all(0)),
    t_booked: instants(all(now)),
    t_lead: leads,
  }
}

const server = fastify()
server.post('/direct_post', async (request) => {
  const id = newId(new Date())
  // what a lead keeps: its values, an array in the order of the fields
  const data = JSON.stringify(Object.values(request.body as object).slice(3))
  await new Promise<void>((answer) => {
    queue.push({ id, data, answer })
    flush()
  })
  return { id, lead_id: id, status: 'ACCEPTED', code: 0, message: 'Lead accepted' }
})
await server.listen({ port: 0, host: '127.0.0.1' })
announce(Number(new URL(server.listeningOrigin).port))
