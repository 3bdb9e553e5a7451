/** The demo world for machines: `GET /dev/world.json`. Read from the database, so that it is always what is there. */

import { readSettings } from '../../server/campaigns/ops.ts'
import { keyPlace } from '../../server/campaigns/rules/keys.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { linkTo, portalHost } from '../../server/platform/origins.ts'
import { demoKey } from './doors.ts'
import type { Vertical } from './forms.ts'
import { foxglove, supplierUsers } from './foxglove.ts'
import { halyard } from './halyard.ts'
import { DEMO_PASSWORD } from './plan.ts'
import { samplePost, VARIED } from './posts.ts'

/** The operator that the description is about; the other one is there to be walled off. */
const plan = halyard

async function accountOfPlan({ db }: Platform): Promise<number | undefined> {
  const row = await db
    .selectFrom('portal_hosts')
    .select('account_id')
    .where('subdomain', '=', plan.portal.subdomain)
    .executeTakeFirst()
  return row?.account_id
}

function membersOf({ db }: Platform, table: 'suppliers' | 'buyers', accountId: number) {
  return table === 'buyers'
    ? db
        .selectFrom('buyers')
        .select(['buyer_id as id', 'name', 'campaign_id', 'client_id'])
        .where('account_id', '=', accountId)
        .orderBy('buyer_id')
        .execute()
    : db
        .selectFrom('suppliers')
        .select(['supplier_id as id', 'name', 'campaign_id', 'client_id'])
        .where('account_id', '=', accountId)
        .orderBy('supplier_id')
        .execute()
}

type Member = Awaited<ReturnType<typeof membersOf>>[number]

async function keysOf({ db, secrets }: Platform, accountId: number): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('supplier_keys')
    .select(['supplier_id', 'key_sealed'])
    .where('account_id', '=', accountId)
    .where('alias', '=', false)
    .execute()
  return new Map(rows.map((row) => [row.supplier_id, secrets.open(row.key_sealed, keyPlace(row.supplier_id))]))
}

interface Shelf {
  accountId: number
  suppliers: Member[]
  buyers: Member[]
  keys: Map<number, string>
}

async function describeCampaign(
  platform: Platform,
  { accountId, suppliers, buyers, keys }: Shelf,
  campaign: { campaign_id: number; name: string; version: number },
  vertical: Vertical,
) {
  const { campaign_id: id, name, version } = campaign
  const settings = await readSettings(platform.db, accountId, id, version)
  return {
    id,
    name,
    fields: settings.campaign.fields.map((field) => ({
      name: field.name,
      type: field.type,
      required: field.required,
      hidden_from_specs: field.hiddenFromSpecs,
      hidden_from_buyers: field.hiddenFromBuyers,
    })),
    buyers: buyers
      .filter((buyer) => buyer.campaign_id === id)
      .map((buyer) => ({
        id: buyer.id,
        name: buyer.name,
        delivery: settings.buyers.get(buyer.id)?.delivery.kind ?? '',
      })),
    suppliers: suppliers
      .filter((supplier) => supplier.campaign_id === id)
      .map((supplier) => {
        const key = keys.get(supplier.id) ?? ''
        const sample = samplePost({ id: supplier.id, key, campaignId: id }, vertical, supplier.id)
        return { id: supplier.id, name: supplier.name, key, specs_url: '', sample, vary: [...VARIED] }
      }),
  }
}

async function describeCampaigns(platform: Platform, shelf: Shelf) {
  const rows = await platform.db
    .selectFrom('campaigns')
    .select(['campaign_id', 'name', 'version'])
    .where('account_id', '=', shelf.accountId)
    .orderBy('campaign_id')
    .execute()
  const described: Awaited<ReturnType<typeof describeCampaign>>[] = []
  for (const row of rows) {
    const line = plan.campaigns.find(({ vertical }) => vertical.name === row.name)
    if (line) described.push(await describeCampaign(platform, shelf, row, line.vertical))
  }
  return described
}

async function describeCustomers(platform: Platform, { accountId, buyers }: Shelf) {
  const { db, config } = platform
  const customers = await db
    .selectFrom('customers')
    .select(['customer_id', 'company', 'billing_mode'])
    .where('account_id', '=', accountId)
    .orderBy('customer_id')
    .execute()
  const mappings = await db
    .selectFrom('mappings')
    .select(['customer_id', 'client_id', 'billed'])
    .where('account_id', '=', accountId)
    .execute()
  const host = portalHost(config, plan.portal.subdomain)
  const portal = linkTo(config, { kind: 'portal', accountId, host }, '/')
  return customers.flatMap(({ customer_id, company, billing_mode }) => {
    const owner = plan.customers.find((one) => one.company === company)?.owner
    if (!owner) return []
    const own = mappings.filter((mapping) => mapping.customer_id === customer_id)
    const billed = new Map<number, boolean>()
    for (const { client_id, billed: pays } of own)
      for (const buyer of buyers.filter((one) => one.client_id === client_id))
        billed.set(buyer.campaign_id, pays || billed.get(buyer.campaign_id) === true)
    const campaigns = [...billed].map(([id, pays]) => ({ id, billed: pays }))
    const login = { portal, portal_name: plan.portal.name, email: owner.email, password: DEMO_PASSWORD }
    return [{ ...login, company, billing_mode, campaigns }]
  })
}

/** Everything spec 6 names is there; what is not built yet is empty. */
export async function describeWorld(platform: Platform, endpointUrl = '') {
  const { config } = platform
  const accountId = await accountOfPlan(platform)
  const found = accountId !== undefined
  const shelf = found && {
    accountId,
    suppliers: await membersOf(platform, 'suppliers', accountId),
    buyers: await membersOf(platform, 'buyers', accountId),
    keys: await keysOf(platform, accountId),
  }
  const consoleAt = linkTo(config, { kind: 'console' }, '/')
  const suppliersAt = linkTo(config, { kind: 'suppliers' }, '/')
  return {
    operator: {
      console: consoleAt,
      email: plan.owner.email,
      password: DEMO_PASSWORD,
      api_key: found ? demoKey(accountId) : '',
    },
    campaigns: shelf ? await describeCampaigns(platform, shelf) : [],
    customers: shelf ? await describeCustomers(platform, shelf) : [],
    suppliers: found
      ? supplierUsers
          .filter(({ access }) => access.some(([operator]) => operator !== foxglove.name))
          .map(({ email }) => ({ portal: suppliersAt, email, password: DEMO_PASSWORD }))
      : [],
    /** Plays Stripe; its page lists its payments and cards. */
    stripe: { simulator: config.stripeApiBase ?? '' },
    mailbox: {
      url: linkTo(config, { kind: 'api' }, '/dev/mail'),
      api: linkTo(config, { kind: 'api' }, '/dev/mail.json'),
    },
    /** Plays buyers' and checkers' systems; its page lists what it received. */
    endpoint: { url: endpointUrl },
  }
}
