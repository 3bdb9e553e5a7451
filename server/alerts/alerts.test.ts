import { describe, expect, test } from 'vitest'
import { alertText, alertTitle } from '../../contract/alert-words.ts'
import * as api from '../../contract/api/alerts.ts'
import { asTeam } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aWorld,
  type Campaign,
  mapClient,
  NOW,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { newId } from '../platform/ids.ts'
import { lookAt } from './actions/look.ts'
import { alertRoutes } from './routes.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR_MS)
const DEFAULTS = api.AlertSettings.parse({})

interface Shop {
  world: World
  campaign: Campaign
  supplierId: number
  buyerId: number
}

/** A campaign of one supplier, which has been there for two months. */
async function aShop(): Promise<Shop> {
  const world = await aWorld()
  const campaign = await aCampaign(world, { name: 'Auto Insurance' })
  const supplierId = await aSupplier(world, campaign, { name: 'Clearpath' })
  const buyerId = await aBuyer(world, campaign, { name: 'Redwood' })
  await longAgo(world)
  return { world, campaign, supplierId, buyerId }
}

const longAgo = (world: World) =>
  world.platform.db
    .updateTable('suppliers')
    .set({ created_at: new Date(NOW.getTime() - 60 * DAY_MS) })
    .where('account_id', '=', world.accountId)
    .execute()

async function leads({ world, campaign, supplierId, buyerId }: Shop, count: number, at: Date, sold = true) {
  for (let n = 0; n < count; n++) await aLead(world, { campaign, supplierId, at, sales: sold ? [{ buyerId }] : [] })
}

async function attempt({ world, campaign, supplierId, buyerId }: Shop, outcome: string, at: Date) {
  const leadId = await aLead(world, { campaign, supplierId, at })
  await world.platform.db
    .insertInto('attempts')
    .values({
      ...{ account_id: world.accountId, lead_id: leadId, received_at: at, attempt_id: newId(at), version: 1 },
      ...{ campaign_id: campaign.campaignId, buyer_id: buyerId, outcome, test: false, price: 0, at, ms: 10_000 },
    })
    .execute()
}

function desk(world: World, ctx = asTeam(world)) {
  const account = { account: world.accountId }
  return {
    look: () => lookAt(systemCtx(world.platform), world.accountId),
    list: (state: 'open' | 'past' = 'open') =>
      call(alertRoutes, ctx, api.listAlerts, { params: account, query: { state } }),
    dismiss: (alert: string) => call(alertRoutes, ctx, api.dismissAlert, { params: { ...account, alert } }),
    restore: (alert: string) => call(alertRoutes, ctx, api.restoreAlert, { params: { ...account, alert } }),
    change: (body: api.AlertSettings) => call(alertRoutes, ctx, api.changeAlertSettings, { params: account, body }),
    settings: () => call(alertRoutes, ctx, api.readAlertSettings, { params: account }),
  }
}

const titles = ({ items }: { items: api.Alert[] }) => items.map(alertTitle)

describe('silence', () => {
  /** Ten leads at this time of each of the last four weeks, the last one three hours ago. */
  async function silentShop(): Promise<Shop> {
    const shop = await aShop()
    for (const week of [1, 2, 3, 4]) await leads(shop, 10, ago(week * 168 + 1))
    await leads(shop, 1, ago(3))
    return shop
  }

  test('a supplier that usually posts now and does not is told of, and again is not told twice', async () => {
    const shop = await silentShop()
    const other = await aSupplier(shop.world, shop.campaign, { name: 'Busy' })
    await leads({ ...shop, supplierId: other }, 1, ago(0.1))
    const { look, list } = desk(shop.world)
    await Promise.all([look(), look()])
    await look()
    const { items, waiting } = await list()
    expect(waiting).toBe(1)
    expect(items).toMatchObject([
      {
        subject: { kind: 'supplier', name: 'Clearpath' },
        campaign: { name: 'Auto Insurance' },
        facts: { kind: 'silence', usual: 10 },
        until: null,
      },
    ])
    const [alert] = items
    expect(alert && alertText(alert, 'USD', NOW)).toMatch(
      /^Nothing in Auto Insurance for 2 h 45 min; 10 leads are usual/,
    )
  })

  test('is over with the next lead', async () => {
    const shop = await silentShop()
    const { look, list } = desk(shop.world)
    await look()
    expect(titles(await list())).toEqual(['Auto Insurance is silent'])
    await leads(shop, 1, NOW)
    await look()
    expect((await list()).items).toEqual([])
    expect((await list('past')).items).toMatchObject([{ until: NOW.toISOString() }])
  })

  test('one loud week makes nothing usual, and what is paused may be silent', async () => {
    const loud = await aShop()
    await leads(loud, 40, ago(168 + 1))
    await leads(loud, 1, ago(3))
    const paused = await silentShop()
    await paused.world.platform.db
      .updateTable('suppliers')
      .set({ status: 'paused' })
      .where('account_id', '=', paused.world.accountId)
      .execute()
    for (const { world } of [loud, paused]) {
      const { look, list } = desk(world)
      await look()
      expect((await list()).items).toEqual([])
    }
  })
})

describe('falling acceptance', () => {
  test('is told of the supplier it is at, with the reason', async () => {
    const shop = await aShop()
    const steady = { ...shop, supplierId: await aSupplier(shop.world, shop.campaign, { name: 'Steady' }) }
    await leads(shop, 100, ago(30))
    await leads(steady, 100, ago(30))
    await leads(shop, 12, ago(1))
    await leads(shop, 18, ago(1), false)
    await leads(steady, 30, ago(1))
    const { look, list } = desk(shop.world)
    await look()
    const { items } = await list()
    expect(items.map(({ facts, subject }) => [subject.name, facts])).toEqual([
      ['Clearpath', { kind: 'acceptance', now: 4_000, usual: 10_000, leads: 30, mostly: '1005' }],
    ])
    const [alert] = items
    expect(alert && alertTitle(alert)).toBe('Acceptance fell to 40% at Clearpath')
    expect(alert && alertText(alert, 'USD', NOW)).toContain('Mostly: no buyers available.')
  })

  test('few leads say nothing', async () => {
    const shop = await aShop()
    await leads(shop, 100, ago(30))
    await leads(shop, 19, ago(1), false)
    const { look, list, change } = desk(shop.world)
    await look()
    expect((await list()).items).toEqual([])
    await change({ ...DEFAULTS, acceptance: { on: true, points: 20, leads: 15 } })
    await look()
    expect((await list()).items).toMatchObject([{ facts: { kind: 'acceptance', now: 0 } }])
    await change({ ...DEFAULTS, acceptance: { on: false, points: 20, leads: 15 } })
    await look()
    expect((await list()).items).toEqual([])
  })
})

test('posts to a buyer that get no clear answer', async () => {
  const shop = await aShop()
  const other = { ...shop, buyerId: await aBuyer(shop.world, shop.campaign, { name: 'Good' }) }
  for (let n = 0; n < 7; n++) await attempt(shop, 'rejected', ago(1))
  for (let n = 0; n < 4; n++) await attempt(shop, 'timed_out', ago(0.5))
  for (let n = 0; n < 20; n++) await attempt(other, 'rejected', ago(1))
  const { look, list } = desk(shop.world)
  await look()
  const { items } = await list()
  expect(items).toMatchObject([
    { subject: { kind: 'buyer', name: 'Redwood' }, facts: { posts: 11, failed: 4, mostly: 'timed_out' } },
  ])
  expect(titles({ items })).toEqual(['Redwood is timing out'])
})

test('a balance that does not last', async () => {
  const shop = await aShop()
  const { world, campaign } = shop
  const [clientId, customerId] = [await aClient(world), await aCustomer(world, 'Sunpeak')]
  await mapClient(world, { customerId, clientId, billed: true })
  const buyerId = await aBuyer(world, campaign, { clientId })
  const balance = (amount: number, low = false) =>
    world.platform.db
      .updateTable('wallets')
      .set({ balance: amount, low, minimum_balance: 1_000 })
      .where('account_id', '=', world.accountId)
      .where('wallet_id', '=', customerId)
      .execute()
  // 46.00 a day
  await leads({ ...shop, buyerId }, 7, ago(30))
  const { look, list } = desk(world)
  await balance(20_000)
  await look()
  expect((await list()).items).toEqual([])
  await balance(9_000)
  await look()
  expect((await list()).items).toMatchObject([
    { subject: { name: 'Sunpeak' }, facts: { balance: 9_000, perDay: 4_600, low: false } },
  ])
  await balance(900, true)
  await look()
  const { items } = await list()
  expect(titles({ items })).toEqual(['Sunpeak is out of balance'])
})

describe('an alert', () => {
  async function alerted() {
    const shop = await aShop()
    for (let n = 0; n < 10; n++) await attempt(shop, 'errored', ago(0.5))
    return { shop, ...desk(shop.world) }
  }

  test('is dismissed for the team as long as it lasts, and shown again', async () => {
    const { look, list, dismiss, restore } = await alerted()
    await look()
    const id = (await list()).items[0]?.id ?? ''
    await dismiss(id)
    expect(await dismiss(id)).toMatchObject({ dismissed: { by: 'Mia' } })
    await look()
    expect(await list()).toMatchObject({ waiting: 0, items: [{ id, dismissed: { by: 'Mia' } }] })
    expect(await restore(id)).toMatchObject({ dismissed: null })
    expect(await list()).toMatchObject({ waiting: 1 })
  })

  test('is of its account alone', async () => {
    const { shop, look, list } = await alerted()
    await look()
    const id = (await list()).items[0]?.id ?? ''
    const stranger = desk(await aWorld())
    expect((await stranger.list()).items).toEqual([])
    await expect(stranger.dismiss(id)).rejects.toMatchObject({ code: 'not_found' })
    const viewer = desk(shop.world, asTeam(shop.world, 'viewer'))
    expect((await viewer.list()).items).toHaveLength(1)
    await expect(viewer.dismiss(id)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(viewer.change(DEFAULTS)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('is mailed to the Administrators once, where that is wanted', async () => {
    const { shop, look, change, settings } = await alerted()
    const { world } = shop
    const userId = newId(NOW)
    const email = `${userId}@example.com`
    await world.platform.db
      .insertInto('team_users')
      .values({ user_id: userId, email, name: 'Lena', password_hash: '', created_at: NOW })
      .execute()
    await world.platform.db
      .insertInto('memberships')
      .values({ account_id: world.accountId, user_id: userId, role: 'administrator', created_at: NOW })
      .execute()
    const mails = () =>
      world.platform.db.selectFrom('mail_outbox').select('subject').where('to_address', '=', email).execute()
    expect(await settings()).toEqual(DEFAULTS)
    await look()
    expect(await mails()).toEqual([])
    const quiet = { ...DEFAULTS, mail: true, delivery: { ...DEFAULTS.delivery, on: false } }
    await change(quiet)
    await look()
    world.clock.set(new Date(NOW.getTime() + 7 * HOUR_MS))
    for (let n = 0; n < 10; n++) await attempt(shop, 'errored', world.clock.now())
    await change({ ...DEFAULTS, mail: true })
    await look()
    await look()
    expect(await mails()).toEqual([{ subject: `Posts to Redwood fail (Account ${world.accountId})` }])
  })

  test('settings out of range are refused with their place', async () => {
    const { change } = desk((await aShop()).world)
    const wrong = { ...DEFAULTS, delivery: { on: true, share: 101, posts: 10 } }
    await expect(change(wrong)).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'delivery.share' } })
  })
})
