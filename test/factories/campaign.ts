/** A solar campaign made as the console makes one: by actions, so that settings, keys and counters are all there. */
import type { Field } from '../../contract/fields.ts'
import { BuyerPart, CampaignPart, SupplierPart } from '../../contract/settings.ts'
import { addBuyer } from '../../server/campaigns/actions/buyers.ts'
import { createCampaign } from '../../server/campaigns/actions/settings.ts'
import { addSupplier } from '../../server/campaigns/actions/suppliers.ts'
import type { Ctx, TeamActor } from '../../server/platform/ctx.ts'
import { asTeam } from './customer.ts'
import { aClient, type World } from './world.ts'

const solarField = (name: string, label: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  name,
  label,
  type,
  required: false,
  allowed: [],
  description: '',
  consent: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
  ...more,
})

export const SOLAR_FIELDS: Field[] = [
  solarField('first_name', 'First name', 'text', { required: true }),
  solarField('phone', 'Phone', 'phone', { required: true }),
  solarField('email', 'E-mail', 'email', { required: true }),
  solarField('state', 'State', 'state', { required: true }),
  solarField('monthly_bill', 'Monthly bill', 'numeric'),
  solarField('roof', 'Roof', 'list', { allowed: ['Tile', 'Metal', 'Shingle'] }),
]

export interface SolarCampaign {
  ctx: Ctx<TeamActor>
  accountId: number
  campaignId: number
  supplier: { id: number; key: string; clientId: number }
  /** In the order of distribution. */
  buyers: { id: number; clientId: number }[]
}

export interface SolarOptions {
  campaign?: Partial<CampaignPart>
  supplier?: Partial<SupplierPart>
  /** One buyer each. */
  buyers?: Partial<BuyerPart>[]
}

export const solarPart = (part: Partial<CampaignPart> = {}): CampaignPart =>
  CampaignPart.parse({ zone: 'America/Los_Angeles', fields: SOLAR_FIELDS, ...part })
export const supplierPart = (part: Partial<SupplierPart> = {}): SupplierPart =>
  SupplierPart.parse({ payout: { kind: 'fixed', amount: 2_000 }, testMode: false, ...part })
export const buyerPart = (part: Partial<BuyerPart> = {}): BuyerPart =>
  BuyerPart.parse({ price: 4_000, position: 1, ...part })

/** One supplier and two buyers, unless said otherwise. */
export async function makeCampaign(world: World, options: SolarOptions = {}): Promise<SolarCampaign> {
  const ctx = asTeam(world)
  const settings = solarPart(options.campaign)
  const { id: campaignId } = await createCampaign(ctx, { name: 'Solar', publicName: 'Sunny homes', settings })
  const supplierClient = await aClient(world)
  const added = await addSupplier(ctx, campaignId, {
    client: supplierClient,
    name: 'Bright Ads',
    settings: supplierPart(options.supplier),
  })
  const buyers: SolarCampaign['buyers'] = []
  for (const [i, part] of (options.buyers ?? [{}, {}]).entries()) {
    const clientId = await aClient(world)
    const body = { ...buyerPart(part), position: part.position ?? i + 1 }
    const buyer = await addBuyer(ctx, campaignId, { client: clientId, name: `Buyer ${i + 1}`, settings: body })
    buyers.push({ id: buyer.id, clientId })
  }
  const supplier = { id: added.id, key: added.key, clientId: supplierClient }
  return { ctx, accountId: world.accountId, campaignId, supplier, buyers }
}
