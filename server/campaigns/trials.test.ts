import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SampleEndpoint, startEndpoint } from '../../dev/endpoint.ts'
import { makeCampaign, SOLAR_FIELDS, type SolarCampaign } from '../../test/factories/campaign.ts'
import { auditOf } from '../../test/factories/customer.ts'
import { directPost, outsideCheck } from '../../test/factories/delivery.ts'
import { aWorld, type World } from '../../test/factories/world.ts'
import { refusalOf } from '../../test/harness/refusal.ts'
import { openOutgoing } from '../platform/outgoing/outgoing.ts'
import { tryCheckNow, tryDeliveryNow } from './actions/trials.ts'

let world: World
let solar: SolarCampaign
let endpoint: SampleEndpoint
beforeAll(async () => {
  world = await aWorld()
  solar = await makeCampaign(world)
  const outgoing = openOutgoing({ allow: ['127.0.0.1'], dnsServers: [] })
  solar = { ...solar, ctx: { ...solar.ctx, outgoing } }
  endpoint = await startEndpoint(() => world.platform.clock.now())
})
beforeEach(() => endpoint.clear())
afterAll(async () => {
  await solar.ctx.outgoing.close()
  await endpoint.close()
})

const trial = { fields: SOLAR_FIELDS, values: {}, price: 4_600 }
const post = (how: string, more = {}, call = {}) =>
  tryDeliveryNow(solar.ctx, solar.campaignId, {
    ...trial,
    delivery: directPost(`${endpoint.url}/buyer/${how}`, { call }),
    send: true,
    ...more,
  })

describe('a test post', () => {
  it('is written without being sent until it is told to', async () => {
    const { exchange, verdict } = await post('accept', { send: false, values: { phone: '(530) 555-0199' } })
    expect(verdict).toBeNull()
    expect(exchange).toMatchObject({ response: null, status: null })
    expect(exchange.request).toContain('"phone": "5305550199"')
    expect(endpoint.count).toBe(0)
  })

  it('calls for real and says which rule decided', async () => {
    expect(await post('accept')).toMatchObject({
      exchange: { status: 200, response: expect.stringContaining('"accepted"') },
      verdict: { outcome: 'accepted', rule: 0, reason: null, price: null },
    })
    expect(endpoint.received[0]?.body).toContain('Avery')
    expect(await post('reject')).toMatchObject({
      verdict: { outcome: 'rejected', rule: 2, reason: 'Not buying there at the moment' },
    })
    expect(await post('lie?as=html')).toMatchObject({ verdict: { outcome: 'rejected', rule: null } })
    expect(await post('cut')).toMatchObject({ verdict: { outcome: 'unknown' } })
    expect((await auditOf(world)).filter(({ action }) => action === 'delivery.tested')).toHaveLength(4)
  })

  it('shows no secret that was typed just now', async () => {
    const call = {
      secrets: [{ name: 'key', value: 'hunter2hunter2' }],
      query: [{ name: 'k', value: '{{ secret.key }}' }],
    }
    const { exchange } = await post('accept', {}, call)
    expect(endpoint.received[0]?.path).toContain('hunter2hunter2')
    expect(JSON.stringify(exchange)).not.toContain('hunter2')
  })

  it('names the place of a fault, and knows no foreign lead', async () => {
    expect(await refusalOf(post('accept', {}, { query: [{ name: 'k', value: '{{ nobody }}' }] }))).toBe(
      'invalid_input delivery.call.query.0.value',
    )
    expect(await refusalOf(post('accept', { values: { phone: 'no' } }))).toBe('invalid_input values.phone')
    expect(await refusalOf(post('accept', { lead: '00000000000000000000000000' }))).toBe('invalid_input lead')
    const other = await makeCampaign(await aWorld())
    expect(
      await refusalOf(
        tryDeliveryNow(solar.ctx, other.campaignId, {
          ...trial,
          delivery: directPost(`${endpoint.url}/buyer/accept`),
          send: true,
        }),
      ),
    ).toBe('not_found')
    expect(endpoint.count).toBe(0)
  })

  it('of a mail goes to whoever asks', async () => {
    const delivery = {
      kind: 'email' as const,
      to: ['buyer@buyer.example'],
      subject: 'Lead {{ first_name }}',
      body: 'Bill {{ monthly_bill }}',
    }
    const result = await tryDeliveryNow(solar.ctx, solar.campaignId, { ...trial, delivery, send: true })
    expect(result.exchange.request).toBe('To: buyer@buyer.example\nSubject: [Test] Lead Avery\n\nBill 180')
    const mails = await world.platform.db
      .selectFrom('mail_outbox')
      .select('to_address')
      .where('account_id', '=', world.accountId)
      .where('kind', '=', 'lead.delivery_test')
      .execute()
    expect(mails).toEqual([{ to_address: solar.ctx.actor.email }])
  })
})

describe('a check', () => {
  it('is tried like a delivery', async () => {
    const ask = (how: string, send = true) =>
      tryCheckNow(solar.ctx, solar.campaignId, { ...trial, check: outsideCheck(`${endpoint.url}/check/${how}`), send })
    expect(await ask('pass', false)).toMatchObject({ verdict: null })
    expect(await ask('pass')).toMatchObject({ verdict: { outcome: 'pass', rule: 1 } })
    expect(await ask('reject')).toMatchObject({
      verdict: { outcome: 'reject', reason: 'On a list of litigators', rule: 0 },
    })
    expect(await ask('down')).toMatchObject({ verdict: { outcome: 'failed', rule: null } })
  })
})
