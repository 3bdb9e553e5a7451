/**
 * Accounts, campaigns, buyers and customers written straight to the tables, for tests of what stands on them; what
 * an action makes of them is tested with that action.
 */
import { randomBytes, randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Condition } from '../../contract/conditions.ts'
import type { Field } from '../../contract/fields.ts'
import type { CustomerRole, TeamRole } from '../../contract/permissions.ts'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { sealHashKey } from '../../server/fields/ops.ts'
import {
  type Actor,
  type Ctx,
  type CustomerActor,
  ctxOf,
  type SupplierActor,
  type TeamActor,
} from '../../server/platform/ctx.ts'
import { transact } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { openPortal } from '../../server/portals/ops.ts'
import { type TestPlatform, testPlatform } from '../harness/platform.ts'

export const NOW = new Date('2026-11-22T15:00:00.000Z')

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

/** An account of its own for a test, with a portal. */
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
  const portal = { accountId, companyName: `Account ${accountId}`, subdomain: `p${accountId}`, at: NOW }
  await transact(db, (tx) => openPortal(tx, portal))
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
