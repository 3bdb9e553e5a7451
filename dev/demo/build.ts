/** A demo business, built through the same actions that the console calls. */

import { asCents } from '../../contract/money.ts'
import { BuyerPart, SupplierPart } from '../../contract/settings.ts'
import { addBuyer } from '../../server/campaigns/actions/buyers.ts'
import { createCampaign } from '../../server/campaigns/actions/settings.ts'
import { addSupplier } from '../../server/campaigns/actions/suppliers.ts'
import { createClient } from '../../server/clients/actions.ts'
import { createCustomer } from '../../server/customers/actions/customers.ts'
import { changeLimits } from '../../server/ledger/actions.ts'
import { saveList } from '../../server/lists/actions.ts'
import { createAccount } from '../../server/people/actions/accounts.ts'
import { addSupplierUser, grantSupplierAccess } from '../../server/people/actions/suppliers.ts'
import { addTeamMember } from '../../server/people/actions/team.ts'
import { addCustomerUser } from '../../server/people/ops.ts'
import { type Ctx, ctxOf, type Platform, system, type TeamActor } from '../../server/platform/ctx.ts'
import { hashPassword } from '../../server/platform/passwords.ts'
import { setLogo } from '../../server/portals/actions/logo.ts'
import { changePortal } from '../../server/portals/actions/portal.ts'
import { openTill, saveCard } from './cards.ts'
import type { Vertical } from './forms.ts'
import { logoIn } from './logo.ts'
import { type CustomerPlan, DEMO_PASSWORD, type OperatorPlan, type SupplierUserPlan } from './plan.ts'

export interface BuiltSupplier {
  id: number
  key: string
  campaignId: number
  vertical: Vertical
  /** How often it posts, over all campaigns. */
  weight: number
  silentHours: number
}

export interface BuiltBusiness {
  plan: OperatorPlan
  ctx: Ctx<TeamActor>
  clients: ReadonlyMap<string, number>
  campaigns: ReadonlyMap<string, number>
  suppliers: readonly BuiltSupplier[]
  /** By campaign and Client. */
  buyers: ReadonlyMap<string, number>
  customers: ReadonlyMap<string, number>
}

export const buyerKey = (campaign: string, client: string): string => `${campaign}: ${client}`

function known(map: ReadonlyMap<string, number>, name: string): number {
  const id = map.get(name)
  if (id === undefined) throw new Error(`the demo's plan names ${name}, which is not in it`)
  return id
}

/** Opens the account with its portal and team; answers the owner's context. */
async function openAccount(platform: Platform, plan: OperatorPlan): Promise<Ctx<TeamActor>> {
  const ctx = ctxOf(platform, system)
  const { name, zone, currency, portal, owner } = plan
  const input = { name, zone, currency, subdomain: portal.subdomain, brandColor: portal.brand }
  const { accountId, userId } = await createAccount(ctx, { ...input, owner: { ...owner, password: DEMO_PASSWORD } })
  for (const member of plan.team) await addTeamMember(ctx, accountId, { ...member, password: DEMO_PASSWORD })
  const actor = { kind: 'team', userId, sessionId: 'demo', ...owner, accountId } as const
  const administrator = ctxOf(platform, { ...actor, role: 'administrator', grants: [] } as const)
  await changePortal(administrator, { companyName: portal.name, isSetUp: true })
  await setLogo(administrator, { data: logoIn(portal.brand).toString('base64') })
  return administrator
}

async function addClients(ctx: Ctx, plan: OperatorPlan): Promise<Map<string, number>> {
  const names = new Set([...plan.suppliers, ...plan.buyers].map(({ client }) => client).concat(plan.overflow))
  const clients = new Map<string, number>()
  for (const name of names) clients.set(name, (await createClient(ctx, name)).client_id)
  return clients
}

async function addSuppliers(
  ctx: Ctx,
  plan: OperatorPlan,
  clients: ReadonlyMap<string, number>,
  campaigns: ReadonlyMap<string, number>,
): Promise<BuiltSupplier[]> {
  const built: BuiltSupplier[] = []
  for (const { campaign, client, settings, weight, silentHours = 0 } of plan.suppliers) {
    const line = plan.campaigns.find(({ vertical }) => vertical.name === campaign)
    if (!line) throw new Error(`no campaign ${campaign}`)
    const campaignId = known(campaigns, campaign)
    const member = { client: known(clients, client), name: client, settings: SupplierPart.parse(settings) }
    const { id, key } = await addSupplier(ctx, campaignId, member)
    const mates = plan.suppliers.filter((one) => one.campaign === campaign)
    const share = weight / mates.reduce((sum, mate) => sum + mate.weight, 0)
    built.push({ id, key, campaignId, vertical: line.vertical, weight: line.weight * share, silentHours })
  }
  return built
}

async function addLists(ctx: Ctx, { lists }: OperatorPlan): Promise<void> {
  for (const { name, kind, values } of lists)
    await saveList(ctx, { name, kind, text: values.join('\n'), skipFaults: false })
}

async function addBuyers(
  ctx: Ctx,
  plan: OperatorPlan,
  clients: ReadonlyMap<string, number>,
  campaigns: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const buyers = new Map<string, number>()
  for (const [index, { campaign, client, settings }] of plan.buyers.entries()) {
    const part = BuyerPart.parse({ ...settings, position: index + 1 })
    const member = { client: known(clients, client), name: client, settings: part }
    buyers.set(buyerKey(campaign, client), (await addBuyer(ctx, known(campaigns, campaign), member)).id)
  }
  return buyers
}

/** Adds the buyers that take what is left: no schedule, no caps, no filter, nobody's wallet. */
export async function addOverflow({ plan, ctx, clients, campaigns }: BuiltBusiness): Promise<number[]> {
  const ids: number[] = []
  for (const { vertical, overflowPrice } of plan.campaigns) {
    const settings = BuyerPart.parse({ price: overflowPrice, acceptsTests: true, position: 1_000 })
    const member = { client: known(clients, plan.overflow), name: plan.overflow, settings }
    ids.push((await addBuyer(ctx, known(campaigns, vertical.name), member)).id)
  }
  return ids
}

async function addCustomer(ctx: Ctx<TeamActor>, plan: CustomerPlan, clients: ReadonlyMap<string, number>) {
  const { accountId } = ctx.actor
  const customerId = await createCustomer(ctx, {
    company: plan.company,
    billingMode: ctx.config.stripeApiBase === undefined && plan.billing === 'real_time' ? 'manual' : plan.billing,
    owner: { ...plan.owner, password: DEMO_PASSWORD },
    clients: plan.clients.map((name) => known(clients, name)),
  })
  for (const user of plan.users ?? []) {
    const passwordHash = await hashPassword(DEMO_PASSWORD)
    // invitations are not there yet
    await ctx.transact((tx) => addCustomerUser(tx, { ...user, accountId, customerId, passwordHash, at: ctx.now() }))
  }
  const { wallet } = plan
  if (wallet) {
    const limits = { minimumBalance: asCents(wallet.minimum), creditLimit: asCents(wallet.creditLimit ?? 0) }
    await changeLimits(ctx, customerId, limits)
  }
  await saveCard(ctx, customerId, plan)
  return customerId
}

/** Builds an operator's business as of the platform's clock. */
export async function buildBusiness(platform: Platform, plan: OperatorPlan): Promise<BuiltBusiness> {
  const ctx = await openAccount(platform, plan)
  await openTill(ctx, plan)
  const clients = await addClients(ctx, plan)
  const campaigns = new Map<string, number>()
  for (const { vertical } of plan.campaigns) {
    const { name, publicName, part } = vertical
    campaigns.set(name, (await createCampaign(ctx, { name, publicName, settings: part })).id)
  }
  const suppliers = await addSuppliers(ctx, plan, clients, campaigns)
  await addLists(ctx, plan)
  const buyers = await addBuyers(ctx, plan, clients, campaigns)
  const customers = new Map<string, number>()
  for (const customer of plan.customers) customers.set(customer.company, await addCustomer(ctx, customer, clients))
  return { plan, ctx, clients, campaigns, suppliers, buyers, customers }
}

/** People of suppliers, once the operators they supply are there. */
export async function addSupplierUsers(
  platform: Platform,
  users: readonly SupplierUserPlan[],
  businesses: readonly BuiltBusiness[],
): Promise<void> {
  const ctx = ctxOf(platform, system)
  for (const { access, ...person } of users) {
    const userId = await addSupplierUser(ctx, { ...person, password: DEMO_PASSWORD })
    for (const [operator, client] of access) {
      const business = businesses.find(({ plan }) => plan.name === operator)
      if (!business) throw new Error(`no operator ${operator}`)
      const place = { accountId: business.ctx.actor.accountId, clientId: known(business.clients, client) }
      await grantSupplierAccess(ctx, userId, place)
    }
  }
}
