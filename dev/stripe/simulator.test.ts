/** The simulator keeps what Stripe promises: keys, faults, signatures, pages, and what outlives a restart. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { scratchDirectory } from '../../test/harness/scratch.ts'
import { type StripeSimulator, startSimulator } from './simulator.ts'

const KEY = 'sk_test_51SimulatorTest0abc'
let simulator: StripeSimulator
let stripe: Stripe
const clock = { at: new Date('2026-11-20T12:00:00Z') }

const clientOf = (url: string, key = KEY): Stripe => {
  const { hostname: host, port } = new URL(url)
  return new Stripe(key, { host, port, protocol: 'http', maxNetworkRetries: 0 })
}
beforeEach(async () => {
  clock.at = new Date('2026-11-20T12:00:00Z')
  simulator = await startSimulator({ now: () => clock.at })
  stripe = clientOf(simulator.url)
})
afterEach(() => simulator.close())

async function payer(number = 'pm_card_visa') {
  const { id: customer } = await stripe.customers.create({ email: 'ada@example.com' })
  const { id: card } = await stripe.paymentMethods.attach(number, { customer })
  return { customer, card }
}
const charge = ({ customer, card }: { customer: string; card: string }, idempotencyKey: string, amount = 10_300) =>
  stripe.paymentIntents.create(
    {
      amount,
      currency: 'usd',
      customer,
      payment_method: card,
      confirm: true,
      off_session: true,
      error_on_requires_action: true,
    },
    { idempotencyKey },
  )
const charges = () => simulator.control.merchants.flatMap(({ shelves }) => shelves.charges.toJSON())

describe('idempotency', () => {
  it('answers the same under the same key, whoever asks at once', async () => {
    const who = await payer()
    const settled = await Promise.allSettled([charge(who, 'k'), charge(who, 'k'), charge(who, 'k')])
    const ids = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
    expect(new Set(ids).size).toBe(1)
    expect(charges()).toHaveLength(1)
  })

  it('keeps a decline and a 500 under their keys', async () => {
    const who = await payer()
    simulator.control.orderCard(who.card, 'insufficient_funds')
    await expect(charge(who, 'declined')).rejects.toMatchObject({ statusCode: 402, decline_code: 'insufficient_funds' })
    simulator.control.orderCard(who.card, undefined)
    await expect(charge(who, 'declined')).rejects.toMatchObject({ statusCode: 402 })
    simulator.control.fault({ kind: 'error_500', on: 'POST /v1/payment_intents' })
    await expect(charge(who, 'broken')).rejects.toMatchObject({ statusCode: 500 })
    await expect(charge(who, 'broken')).rejects.toMatchObject({ statusCode: 500 })
    expect(charges().filter(({ paid }) => paid)).toHaveLength(0)
  })

  it('refuses other parameters, and forgets after a day', async () => {
    const who = await payer()
    const { id } = await charge(who, 'k')
    await expect(charge(who, 'k', 20_000)).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 })
    clock.at = new Date(clock.at.getTime() + 86_401_000)
    expect((await charge(who, 'k')).id).not.toBe(id)
  })

  it('keeps nothing of what was refused for its parameters', async () => {
    const who = await payer()
    // as somebody misspells it
    const wrong = { emial: 'x' } as Stripe.CustomerCreateParams
    await expect(stripe.customers.create(wrong, { idempotencyKey: 'k' })).rejects.toMatchObject({
      code: 'parameter_unknown',
    })
    expect((await charge(who, 'k')).status).toBe('succeeded')
  })
})

describe('faults', () => {
  it('says nothing after it has charged, and the same key finds the charge', async () => {
    const who = await payer()
    simulator.control.fault({ kind: 'hang', on: 'POST /v1/payment_intents', ms: 30, times: 2 })
    await expect(charge(who, 'k')).rejects.toMatchObject({ type: 'StripeConnectionError' })
    expect((await charge(who, 'k')).status).toBe('succeeded')
    expect(charges()).toHaveLength(1)
  })

  it.each([
    ['in_use', 409],
    ['rate_limit', 429],
    ['down', 503],
  ] as const)('says %s with nothing done', async (kind, statusCode) => {
    const who = await payer()
    simulator.control.fault({ kind })
    await expect(charge(who, 'k')).rejects.toMatchObject({ statusCode })
    expect(charges()).toHaveLength(0)
    expect((await charge(who, 'k')).status).toBe('succeeded')
  })

  it('names the permission that a restricted key lacks, and refuses keys that are none', async () => {
    const key = 'rk_test_51SimulatorTest0def'
    simulator.control.restrictKey(key, ['rak_webhook_write'])
    const endpoint = { url: 'https://portico.example.com/x', enabled_events: ['*' as const] }
    await expect(clientOf(simulator.url, key).webhookEndpoints.create(endpoint)).rejects.toMatchObject({
      type: 'StripePermissionError',
      message: expect.stringContaining('rak_webhook_write'),
    })
    simulator.control.revokeKey(KEY)
    await expect(stripe.customers.list()).rejects.toMatchObject({ type: 'StripeAuthenticationError' })
    const publishable = clientOf(simulator.url, 'pk_test_51SimulatorTest0pub')
    await expect(publishable.customers.list()).rejects.toMatchObject({ statusCode: 401 })
    const { id, client_secret } = await clientOf(simulator.url, key).setupIntents.create()
    const read = (secret: string) => publishable.setupIntents.retrieve(id, { client_secret: secret })
    expect(await read(client_secret ?? '')).toMatchObject({ id })
    await expect(read('wrong')).rejects.toMatchObject({ statusCode: 400 })
  })

  it('knows no payment_method_types any more', async () => {
    const old = { amount: 500, currency: 'usd', payment_method_types: ['card'] }
    await expect(stripe.paymentIntents.create(old)).rejects.toMatchObject({ code: 'parameter_unknown' })
  })
})

describe('hosted pages', () => {
  const urls = {
    success_url: 'http://portal.localhost/done?s={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://portal.localhost/',
  }
  const send = async (url: string, number: string) => {
    const body = new URLSearchParams({ number, expiry: '12 / 34', cvc: '123', holder: 'Ada' })
    return fetch(url, { method: 'POST', redirect: 'manual', body })
  }
  const lines = [
    { quantity: 1, price_data: { currency: 'usd', unit_amount: 10_300, product_data: { name: '<b>Balance' } } },
  ]

  it('takes one payment, however often its button is pressed', async () => {
    const { customer } = await payer()
    const session = await stripe.checkout.sessions.create({ mode: 'payment', customer, line_items: lines, ...urls })
    expect(session.payment_intent).toBeNull()
    expect(await (await fetch(session.url ?? '')).text()).toContain('&lt;b&gt;Balance')
    const declined = await send(session.url ?? '', '4000 0000 0000 9995')
    expect([declined.status, await declined.text()]).toEqual([402, expect.stringContaining('insufficient funds')])
    const both = await Promise.all([1, 2].map(() => send(session.url ?? '', '4242 4242 4242 4242')))
    expect(both.map(({ headers }) => headers.get('location'))).toEqual(
      Array(2).fill(urls.success_url.replace('{CHECKOUT_SESSION_ID}', session.id)),
    )
    expect(charges().filter(({ paid }) => paid)).toHaveLength(1)
  })

  it('saves a card after its holder has authenticated', async () => {
    const { customer } = await payer()
    const session = await stripe.checkout.sessions.create({ mode: 'setup', customer, currency: 'usd', ...urls })
    const asked = await send(session.url ?? '', '4000002760003184')
    expect(asked.headers.get('location')).toBe(`/c/auth/${session.id}`)
    expect(simulator.control.authenticate(session.id, false)).toBe(false)
    await send(session.url ?? '', '4000002760003184')
    expect(simulator.control.authenticate(session.id, true)).toBe(true)
    const card = (await stripe.customers.listPaymentMethods(customer)).data[0]?.id ?? ''
    await expect(charge({ customer, card }, 'k')).rejects.toMatchObject({ code: 'authentication_required' })
  })

  it('ends after a day', async () => {
    const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', ...urls })
    clock.at = new Date(clock.at.getTime() + 86_401_000)
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired')
  })
})

describe('webhooks', () => {
  let server: Server
  let heard: { type: string; isGood: boolean }[]
  let secret = ''
  let answers: number[]

  beforeEach(async () => {
    heard = []
    answers = []
    server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const body = Buffer.concat(chunks)
        const header = String(request.headers['stripe-signature'])
        const type = JSON.parse(body.toString()).type
        try {
          Stripe.webhooks.constructEvent(body, header, secret, 300, undefined, clock.at.getTime())
          heard.push({ type, isGood: true })
        } catch {
          heard.push({ type, isGood: false })
        }
        response.writeHead(answers.shift() ?? 200).end()
      })
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const made = await stripe.webhookEndpoints.create({
      url: `http://hooks.localhost:${port}/`,
      enabled_events: ['customer.created'],
    })
    secret = made.secret ?? ''
  })
  afterEach(() => server.close())

  it('sends what was asked for, signed, and again when it was not taken', async () => {
    answers = [500, 200]
    await payer()
    await expect
      .poll(() => heard, { timeout: 5_000 })
      .toEqual(Array(2).fill({ type: 'customer.created', isGood: true }))
    await simulator.control.settled()
    expect(simulator.control.pendingWebhooks()).toEqual([])
  })

  it('holds them back, loses them, sends them twice, wrongly signed, or signed long ago', async () => {
    simulator.control.holdWebhooks()
    for (let i = 0; i < 2; i++) await payer()
    const [first, second] = simulator.control.pendingWebhooks()
    simulator.control.loseWebhook(first?.event ?? '')
    expect(await simulator.control.sendWebhook(second?.event ?? '', { times: 2 })).toEqual([200, 200])
    await simulator.control.sendWebhook(second?.event ?? '', { secret: 'whsec_other' })
    await simulator.control.sendWebhook(second?.event ?? '', { age: 400 })
    expect(heard.map(({ isGood }) => isGood)).toEqual([true, true, false, false])
    await simulator.control.releaseWebhooks()
    expect(heard).toHaveLength(4)
  })
})

it('keeps accounts apart, and everything over a restart', async () => {
  const stateFile = join(scratchDirectory(), 'stripe.json')
  const first = await startSimulator({ now: () => clock.at, stateFile })
  const { id } = await clientOf(first.url).customers.create({ email: 'ada@example.com' })
  await expect(clientOf(first.url, 'sk_test_51AnotherAccount00').customers.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
  })
  await expect(clientOf(first.url, KEY.replace('_test_', '_live_')).customers.retrieve(id)).rejects.toMatchObject({
    statusCode: 404,
  })
  await first.close()
  const second = await startSimulator({ now: () => clock.at, stateFile })
  expect(await clientOf(second.url).customers.retrieve(id)).toMatchObject({ email: 'ada@example.com' })
  await second.close()
})
