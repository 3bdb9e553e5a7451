/**
 * A market to post into: an account with a campaign whose supplier has a key and whose buyers have counters.
 */
import { createHash } from 'node:crypto'
import type { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { noCourier } from '../../dev/no-courier.ts'
import type { Courier } from '../../server/delivery/ops.ts'
import type { Machinery } from '../../server/intake/batch.ts'
import { type Intake, openIntake } from '../../server/intake/intake.ts'
import { aBuyer, aCampaign, aClient, aSupplier, type Campaign, type World } from './world.ts'

export interface Market {
  world: World
  campaign: Campaign
  supplierId: number
  key: string
  buyerIds: number[]
}

interface MarketSettings {
  campaign?: Partial<CampaignPart>
  supplier?: Partial<SupplierPart>
  buyers?: (Partial<BuyerPart> & { clientId?: number })[]
}

/** Writes the market straight to the tables; prices and rules are whatever the test says. */
export async function aMarket(world: World, settings: MarketSettings = {}): Promise<Market> {
  const campaign = await aCampaign(world, settings.campaign)
  const supplierId = await aSupplier(world, campaign, settings.supplier)
  const key = await aKey(world, campaign, supplierId)
  const buyerIds: number[] = []
  for (const [index, buyer] of (settings.buyers ?? [{}]).entries()) {
    const buyerId = await aBuyer(world, campaign, { position: index + 1, ...buyer })
    await aCounter(world, 'buyer', buyerId)
    buyerIds.push(buyerId)
  }
  return { world, campaign, supplierId, key, buyerIds }
}

export async function aKey({ platform, accountId }: World, campaign: Campaign, supplierId: number): Promise<string> {
  const key = `key-${accountId}-${supplierId}`
  const hash = createHash('sha256').update(key).digest()
  const created = { created_at: platform.clock.now() }
  await platform.db
    .insertInto('supplier_keys')
    .values({
      account_id: accountId,
      supplier_id: supplierId,
      key_hash: hash,
      key_sealed: '',
      alias: false,
      ...created,
    })
    .execute()
  await platform.db
    .insertInto('posting_keys')
    .values({ key_hash: hash, supplier_id: supplierId, account_id: accountId, campaign_id: campaign.campaignId })
    .execute()
  await aCounter({ platform, accountId }, 'supplier', supplierId)
  return key
}

async function aCounter(
  world: Pick<World, 'platform' | 'accountId'>,
  subject: 'buyer' | 'supplier',
  id: number,
): Promise<void> {
  await world.platform.db
    .insertInto('cap_counters')
    .values({ account_id: world.accountId, subject, subject_id: id })
    .execute()
}

/** A customer's Client, billed to a wallet with this balance. */
export async function aPayingClient(
  world: World,
  wallet: { balance: number; creditLimit?: number; minimum?: number | null },
): Promise<{ clientId: number; customerId: number }> {
  const clientId = await aClient(world)
  const customerId = clientId
  const { db, clock } = world.platform
  const at = clock.now()
  await db
    .insertInto('customers')
    .values({
      account_id: world.accountId,
      customer_id: customerId,
      company: 'Summit',
      company_key: 'summit',
      billing_email: 'pay@example.com',
      billing_mode: 'manual',
      created_at: at,
    })
    .execute()
  await db
    .insertInto('wallets')
    .values({
      account_id: world.accountId,
      wallet_id: customerId,
      currency: 'USD',
      balance: wallet.balance,
      credit_limit: wallet.creditLimit ?? 0,
      minimum_balance: wallet.minimum ?? null,
      low: wallet.minimum !== undefined && wallet.minimum !== null && wallet.balance < wallet.minimum,
      booked_at: at,
    })
    .execute()
  await db
    .insertInto('mappings')
    .values({ account_id: world.accountId, customer_id: customerId, client_id: clientId, billed: true, created_at: at })
    .execute()
  return { clientId, customerId }
}

/** One process's intake on the world's database. @param courier who answers for buyers that are called */
export function anIntake({ platform }: World, courier: Courier = noCourier): Intake {
  const machinery: Machinery = { ...platform, now: () => platform.clock.now() }
  return openIntake(machinery, { courier })
}

let people = 0

/** A valid post of a person nobody has seen. */
export function aPost(market: Market, fields: Record<string, unknown> = {}): Record<string, unknown> {
  const nth = ++people
  return {
    lp_campaign_id: market.campaign.campaignId,
    lp_supplier_id: String(market.supplierId),
    lp_key: market.key,
    first_name: `Ada ${nth}`,
    phone: `(530) 555-${String(nth % 10_000).padStart(4, '0')}`,
    email: `ada${nth}@example.com`,
    ...fields,
  }
}

export interface Answered {
  id?: string
  lead_id?: string
  status: string
  code: number
  message: string
  duplicate_of?: string
  payout?: number
  test?: boolean
}

/** Posts as JSON and reads the answer. */
export async function post(intake: Intake, body: unknown): Promise<Answered> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await intake.receive(Buffer.from(text), 'application/json', '203.0.113.7')
  // the answer's shape is what the tests look at
  return JSON.parse(answer.body) as Answered
}
