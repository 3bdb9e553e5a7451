import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { buffer, text } from 'node:stream/consumers'
import { readSheet } from 'read-excel-file/node'
import { beforeEach, describe, expect, test } from 'vitest'
import * as api from '../../contract/api/exports.ts'
import { asCustomer, asTeam, auditOf } from '../../test/factories/customer.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aSupplier,
  aWorld,
  FIELDS,
  mapClient,
  NOW,
  type World,
  writeCampaignPart,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { systemCtx } from '../../test/harness/platform.ts'
import { downloadByLink, downloadExport, forgetExports } from '../exports/actions/exports.ts'
import { exportRoutes } from '../exports/routes.ts'
import type { Ctx, CustomerActor, TeamActor } from '../platform/ctx.ts'
import { bodyPlace } from '../platform/mail/outbox.ts'
import { leadExport } from './actions/export.ts'
import { leadRoutes } from './routes.ts'

const routes = [...leadRoutes, ...exportRoutes]
const DAY = 86_400_000
let world: World
let customer: number
let team: Ctx<TeamActor>
let owner: Ctx<CustomerActor>

beforeEach(async () => {
  world = await aWorld()
  customer = await aCustomer(world)
  team = asTeam(world)
  owner = asCustomer(world, customer)
  await keepPeople()
  const campaign = await aCampaign(world, { name: 'Cheap roofs', publicName: 'Roofing' })
  const clientId = await aClient(world)
  await mapClient(world, { customerId: customer, clientId })
  const supplierId = await aSupplier(world, campaign, { name: 'canary-supplier' })
  const [mine, other] = [await aBuyer(world, campaign, { clientId }), await aBuyer(world, campaign)]
  const lead = { campaign, supplierId }
  const secret = { first_name: '=cmd|calc', for_operator: 'canary-hidden', appended: 'seen' }
  await aLead(world, { ...lead, at: hoursAgo(3), data: secret, sales: [{ buyerId: mine }] })
  await aLead(world, { ...lead, at: hoursAgo(2), data: { first_name: 'Bo' }, sales: [{ buyerId: mine, price: 105 }] })
  await aLead(world, { ...lead, at: hoursAgo(1), data: { first_name: 'canary-foreign' }, sales: [{ buyerId: other }] })
})

const hoursAgo = (hours: number) => new Date(NOW.getTime() - hours * 3_600_000)

async function keepPeople(): Promise<void> {
  const { db } = world.platform
  const { userId: user_id, name } = team.actor
  const person = { name, password_hash: '', created_at: NOW }
  await db
    .insertInto('team_users')
    .values({ user_id, email: `${user_id}@example.com`, ...person })
    .execute()
  const membership = { account_id: world.accountId, user_id, role: 'administrator', grants: [] as string[] }
  await db
    .insertInto('memberships')
    .values({ ...membership, created_at: NOW })
    .execute()
  const { userId, email: address } = owner.actor
  const user = { account_id: world.accountId, user_id: userId, customer_id: customer, email: address, role: 'owner' }
  await db
    .insertInto('customer_users')
    .values({ ...user, ...person })
    .execute()
}

const wish = (format: api.ExportFormat, emails: string[] = []) => ({ format, name: 'My leads / Nov', emails })
const params = () => ({ account: world.accountId })
const askOwn = async (format: api.ExportFormat = 'csv', emails: string[] = [], as = owner) =>
  (await call(routes, as, api.exportOwnLeads, { body: { ...wish(format, emails), leads: {} } })).id
const askTeam = async (leads = {}) =>
  (await call(routes, team, api.exportLeads, { params: params(), body: { ...wish('csv'), leads } })).id

const make = (exportId: string, signal = new AbortController().signal) =>
  leadExport.run(systemCtx(world.platform), { accountId: world.accountId, exportId }, signal)
const csvOf = async (ctx: Ctx, id: string) => text((await downloadExport(ctx, id)).body)
const listOwn = async (as: Ctx = owner) => (await call(routes, as, api.listOwnExports, {})).items

describe('a customer’s file', () => {
  test('holds what it bought, by the names it knows, and nothing that is hidden', async () => {
    const id = await askOwn()
    await make(id)
    const csv = await csvOf(owner, id)
    const [head, ...lines] = csv.replace('\ufeff', '').trim().split('\r\n')
    expect(head).toBe(
      'Lead ID,Bought,Campaign,Price,Currency,Test,Returned,Return reason,first_name,phone,email,appended',
    )
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain(',2026-11-22 08:00:00,Roofing,1.05,USD,No,No,,Bo,+15305550142,')
    // no formula for a spreadsheet to run, a phone number as it is
    expect(lines[1]).toContain(",'=cmd|calc,+15305550142,")
    for (const canary of ['canary', 'for_operator', 'Cheap roofs']) expect(csv).not.toContain(canary)
    expect((await listOwn())[0]).toMatchObject({ state: 'done', done: 2, total: 2, name: 'My leads / Nov' })
    expect((await downloadExport(owner, id)).fileName).toBe('My leads Nov.csv')
  })

  test('holds no field that was hidden after it was asked for', async () => {
    const id = await askOwn()
    const { rows } = await world.platform.pool.query('select campaign_id from campaigns where account_id = $1', [
      world.accountId,
    ])
    const campaign = { campaignId: rows[0].campaign_id, version: 2 }
    await world.platform.pool.query(
      `insert into campaign_versions (account_id, campaign_id, version, summary, actor_kind, actor_name, created_at)
       values ($1, $2, 2, 'hide', 'system', 'test', $3)`,
      [world.accountId, campaign.campaignId, NOW],
    )
    await world.platform.pool.query('update campaigns set version = 2 where account_id = $1', [world.accountId])
    const fields = FIELDS.map((field) => ({ ...field, hiddenFromBuyers: field.name !== 'first_name' }))
    await writeCampaignPart(world, campaign, { fields })
    await make(id)
    const csv = await csvOf(owner, id)
    expect(csv).toContain('first_name')
    expect(csv).not.toContain('15305550142')
  })

  test('is a spreadsheet where that is wanted', async () => {
    const id = await askOwn('xlsx')
    await make(id)
    const [head, bo] = await readSheet(await buffer((await downloadExport(owner, id)).body))
    expect(head?.slice(0, 4)).toEqual(['Lead ID', 'Bought', 'Campaign', 'Price'])
    expect(bo?.slice(2, 4)).toEqual(['Roofing', 1.05])
    // a day's fraction is read to the millisecond before
    expect(Math.round(Number(bo?.[1]) / 1000)).toBe(Date.parse('2026-11-22T08:00:00Z') / 1000)
  })

  test('is its own only: no other customer, no other account, not the team', async () => {
    const id = await askOwn()
    await make(id)
    const others = [asCustomer(world, await aCustomer(world)), team, asTeam(await aWorld())]
    for (const other of others) {
      await expect(downloadExport(other, id)).rejects.toMatchObject({ code: 'not_found' })
      const all = other.actor.kind === 'customer' ? await listOwn(other) : []
      expect(all).toEqual([])
    }
    const ofTeam = (await call(routes, team, api.listExports, { params: params() })).items
    expect(ofTeam).toEqual([])
  })

  test('is not made for who may not have it any more', async () => {
    const id = await askOwn()
    await world.platform.pool.query(`update customer_users set role = 'viewer' where user_id = $1`, [
      owner.actor.userId,
    ])
    await make(id)
    expect((await listOwn())[0]).toMatchObject({ state: 'failed', until: null })
    await expect(askOwn('csv', [], asCustomer(world, customer, 'viewer'))).rejects.toMatchObject({ code: 'forbidden' })
  })
})

test('the team’s file holds every lead its list shows, with everything', async () => {
  const [all, some] = [await askTeam(), await askTeam({ search: 'ada@example.com', status: 'duplicated' })]
  await make(all)
  await make(some)
  const csv = await csvOf(team, all)
  for (const said of ['canary-hidden', 'canary-foreign', 'canary-supplier', 'Cheap roofs', 'Return reason'])
    expect(csv).toContain(said)
  expect(csv.trim().split('\r\n')).toHaveLength(4)
  expect((await csvOf(team, some)).trim().split('\r\n')).toHaveLength(1)
})

async function mailedLinks(): Promise<string[]> {
  const { rows } = await world.platform.pool.query(
    `select mail_id, body_text from mail_outbox where account_id = $1 order by to_address`,
    [world.accountId],
  )
  return rows.map((row) => {
    const body = world.platform.secrets.open(row.body_text, bodyPlace('body_text', row.mail_id))
    return /\/files\/(\S+)/.exec(body)?.[1] ?? ''
  })
}

describe('links', () => {
  test('each address has its own, counted and told, on its portal only, for a week', async () => {
    const id = await askOwn('csv', ['a@example.com', 'B@example.com', 'b@example.com'])
    await make(id)
    const [first = '', second = '', none] = await mailedLinks()
    expect(first).not.toBe(second)
    expect(none).toBeUndefined()
    const anybody = systemCtx(world.platform)
    const follow = (link: string, portal: number | undefined = world.accountId) => downloadByLink(anybody, link, portal)
    expect(await text((await follow(first)).body)).toContain('Roofing')
    await follow(first)
    const links = (await listOwn())[0]?.links
    expect(links).toEqual([
      { email: 'a@example.com', downloads: 2 },
      { email: 'b@example.com', downloads: 0 },
    ])
    const told = (await auditOf(world)).filter(({ action }) => action === 'export.downloaded')
    expect(told.map(({ after }) => after)).toEqual([{ link: 'a@example.com' }, { link: 'a@example.com' }])
    for (const portal of [undefined, (await aWorld()).accountId])
      await expect(downloadByLink(anybody, second, portal)).rejects.toMatchObject({ code: 'token_invalid' })
    await expect(follow(`${first}x`)).rejects.toMatchObject({ code: 'token_invalid' })
    world.clock.set(new Date(NOW.getTime() + 7 * DAY + 1))
    await expect(follow(second)).rejects.toMatchObject({ code: 'token_invalid' })
  })

  test('and file are void once the export is deleted', async () => {
    const id = await askOwn('csv', ['a@example.com'])
    await make(id)
    const [link = ''] = await mailedLinks()
    await call(routes, owner, api.deleteOwnExport, { params: { export: id } })
    const anybody = systemCtx(world.platform)
    await expect(downloadByLink(anybody, link, world.accountId)).rejects.toMatchObject({ code: 'token_invalid' })
    expect(await world.platform.files.stat(`exports/${world.accountId}/${id}.csv`)).toBeUndefined()
    await expect(call(routes, owner, api.deleteOwnExport, { params: { export: id } })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('four addresses are refused, naming the field', async () => {
    const four = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`)
    await expect(askOwn('csv', four)).rejects.toMatchObject({ details: { field: 'emails' } })
  })
})

describe('making', () => {
  test('twice or at once mails once', async () => {
    const id = await askOwn('csv', ['a@example.com'])
    await Promise.all([make(id), make(id)])
    await make(id)
    expect(await mailedLinks()).toHaveLength(1)
    expect(await csvOf(owner, id)).toContain('Bo')
  })

  test('one that was cancelled is not made, and cannot be cancelled twice', async () => {
    const id = await askOwn()
    await call(routes, owner, api.cancelOwnExport, { params: { export: id } })
    await make(id)
    expect((await listOwn())[0]).toMatchObject({ state: 'cancelled', done: 0 })
    await expect(call(routes, owner, api.cancelOwnExport, { params: { export: id } })).rejects.toMatchObject({
      code: 'not_allowed_now',
    })
  })

  test('one that was interrupted begins anew and leaves nothing behind', async () => {
    const id = await askOwn()
    await expect(make(id, AbortSignal.abort())).rejects.toThrow()
    expect((await listOwn())[0]).toMatchObject({ state: 'running' })
    await make(id)
    expect((await csvOf(owner, id)).trim().split('\r\n')).toHaveLength(3)
    const left = await readdir(path.join(world.platform.config.dataDir, 'exports', String(world.accountId)))
    expect(left).toEqual([`${id}.csv`])
  })

  test('the file goes after its week, the line stays', async () => {
    const id = await askOwn()
    await make(id)
    world.clock.set(new Date(NOW.getTime() + 7 * DAY + 1))
    await forgetExports(systemCtx(world.platform))
    expect(await world.platform.files.stat(`exports/${world.accountId}/${id}.csv`)).toBeUndefined()
    expect((await listOwn())[0]).toMatchObject({ state: 'done', until: null })
    await expect(downloadExport(owner, id)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('a sixth at once waits', async () => {
    for (let nth = 0; nth < 5; nth++) await askOwn()
    await expect(askOwn()).rejects.toMatchObject({ code: 'not_allowed_now' })
  })
})
