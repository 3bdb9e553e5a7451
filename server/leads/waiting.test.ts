/** Leads without an outcome: found by themselves, and told as what they are. */
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { listLeads, listSupplierLeads, readLead } from '../../contract/api/leads.ts'
import { aLead } from '../../test/factories/lead.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aSupplier,
  aSupplierUser,
  aWorld,
  NOW,
  supplierOf,
  teamOf,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { leadIdText, newId } from '../platform/ids.ts'
import { leadRoutes } from './routes.ts'

let world: World
let supplierUser: string
let buyers: { one: number; two: number }
let leads: { asked: string; unknown: string; settled: string; failed: string }

const MINUTE = 60_000
const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * MINUTE)

/** What ingestion leaves of a call that is out, or ended so that nobody can tell. */
async function hold(leadId: string, state: 'calling' | 'unknown', buyerId: number): Promise<void> {
  const { db } = world.platform
  const { accountId } = world
  await sql`
    update attempts set outcome = ${state}, reserved = price where account_id = ${accountId} and lead_id = ${leadId}`.execute(
    db,
  )
  await sql`
    update leads set code = ${state === 'calling' ? 1049 : 1006}, sales = 0
    where account_id = ${accountId} and lead_id = ${leadId}`.execute(db)
  await sql`
    insert into open_leads (account_id, lead_id, received_at, supplier_id, owner, deadline_at)
    select account_id, lead_id, received_at, supplier_id, ${state === 'calling' ? 1 : null}, received_at
    from leads where account_id = ${accountId} and lead_id = ${leadId}`.execute(db)
  await sql`
    insert into reservations (account_id, attempt_id, lead_id, received_at, campaign_id, buyer_id, test, amount, day_key,
                              week_key, month_key, keys, state, reserved_at)
    select account_id, attempt_id, lead_id, received_at, campaign_id, ${buyerId}, false, price, 1, 1, 1, '{}', ${state}, at
    from attempts where account_id = ${accountId} and lead_id = ${leadId}`.execute(db)
}

beforeAll(async () => {
  world = await aWorld()
  const { db } = world.platform
  const campaign = await aCampaign(world)
  const source = await aClient(world)
  const supplierId = await aSupplier(world, campaign, { clientId: source, name: 'Clearpath' })
  supplierUser = await aSupplierUser(world, [source])
  buyers = {
    one: await aBuyer(world, campaign, { name: 'Summit' }),
    two: await aBuyer(world, campaign, { name: 'Redwood' }),
  }
  const sell = (buyerId: number, minutes: number) =>
    aLead(world, { campaign, supplierId, at: minutesAgo(minutes), sales: [{ buyerId }] })
  leads = {
    failed: await aLead(world, { campaign, supplierId, at: minutesAgo(400) }),
    settled: await sell(buyers.one, 300),
    unknown: await sell(buyers.one, 200),
    asked: await sell(buyers.two, 1),
  }
  await hold(leads.asked, 'calling', buyers.two)
  await hold(leads.unknown, 'unknown', buyers.one)
  await sql`
    update attempts set settled_at = ${NOW}, by_name = 'Mia', reserved = price
    where account_id = ${world.accountId} and lead_id = ${leads.settled}`.execute(db)
  for (const leadId of [leads.unknown, leads.settled]) {
    await sql`
      insert into attempt_calls (account_id, lead_id, received_at, call_id, attempt_id, kind, outcome, reason, status,
                                 request, response, at, ms)
      select account_id, lead_id, received_at, ${newId(NOW)}, attempt_id, 'delivery', 'unknown', 'No answer in 10 s', null,
             'POST https://buyer.example.com', null, at, 10000
      from attempts where account_id = ${world.accountId} and lead_id = ${leadId}`.execute(db)
  }
})

const team = () => world.as(teamOf(world))
const listed = async (query: object) =>
  (await call(leadRoutes, team(), listLeads, { params: { account: world.accountId }, query })).items.map(({ id }) => id)
const read = (lead: string) =>
  call(leadRoutes, team(), readLead, { params: { account: world.accountId, lead: leadIdText(lead) } })

test('are filtered by what they wait for, alone and with other filters', async () => {
  expect(await listed({ waiting: 'unknown' })).toEqual([leadIdText(leads.unknown)])
  expect(await listed({ waiting: 'in_process' })).toEqual([leadIdText(leads.asked)])
  expect(await listed({ waiting: 'unknown', buyer: buyers.one })).toEqual([leadIdText(leads.unknown)])
  expect(await listed({ waiting: 'unknown', buyer: buyers.two })).toEqual([])
  expect(await listed({ waiting: 'in_process', buyer: buyers.two })).toEqual([leadIdText(leads.asked)])
  expect(await listed({ waiting: 'unknown', search: leadIdText(leads.failed) })).toEqual([])
  expect(await listed({ waiting: 'unknown', search: leadIdText(leads.unknown) })).toEqual([leadIdText(leads.unknown)])
  expect(await listed({ waiting: 'unknown', status: 'accepted' })).toEqual([])
})

test('a code finds the leads that were answered it, and what is in process is not failed', async () => {
  expect(await listed({ code: 1005 })).toEqual([leadIdText(leads.failed)])
  expect(await listed({ code: 1006, status: 'failed' })).toEqual([leadIdText(leads.unknown)])
  expect(await listed({ status: 'failed' })).toEqual([leadIdText(leads.unknown), leadIdText(leads.failed)])
})

test('a call of unknown end says what is held and until when, and what was sent', async () => {
  const { unknowns, timeline = [], lead } = await read(leads.unknown)
  expect(lead).toMatchObject({ unknown: true, can: ['settle', 'sell_to'] })
  expect(unknowns).toMatchObject([
    {
      buyer: { name: 'Summit' },
      held: 4_600,
      until: new Date(minutesAgo(200).getTime() + 72 * 60 * MINUTE).toISOString(),
    },
  ])
  expect(timeline.find(({ kind }) => kind === 'attempt')).toMatchObject({
    title: 'Summit: not known whether it took the lead',
    text: '“No answer in 10 s” $46.00 and a place are held until that is settled, 72 hours at most.',
    tone: 'skipped',
    call: { request: 'POST https://buyer.example.com', response: null, status: null },
  })
})

test('what was settled later is told after the answer, with who did it', async () => {
  const { timeline = [] } = await read(leads.settled)
  const told = timeline.filter(({ kind }) => ['attempt', 'answer', 'settled'].includes(kind))
  expect(told).toMatchObject([
    { kind: 'attempt', title: 'Summit: not known whether it took the lead', text: '“No answer in 10 s”' },
    { kind: 'answer' },
    { kind: 'settled', title: 'Settled: Summit took it for $46.00', by: 'Mia', at: NOW.toISOString() },
  ])
})

test('in process there is no answer yet and nothing to do, on either side', async () => {
  const { timeline = [], lead } = await read(leads.asked)
  expect(lead).toMatchObject({ inProcess: true, reason: null, can: [] })
  expect(timeline.some(({ kind }) => kind === 'answer')).toBe(false)
  const theirs = await call(leadRoutes, world.as(supplierOf(supplierUser)), listSupplierLeads, {
    params: { account: world.accountId },
  })
  expect(theirs.items[0]).toMatchObject({ id: leadIdText(leads.asked), inProcess: true, reason: null })
})
