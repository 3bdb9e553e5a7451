/**
 * What the ingest figures are measured on: accounts with one campaign of 27 fields, its suppliers, and paying buyers.
 * Written straight to the tables: making 50 accounts through the product would be most of the run.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { sealHashKey } from '../../server/fields/ops.ts'
import type { Db } from '../../server/platform/db.ts'
import type { Secrets } from '../../server/platform/secrets.ts'
import { FIELDS, segmentOf } from './lead.ts'

/** One account with one campaign, whose id is the account's. */
export interface Market {
  accountId: number
  suppliers: { id: number; key: string }[]
  /** Leads come in so many kinds, each wanted by one buyer. */
  segments: number
}

export interface Shape {
  accounts: number
  suppliers: number
  buyers: number
  /** Every lead goes to the first buyer, instead of to each in turn. */
  hot: boolean
  /** Leads a day to one buyer. */
  cap?: number
  /** How leads reach each buyer; left out: they are stored. */
  deliveries?: BuyerPart['delivery'][]
  /** What each buyer's customer may spend, in cents; the rest of its balance is reserved. */
  money?: number
}

export const BALANCE = 100_000_000_000
export const PRICE = 4_600
const CAP = 10_000_000
const AT = new Date('2026-01-01T00:00:00Z')

/** Room for an account's suppliers, Clients and buyers. */
const IDS_AN_ACCOUNT = 4_000

/** Makes the accounts; ids start at `from` so that shapes stand side by side in one database. */
export async function makeMarkets(db: Db, secrets: Secrets, shape: Shape, from: number): Promise<Market[]> {
  const markets: Market[] = []
  for (let nth = 0; nth < shape.accounts; nth++)
    markets.push(await makeMarket(db, secrets, shape, from + nth * IDS_AN_ACCOUNT))
  return markets
}

async function makeMarket(db: Db, secrets: Secrets, shape: Shape, id: number): Promise<Market> {
  await makeAccount(db, secrets, shape, id)
  await makeCampaign(db, id)
  await makeSuppliers(db, id, shape.suppliers)
  await makeBuyers(db, id, shape)
  const suppliers = Array.from({ length: shape.suppliers }, (_, nth) => ({ id: id + nth, key: keyOf(id + nth) }))
  return { accountId: id, suppliers, segments: shape.hot ? 1 : shape.buyers }
}

const keyOf = (supplierId: number) => `bench-key-of-${supplierId}`

async function makeAccount(db: Db, secrets: Secrets, { buyers }: Shape, id: number): Promise<void> {
  const sealed = sealHashKey(secrets, id, randomBytes(32))
  await sql`insert into accounts (account_id, name, zone, currency, hash_key_sealed, created_at)
    values (${id}, 'Bench', 'America/New_York', 'USD', ${sealed}, ${AT})`.execute(db)
  await sql`insert into clients (account_id, client_id, name, name_key, created_at)
    select ${id}, ${id} + n, 'Client ' || n, 'client ' || n, ${AT} from generate_series(0, ${buyers}) n`.execute(db)
}

async function makeCampaign(db: Db, id: number): Promise<void> {
  await sql`insert into campaigns (account_id, campaign_id, name, version, revision, created_at)
    values (${id}, ${id}, 'Solar', 1, 1, ${AT})`.execute(db)
  await sql`insert into campaign_versions (account_id, campaign_id, version, summary, actor_kind, actor_name, created_at)
    values (${id}, ${id}, 1, 'bench', 'system', 'bench', ${AT})`.execute(db)
  const duplicates = { days: 30, fields: ['phone', 'email'], match: 'any', scope: 'campaign' }
  await makePart(db, id, 'campaign', 0, CampaignPart.parse({ zone: 'America/New_York', fields: FIELDS, duplicates }))
}

const makePart = (db: Db, id: number, kind: string, partId: number, body: unknown) =>
  sql`insert into campaign_settings (account_id, campaign_id, part, part_id, version, body)
    values (${id}, ${id}, ${kind}, ${partId}, 1, ${JSON.stringify(body)}::jsonb)`.execute(db)

async function makeSuppliers(db: Db, id: number, count: number): Promise<void> {
  for (let supplierId = id; supplierId < id + count; supplierId++) {
    const hash = createHash('sha256').update(keyOf(supplierId)).digest()
    const terms = SupplierPart.parse({ payout: { kind: 'fixed', amount: 2_400 }, testMode: false })
    await makePart(db, id, 'supplier', supplierId, terms)
    await sql`insert into suppliers (account_id, supplier_id, campaign_id, client_id, name, created_at)
      values (${id}, ${supplierId}, ${id}, ${id}, 'Clearpath', ${AT})`.execute(db)
    await sql`insert into supplier_keys (account_id, supplier_id, key_hash, key_sealed, alias, created_at)
      values (${id}, ${supplierId}, ${hash}, '', false, ${AT})`.execute(db)
    await sql`insert into posting_keys (key_hash, supplier_id, account_id, campaign_id)
      values (${hash}, ${supplierId}, ${id}, ${id})`.execute(db)
    await sql`insert into cap_counters (account_id, subject, subject_id) values (${id}, 'supplier', ${supplierId})`.execute(
      db,
    )
  }
}

/** Every buyer has a Client, a customer and a wallet of its own, a daily cap, and a filter for its kind of lead. */
async function makeBuyers(db: Db, id: number, shape: Shape): Promise<void> {
  const series = sql`generate_series(1, ${shape.buyers}) n`
  await sql`insert into buyers (account_id, buyer_id, campaign_id, client_id, name, created_at)
    select ${id}, ${id} + n, ${id}, ${id} + n, 'Buyer ' || n, ${AT} from ${series}`.execute(db)
  await sql`insert into cap_counters (account_id, subject, subject_id)
    select ${id}, 'buyer', ${id} + n from ${series}`.execute(db)
  await sql`insert into customers (account_id, customer_id, company, company_key, billing_email, billing_mode, created_at)
    select ${id}, ${id} + n, 'Customer ' || n, 'customer ' || n, 'pay@example.com', 'manual', ${AT} from ${series}`.execute(
    db,
  )
  const reserved = shape.money === undefined ? 0 : BALANCE - shape.money
  await sql`insert into wallets (account_id, wallet_id, currency, balance, reserved, booked_at)
    select ${id}, ${id} + n, 'USD', ${BALANCE}, ${reserved}, ${AT} from ${series}`.execute(db)
  await sql`insert into mappings (account_id, customer_id, client_id, billed, created_at)
    select ${id}, ${id} + n, ${id} + n, true, ${AT} from ${series}`.execute(db)
  for (let nth = 1; nth <= shape.buyers; nth++) await makePart(db, id, 'buyer', id + nth, buyerPart(nth, shape))
}

function buyerPart(nth: number, { hot, cap, deliveries }: Shape): BuyerPart {
  const { state, bill } = segmentOf(nth - 1)
  const conditions = [
    { op: 'any_of', field: 'state', values: [state] },
    { op: 'between', field: 'monthly_bill', ...bill },
  ]
  const filters = hot ? [] : [{ mode: 'allow', conditions }]
  const caps = { day: cap ?? CAP, weekdays: {}, week: 0, month: 0, total: 0 }
  const delivery = deliveries?.[nth - 1] ?? { kind: 'store' }
  return BuyerPart.parse({ price: PRICE, position: nth, filters, caps, delivery })
}
