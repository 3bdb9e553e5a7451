/**
 * Accounts, campaigns and leads written straight to the tables, for tests of what reads them: a lead here is
 * whatever the test says, also one that intake would never make.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Condition } from '../../contract/conditions.ts'
import type { Field, FieldValue } from '../../contract/fields.ts'
import type { CustomerRole, TeamRole } from '../../contract/permissions.ts'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import type { MovingReasons } from '../../contract/verdict.ts'
import { personHash } from '../../server/fields/rules.ts'
import { sealHashKey } from '../../server/people/ops.ts'
import {
  type Actor,
  type Ctx,
  type CustomerActor,
  ctxOf,
  type SupplierActor,
  type TeamActor,
} from '../../server/platform/ctx.ts'
import { newId } from '../../server/platform/ids.ts'
import { type TestPlatform, testPlatform } from '../harness/platform.ts'

export const NOW = new Date('2026-11-22T15:00:00.000Z')
const QUARTER = 15 * 60_000

/** Outward ids are unique in the installation; so are these, in the database of a worker. */
export const outwardId = (): number => randomInt(1_000, 2_000_000_000)

export interface World {
  platform: TestPlatform
  clock: TestPlatform['clock']
  accountId: number
  hashKey: Buffer
  as<A extends Actor>(actor: A): Ctx<A>
}

const field = (name: string, type: Field['type'], hidden: Partial<Field> = {}): Field => ({
  name,
  label: name,
  type,
  required: false,
  allowed: [],
  description: '',
  consent: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
  ...hidden,
})

/** first_name, phone, email, then one hidden from buyers, one hidden from specs. */
export const FIELDS: Field[] = [
  field('first_name', 'text'),
  field('phone', 'phone'),
  field('email', 'email'),
  field('for_operator', 'text', { hiddenFromBuyers: true }),
  field('appended', 'text', { hiddenFromSpecs: true }),
]

/** An account of its own for a test. */
export async function aWorld(zone = 'America/New_York'): Promise<World> {
  const platform = await testPlatform({ now: NOW })
  const { db, secrets, clock } = platform
  const accountId = outwardId()
  const hashKey = randomBytes(32)
  await db
    .insertInto('accounts')
    .values({
      account_id: accountId,
      name: `Account ${accountId}`,
      zone,
      currency: 'USD',
      hash_key_sealed: sealHashKey(secrets, accountId, hashKey),
      created_at: NOW,
    })
    .execute()
  return { platform, clock, accountId, hashKey, as: (actor) => ctxOf(platform, actor) }
}

export async function aClient({ platform, accountId }: World, name = `Client ${outwardId()}`): Promise<number> {
  const clientId = outwardId()
  await platform.db
    .insertInto('clients')
    .values({ account_id: accountId, client_id: clientId, name, name_key: name.toLowerCase(), created_at: NOW })
    .execute()
  return clientId
}

export interface Campaign {
  campaignId: number
  version: number
}

async function writePart(world: World, campaign: Campaign, part: string, partId: number, body: unknown): Promise<void> {
  await sql`
    insert into campaign_settings (account_id, campaign_id, part, part_id, version, body)
    values (${world.accountId}, ${campaign.campaignId}, ${part}, ${partId}, ${campaign.version},
            ${JSON.stringify(body)}::jsonb)`.execute(world.platform.db)
}

/** A further version of the campaign; its parts follow. */
export async function aVersion(world: World, campaignId: number, version: number): Promise<Campaign> {
  const { db } = world.platform
  await db
    .insertInto('campaign_versions')
    .values({
      account_id: world.accountId,
      campaign_id: campaignId,
      version,
      summary: 'test',
      actor_kind: 'system',
      actor_name: 'test',
      created_at: NOW,
    })
    .execute()
  await db
    .updateTable('campaigns')
    .set({ version })
    .where('account_id', '=', world.accountId)
    .where('campaign_id', '=', campaignId)
    .execute()
  return { campaignId, version }
}

export async function aCampaign(
  world: World,
  settings: { name?: string; publicName?: string | null; fields?: Field[] } & Partial<CampaignPart> = {},
): Promise<Campaign> {
  const { name = 'Internal name', publicName = 'Public name', ...part } = settings
  const campaignId = outwardId()
  await world.platform.db
    .insertInto('campaigns')
    .values({
      account_id: world.accountId,
      campaign_id: campaignId,
      name,
      public_name: publicName,
      version: 1,
      revision: 1,
      created_at: NOW,
    })
    .execute()
  const campaign = await aVersion(world, campaignId, 1)
  await writeCampaignPart(world, campaign, part)
  return campaign
}

export async function writeCampaignPart(world: World, campaign: Campaign, part: Partial<CampaignPart>): Promise<void> {
  await writePart(
    world,
    campaign,
    'campaign',
    0,
    CampaignPart.parse({ zone: 'America/New_York', fields: FIELDS, ...part }),
  )
}

export async function aSupplier(
  world: World,
  campaign: Campaign,
  settings: { clientId?: number; name?: string } & Partial<SupplierPart> = {},
): Promise<number> {
  const { clientId, name = 'Supplier', ...part } = settings
  const supplierId = outwardId()
  await world.platform.db
    .insertInto('suppliers')
    .values({
      account_id: world.accountId,
      supplier_id: supplierId,
      campaign_id: campaign.campaignId,
      client_id: clientId ?? (await aClient(world)),
      name,
      created_at: NOW,
    })
    .execute()
  const body = SupplierPart.parse({ payout: { kind: 'fixed', amount: 2_400 }, testMode: false, ...part })
  await writePart(world, campaign, 'supplier', supplierId, body)
  return supplierId
}

export async function aBuyer(
  world: World,
  campaign: Campaign,
  settings: { clientId?: number; name?: string } & Partial<BuyerPart> = {},
): Promise<number> {
  const { clientId, name = 'Buyer', ...part } = settings
  const buyerId = outwardId()
  await world.platform.db
    .insertInto('buyers')
    .values({
      account_id: world.accountId,
      buyer_id: buyerId,
      campaign_id: campaign.campaignId,
      client_id: clientId ?? (await aClient(world)),
      name,
      created_at: NOW,
    })
    .execute()
  await writePart(world, campaign, 'buyer', buyerId, BuyerPart.parse({ price: 4_600, position: 1, ...part }))
  return buyerId
}

/** A customer with an empty wallet. */
export async function aCustomer(world: World, company = `Customer ${outwardId()}`): Promise<number> {
  const { db } = world.platform
  const customerId = outwardId()
  await db
    .insertInto('customers')
    .values({
      account_id: world.accountId,
      customer_id: customerId,
      company,
      company_key: company.toLowerCase(),
      billing_email: 'pay@example.com',
      billing_mode: 'manual',
      created_at: NOW,
    })
    .execute()
  await db
    .insertInto('wallets')
    .values({ account_id: world.accountId, wallet_id: customerId, currency: 'USD', booked_at: NOW })
    .execute()
  return customerId
}

export async function mapClient(
  world: World,
  mapping: { customerId: number; clientId: number; billed?: boolean; visibleFrom?: Date | null },
): Promise<void> {
  await world.platform.db
    .insertInto('mappings')
    .values({
      account_id: world.accountId,
      customer_id: mapping.customerId,
      client_id: mapping.clientId,
      billed: mapping.billed ?? false,
      visible_from: mapping.visibleFrom ?? null,
      created_at: NOW,
    })
    .execute()
}

/** A person who may see the suppliers of these Clients; returns the user's id. */
export async function aSupplierUser(world: World, clientIds: number[], userId = newId(NOW)): Promise<string> {
  const { db } = world.platform
  await db
    .insertInto('supplier_users')
    .values({ user_id: userId, email: `${userId}@example.com`, name: 'Theo', password_hash: '', created_at: NOW })
    .onConflict((oc) => oc.doNothing())
    .execute()
  for (const clientId of clientIds) {
    await db
      .insertInto('supplier_access')
      .values({ account_id: world.accountId, client_id: clientId, user_id: userId, created_at: NOW })
      .execute()
  }
  return userId
}

export interface LeadSpec {
  campaign: Campaign
  supplierId: number
  at?: Date
  code?: number
  test?: boolean
  returned?: boolean
  payout?: number
  data?: Record<string, FieldValue>
  detail?: string
  why?: MovingReasons
  duplicateOf?: string
  sales?: { buyerId: number; price?: number; walletId?: number; returned?: boolean; rule?: number }[]
}

const bucketOf = (at: Date): Date => new Date(at.getTime() - (at.getTime() % QUARTER))

/** Writes a lead with its sales and, unless it is a test, its figures. Returns its uuid. */
export async function aLead(world: World, spec: LeadSpec): Promise<string> {
  const { db } = world.platform
  const { accountId: account_id } = world
  const at = spec.at ?? world.platform.clock.now()
  const leadId = newId(at)
  const sales = (spec.sales ?? []).map((sale) => ({ price: 4_600, ...sale }))
  const code = spec.code ?? (sales.length > 0 ? 0 : 1005)
  const revenue = sales.reduce((total, sale) => total + sale.price, 0)
  const payout = spec.payout ?? (code === 0 ? 2_400 : 0)
  const data = { first_name: 'Ada', phone: '+15305550142', email: 'ada@example.com', ...spec.data }
  const hashOf = (kind: 'phone' | 'email') => {
    const value = data[kind]
    return typeof value === 'string' ? personHash(world.hashKey, kind, value) : null
  }
  const common = { account_id, lead_id: leadId, received_at: at, campaign_id: spec.campaign.campaignId }
  await sql`
    insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, returned, sales,
                       revenue, payout, decided_ms, phone_hash, email_hash, duplicate_of, source_ip, sub_ids, detail, why, data)
    values (${account_id}, ${leadId}, ${at}, ${common.campaign_id}, ${spec.supplierId}, ${spec.campaign.version}, ${code},
            ${spec.test ?? false}, ${spec.returned ?? false}, ${sales.length}, ${revenue}, ${payout}, 3,
            ${hashOf('phone')}, ${hashOf('email')}, ${spec.duplicateOf ?? null}, '203.0.113.7', ${JSON.stringify(['sub-one'])}::jsonb,
            ${spec.detail ?? null}, ${spec.why ? JSON.stringify(spec.why) : null}::jsonb,
            ${JSON.stringify(await dataArray(world, spec.campaign, data))}::jsonb)`.execute(db)
  for (const sale of sales) await writeSale(world, { ...common, ...sale }, spec, at)
  if (!spec.test) await countLead(world, spec, { at, code, revenue, payout, sales })
  return leadId
}

async function dataArray(world: World, campaign: Campaign, data: Record<string, FieldValue>): Promise<FieldValue[]> {
  const { rows } = await sql<{ body: CampaignPart }>`
    select body from campaign_settings
    where account_id = ${world.accountId} and campaign_id = ${campaign.campaignId} and part = 'campaign'
      and version <= ${campaign.version}
    order by version desc limit 1`.execute(world.platform.db)
  return (rows[0]?.body.fields ?? []).map(({ name }) => data[name] ?? null)
}

async function writeSale(
  world: World,
  sale: {
    lead_id: string
    received_at: Date
    campaign_id: number
    buyerId: number
    price: number
    walletId?: number
    returned?: boolean
    rule?: number
  },
  spec: LeadSpec,
  at: Date,
): Promise<void> {
  const { db } = world.platform
  const attemptId = newId(at)
  await db
    .insertInto('attempts')
    .values({
      account_id: world.accountId,
      lead_id: sale.lead_id,
      received_at: sale.received_at,
      attempt_id: attemptId,
      campaign_id: sale.campaign_id,
      buyer_id: sale.buyerId,
      version: spec.campaign.version,
      outcome: 'accepted',
      test: spec.test ?? false,
      price: sale.price,
      rule: sale.rule ?? -1,
      wallet_id: sale.walletId ?? null,
      returned_at: sale.returned ? NOW : null,
      at,
      ms: 0,
    })
    .execute()
  if (sale.walletId === undefined) return
  await sql`
    with wallet as (
      update wallets set balance = balance - ${sale.price}, seq = seq + 1
      where account_id = ${world.accountId} and wallet_id = ${sale.walletId}
      returning wallet_id, seq, balance
    )
    insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                           wallet_seq, balance_after, booked_at, lead_id)
    select ${world.accountId}::integer, 'sale', ${attemptId}::uuid, 'wallet', 'sales', ${sale.price}::bigint, 'USD',
           wallet_id, seq, balance, ${at}::timestamptz, ${sale.lead_id}::uuid from wallet`.execute(db)
}

interface Counted {
  at: Date
  code: number
  revenue: number
  payout: number
  sales: { buyerId: number; price: number; returned?: boolean }[]
}

async function countLead(world: World, spec: LeadSpec, { at, code, revenue, payout, sales }: Counted): Promise<void> {
  const { db } = world.platform
  const { accountId } = world
  const back = spec.returned ? 1 : 0
  await sql`
    insert into lead_rollup as r (account_id, bucket, campaign_id, supplier_id, code, leads, returned, revenue, payout,
                                  returned_revenue, returned_payout)
    values (${accountId}, ${bucketOf(at)}, ${spec.campaign.campaignId}, ${spec.supplierId}, ${code}, 1, ${back},
            ${revenue}, ${payout}, ${back * revenue}, ${back * payout})
    on conflict on constraint lead_rollup_pkey do update set
      leads = r.leads + 1, returned = r.returned + excluded.returned, revenue = r.revenue + excluded.revenue,
      payout = r.payout + excluded.payout, returned_revenue = r.returned_revenue + excluded.returned_revenue,
      returned_payout = r.returned_payout + excluded.returned_payout`.execute(db)
  for (const sale of sales) {
    const returned = sale.returned ? 1 : 0
    await sql`
      insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, returned, amount, returned_amount)
      values (${accountId}, ${bucketOf(at)}, ${spec.campaign.campaignId}, ${sale.buyerId}, 1, ${returned},
              ${sale.price}, ${returned * sale.price})
      on conflict on constraint sale_rollup_pkey do update set
        sales = r.sales + 1, returned = r.returned + excluded.returned, amount = r.amount + excluded.amount,
        returned_amount = r.returned_amount + excluded.returned_amount`.execute(db)
  }
}

/** A filter that only lets a first name through. */
export const onlyNamed = (name: string): { mode: 'allow'; conditions: Condition[] } => ({
  mode: 'allow',
  conditions: [{ op: 'any_of', field: 'first_name', values: [name] }],
})

const person = { userId: newId(NOW), sessionId: 'session', email: 'lena@example.com', name: 'Lena Marsh' }

export const teamOf = ({ accountId }: World, role: TeamRole = 'administrator'): TeamActor => ({
  kind: 'team',
  ...person,
  accountId,
  role,
  grants: [],
})

export const customerOf = ({ accountId }: World, customerId: number, role: CustomerRole = 'owner'): CustomerActor => ({
  kind: 'customer',
  ...person,
  accountId,
  customerId,
  role,
})

/** Access is read from the tables, so none is told here. */
export const supplierOf = (userId: string): SupplierActor => ({ kind: 'supplier', ...person, userId, access: [] })
