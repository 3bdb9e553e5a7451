/**
 * What the ingest figures are measured on: accounts with one campaign of 27 fields, a supplier, and paying buyers.
 * Written straight to the tables: making 50 accounts through the product would be most of the run.
 */
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Field } from '../../contract/fields.ts'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { sealHashKey } from '../../server/fields/ops.ts'
import type { Db } from '../../server/platform/db.ts'
import type { Secrets } from '../../server/platform/secrets.ts'

export interface Market {
  accountId: number
  campaignId: number
  supplierId: number
  key: string
}

export interface Shape {
  accounts: number
  buyers: number
  /** Everything goes to the first buyer, or each lead to the next by its state. */
  hot: boolean
}

const AT = new Date('2026-01-01T00:00:00Z')
const STATES = 50

export const FIELDS: Field[] = [
  ...(['first_name', 'last_name', 'street', 'city'] as const).map((name) => field(name, 'text')),
  field('phone', 'phone'),
  field('email', 'email'),
  field('state', 'state'),
  field('zip', 'postal_code'),
  field('monthly_bill', 'numeric'),
  field('birth', 'age'),
  field('owns_home', 'boolean'),
  field('landing_page', 'url'),
  field('ip', 'ip'),
  field('consent_text', 'text'),
  ...Array.from({ length: 13 }, (_, nth) => field(`extra_${nth + 1}`, 'text')),
]

function field(name: string, type: Field['type']): Field {
  const flags = { hiddenFromSpecs: false, hiddenFromBuyers: false }
  return { name, label: name, type, required: name === 'phone', allowed: [], description: '', consent: false, ...flags }
}

export const STATE_CODES = [
  'CA',
  'TX',
  'FL',
  'NY',
  'PA',
  'IL',
  'OH',
  'GA',
  'NC',
  'MI',
  'NJ',
  'VA',
  'WA',
  'AZ',
  'TN',
  'MA',
  'IN',
  'MO',
  'MD',
  'WI',
  'CO',
  'MN',
  'SC',
  'AL',
  'LA',
  'KY',
  'OR',
  'OK',
  'CT',
  'UT',
  'IA',
  'NV',
  'AR',
  'MS',
  'KS',
  'NM',
  'NE',
  'ID',
  'WV',
  'HI',
  'NH',
  'ME',
  'MT',
  'RI',
  'DE',
  'SD',
  'ND',
  'AK',
  'VT',
  'WY',
]

/** Makes the accounts; ids start at `from` so that shapes stand side by side in one database. */
export async function makeMarkets(db: Db, secrets: Secrets, shape: Shape, from: number): Promise<Market[]> {
  const markets: Market[] = []
  for (let nth = 0; nth < shape.accounts; nth++) markets.push(await makeMarket(db, secrets, shape, from + nth * 2_000))
  return markets
}

async function makeMarket(db: Db, secrets: Secrets, shape: Shape, id: number): Promise<Market> {
  const market: Market = { accountId: id, campaignId: id, supplierId: id, key: `bench-${id}` }
  const of = { account_id: id }
  await db
    .insertInto('accounts')
    .values({
      ...of,
      name: `Bench ${id}`,
      zone: 'America/New_York',
      currency: 'USD',
      hash_key_sealed: sealHashKey(secrets, id, randomBytes(32)),
      created_at: AT,
    })
    .execute()
  await sql`insert into clients (account_id, client_id, name, name_key, created_at)
    select ${id}, ${id} + n, 'Client ' || n, 'client ' || n, ${AT} from generate_series(0, ${shape.buyers}) n`.execute(
    db,
  )
  await db
    .insertInto('campaigns')
    .values({ ...of, campaign_id: id, name: 'Solar', version: 1, revision: 1, created_at: AT })
    .execute()
  await db
    .insertInto('campaign_versions')
    .values({
      ...of,
      campaign_id: id,
      version: 1,
      summary: 'bench',
      actor_kind: 'system',
      actor_name: 'bench',
      created_at: AT,
    })
    .execute()
  await makeSupplier(db, market)
  await makeBuyers(db, market, shape)
  return market
}

const part = (db: Db, id: number, kind: string, partId: number, body: unknown) =>
  sql`insert into campaign_settings (account_id, campaign_id, part, part_id, version, body)
    values (${id}, ${id}, ${kind}, ${partId}, 1, ${JSON.stringify(body)}::jsonb)`.execute(db)

async function makeSupplier(db: Db, { accountId: id, key }: Market): Promise<void> {
  const of = { account_id: id, supplier_id: id }
  const hash = createHash('sha256').update(key).digest()
  await part(
    db,
    id,
    'campaign',
    0,
    CampaignPart.parse({
      zone: 'America/New_York',
      fields: FIELDS,
      duplicates: { days: 30, fields: ['phone', 'email'], match: 'any', scope: 'campaign' },
    }),
  )
  await db
    .insertInto('suppliers')
    .values({ ...of, campaign_id: id, client_id: id, name: 'Clearpath', created_at: AT })
    .execute()
  await part(db, id, 'supplier', id, SupplierPart.parse({ payout: { kind: 'fixed', amount: 2_400 }, testMode: false }))
  await db
    .insertInto('supplier_keys')
    .values({ ...of, key_hash: hash, key_sealed: '', alias: false, created_at: AT })
    .execute()
  await db
    .insertInto('posting_keys')
    .values({ key_hash: hash, supplier_id: id, account_id: id, campaign_id: id })
    .execute()
  await db.insertInto('cap_counters').values({ account_id: id, subject: 'supplier', subject_id: id }).execute()
}

/** Every buyer pays from a wallet of its own and has a daily cap and a filter by state. */
async function makeBuyers(db: Db, { accountId: id }: Market, { buyers, hot }: Shape): Promise<void> {
  const series = sql`generate_series(1, ${buyers}) n`
  await sql`insert into buyers (account_id, buyer_id, campaign_id, client_id, name, created_at)
    select ${id}, ${id} + n, ${id}, ${id} + n, 'Buyer ' || n, ${AT} from ${series}`.execute(db)
  await sql`insert into cap_counters (account_id, subject, subject_id) select ${id}, 'buyer', ${id} + n from ${series}`.execute(
    db,
  )
  await sql`insert into customers (account_id, customer_id, company, company_key, billing_email, billing_mode, created_at)
    select ${id}, ${id} + n, 'Customer ' || n, 'customer ' || n, 'pay@example.com', 'manual', ${AT} from ${series}`.execute(
    db,
  )
  await sql`insert into wallets (account_id, wallet_id, currency, balance, booked_at)
    select ${id}, ${id} + n, 'USD', 100000000000, ${AT} from ${series}`.execute(db)
  await sql`insert into mappings (account_id, customer_id, client_id, billed, created_at)
    select ${id}, ${id} + n, ${id} + n, true, ${AT} from ${series}`.execute(db)
  for (let nth = 1; nth <= buyers; nth++) {
    const state = STATE_CODES[(nth - 1) % STATES] ?? 'CA'
    const filters = hot ? [] : [{ mode: 'allow', conditions: [{ op: 'any_of', field: 'state', values: [state] }] }]
    const caps = { day: 10_000_000, weekdays: {}, week: 0, month: 0, total: 0 }
    await part(db, id, 'buyer', id + nth, BuyerPart.parse({ price: 4_600, position: nth, filters, caps }))
  }
}
