import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { listOwnDeliveries, sendSampleLead } from '../../contract/api/own-deliveries.ts'
import type { Delivery } from '../../contract/delivery.ts'
import { type SampleEndpoint, startEndpoint } from '../../dev/endpoint.ts'
import { auditOf } from '../../test/factories/customer.ts'
import { directPost } from '../../test/factories/delivery.ts'
import {
  aBuyer,
  aCampaign,
  aClient,
  aCustomer,
  aWorld,
  type Campaign,
  customerOf,
  mapClient,
  type World,
} from '../../test/factories/world.ts'
import { call } from '../../test/harness/call.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { openOutgoing } from '../platform/outgoing/outgoing.ts'
import { ownDeliveryRoutes } from './routes/own-deliveries.ts'

const outgoing = openOutgoing({ allow: ['127.0.0.1'], dnsServers: [] })
let endpoint: SampleEndpoint
let world: World
let campaign: Campaign
/** The customer's own buyers, by how they are delivered to; one of somebody else. */
let buyers: Record<'post' | 'reject' | 'broken' | 'mail' | 'store' | 'foreign', number>
let customerId: number

const bodyOf = (name: string) => ({ format: 'json' as const, template: `{"name": "{{ ${name} }}"}` })

const mail: Delivery = {
  kind: 'email',
  to: ['leads@summit.example', 'ops@summit.example'],
  subject: 'Lead {{ first_name }}',
  body: 'Call {{ phone }}',
}

beforeAll(async () => {
  world = await aWorld()
  endpoint = await startEndpoint(() => world.platform.clock.now())
  campaign = await aCampaign(world, { name: 'canary-internal' })
  const [own, foreign] = [await aClient(world), await aClient(world)]
  const buyer = (delivery: Delivery, clientId = own) =>
    aBuyer(world, campaign, { clientId, name: 'canary-buyer', delivery })
  const post = (secret: string, how = 'accept', name = 'first_name') =>
    directPost(`${endpoint.url}/buyer/${how}?key=${secret}`, { call: { body: bodyOf(name) } })
  buyers = {
    post: await buyer(post('canary-secret')),
    mail: await buyer(mail),
    reject: await buyer(post('canary-secret', 'reject')),
    broken: await buyer(post('canary-secret', 'accept', 'canary_field')),
    store: await buyer({ kind: 'store' }),
    foreign: await buyer(post('other'), foreign),
  }
  customerId = await aCustomer(world)
  await mapClient(world, { customerId, clientId: own })
})
beforeEach(() => endpoint.clear())
afterAll(async () => {
  await outgoing.close()
  await endpoint.close()
})

type Role = Parameters<typeof customerOf>[2]
const as = (role: Role = 'owner', of = world) => ({ ...of.as(customerOf(of, customerId, role)), outgoing })
const send = (buyer: number, ctx = as()) => call(ownDeliveryRoutes, ctx, sendSampleLead, { body: { buyer } })
const mailsTo = (to: string) =>
  world.platform.db
    .selectFrom('mail_outbox')
    .select(['kind', 'subject', 'from_name'])
    .where('account_id', '=', world.accountId)
    .where('to_address', '=', to)
    .execute()

describe('own deliveries', () => {
  it('are those that leave, of the own buyers, and say no more than the host of an address', async () => {
    const list = (cursor?: string) =>
      call(ownDeliveryRoutes, as('viewer'), listOwnDeliveries, { query: { limit: 3, cursor } })
    const first = await list()
    const second = await list(first.next ?? undefined)
    const host = new URL(endpoint.url).host
    const common = { campaign: { id: campaign.campaignId, name: 'Public name' } }
    const posts = [buyers.post, buyers.reject, buyers.broken]
    const expected = [
      ...posts.map((id) => ({ id, ...common, kind: 'direct_post', to: host })),
      { id: buyers.mail, ...common, kind: 'email', to: 'leads@summit.example, ops@summit.example' },
    ].sort((a, b) => a.id - b.id)
    expect([...first.items, ...second.items]).toEqual(expected)
    expect(second.next).toBeNull()
    expect(JSON.stringify([first, second])).not.toContain('canary')
  })
})

describe('a test lead', () => {
  it('goes to the own system as a real one does, marked as a test, and its answer is told', async () => {
    const sent = await send(buyers.post)
    expect(sent).toEqual({ outcome: 'accepted', reason: null, status: 200, to: new URL(endpoint.url).host })
    expect(endpoint.count).toBe(1)
    expect(endpoint.received[0]?.body).toContain('Avery')
    expect(endpoint.received[0]?.path).toContain('canary-secret')
    const [entry] = (await auditOf(world)).filter(({ action }) => action === 'test_lead.sent')
    expect(entry).toMatchObject({ target_id: String(customerId) })
    expect(
      await world.platform.db.selectFrom('leads').select('lead_id').where('account_id', '=', world.accountId).execute(),
    ).toEqual([])
  })

  it('tells what the own system answered, and nothing of a template that cannot be written', async () => {
    const reason = 'Not buying there at the moment'
    expect(await send(buyers.reject)).toMatchObject({ outcome: 'rejected', reason, status: 200 })
    expect(await send(buyers.broken)).toMatchObject({ outcome: 'errored', reason: null, status: null })
  })

  it('goes to each address of a mail delivery', async () => {
    expect(await send(buyers.mail, as('manager'))).toMatchObject({ outcome: 'mailed', status: null })
    for (const to of mail.kind === 'email' ? mail.to : [])
      expect(await mailsTo(to)).toEqual([
        { kind: 'lead.delivery_test', subject: '[Test] Lead Avery', from_name: `Account ${world.accountId}` },
      ])
  })

  it('is not sent for who only looks, nor for buyers that are not the own or that nothing is sent to', async () => {
    expect(await refusalOf(send(buyers.post, as('viewer')))).toBe('forbidden')
    const looking = {
      ...customerOf(world, customerId),
      viewer: { teamUserId: randomUUID(), name: 'Nora', until: world.clock.now() },
    }
    expect(await refusalOf(send(buyers.post, { ...world.as(looking), outgoing }))).toBe('forbidden')
    for (const buyer of [buyers.store, buyers.foreign, 1]) expect(await refusalOf(send(buyer))).toBe('not_found')
    const other = await aWorld()
    expect(await refusalOf(send(buyers.post, as('owner', other)))).toBe('not_found')
    expect(endpoint.count).toBe(0)
  })

  it('is sent twenty times in a quarter of an hour and not more, two at once counted twice', async () => {
    const others = await aCustomer(world)
    const [{ client_id: clientId } = { client_id: 0 }] = await world.platform.db
      .selectFrom('buyers')
      .select('client_id')
      .where('account_id', '=', world.accountId)
      .where('buyer_id', '=', buyers.mail)
      .execute()
    await mapClient(world, { customerId: others, clientId })
    const ctx = { ...world.as(customerOf(world, others)), outgoing }
    const outcomes = await Promise.all(Array.from({ length: 22 }, () => refusalOf(send(buyers.mail, ctx))))
    expect(outcomes.filter((one) => one === 'too_many_requests')).toHaveLength(2)
  })
})
