/**
 * Oracle: a foreign emulator of Stripe. Our client pays in through its hosted page and through the simulator's, and the
 * story told is the same: redirect, paid session, signed webhook. It saves no cards and declines nothing, so no more
 * than this is asked of it.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { clientOf } from '../../server/billing/ops/stripe.ts'
import { freePort } from '../../test/faults/installation.ts'
import { scratchDirectory } from '../../test/harness/scratch.ts'
import { foreignEmulator } from '../../test/harness/stripe-oracles.ts'
import { startSimulator } from './simulator.ts'

const closers: (() => Promise<unknown>)[] = []
let program: string
beforeAll(async () => {
  program = await foreignEmulator()
}, 120_000)
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** Hears webhooks, and believes only what is signed with `secret`. */
async function listener(secret: () => string) {
  const heard: Stripe.Event[] = []
  const take = async (request: IncomingMessage): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const signature = String(request.headers['stripe-signature'])
    heard.push(Stripe.webhooks.constructEvent(Buffer.concat(chunks), signature, secret()))
  }
  const server = createServer((request, response) => {
    const answer = (status: number) => response.writeHead(status).end()
    take(request).then(
      () => answer(200),
      () => answer(400),
    )
  }).listen(await freePort(), '127.0.0.1')
  await once(server, 'listening')
  closers.push(async () => server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return { heard, url: `http://127.0.0.1:${port}/hook` }
}

interface Played {
  url: string
  line: Stripe.Checkout.SessionCreateParams.LineItem
  /** Sends the hosted page. @returns where the browser goes */
  send(page: string): Promise<string | null>
}

const post = async (url: string, form: Record<string, string>): Promise<string | null> => {
  const body = new URLSearchParams(form)
  return (await fetch(url, { method: 'POST', redirect: 'manual', body })).headers.get('location')
}

async function emulator(hook: string, secret: string): Promise<Played> {
  const port = await freePort()
  const seed = join(scratchDirectory(), 'seed.yaml')
  const stripe = {
    products: [{ name: 'Deposit' }],
    prices: [{ id: 'price_deposit', product_name: 'Deposit', currency: 'usd', unit_amount: 10_300 }],
    webhooks: [{ url: hook, secret, events: ['*'] }],
  }
  writeFileSync(seed, JSON.stringify({ stripe }))
  const child = spawn(process.execPath, [program, '--service', 'stripe', '--port', String(port), '--seed', seed], {
    stdio: 'ignore',
  })
  closers.push(async () => {
    child.kill()
    await once(child, 'exit')
  })
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 200 && !(await fetch(url).catch(() => undefined)); tries++) await sleep(50)
  return {
    url,
    line: { price: 'price_deposit', quantity: 1 },
    send: (page) => post(`${page.replace('localhost', '127.0.0.1')}/complete`, {}),
  }
}

async function simulator(hook: string, keep: (secret: string) => void): Promise<Played> {
  const played = await startSimulator({ now: () => new Date() })
  closers.push(() => played.close())
  const made = await clientOf({ stripeApiBase: played.url }, KEY).webhookEndpoints.create({
    url: hook,
    enabled_events: ['*'],
  })
  keep(made.secret ?? '')
  const price_data = { currency: 'usd', unit_amount: 10_300, product_data: { name: 'Deposit' } }
  const card = { number: '4242424242424242', expiry: '12 / 34', cvc: '123', holder: 'Ada' }
  return { url: played.url, line: { price_data, quantity: 1 }, send: (page) => post(page, card) }
}

const KEY = 'sk_test_51ForeignOracle00'

it.each(['the foreign emulator', 'the simulator'])(
  'pays in through %s',
  async (which) => {
    let secret = 'whsec_of_the_oracle'
    const { heard, url: hook } = await listener(() => secret)
    const played =
      which === 'the simulator'
        ? await simulator(hook, (made) => {
            secret = made
          })
        : await emulator(hook, secret)
    const stripe = clientOf({ stripeApiBase: played.url }, KEY)
    const customer = await stripe.customers.create({ email: 'ada@example.com' })
    const session = await stripe.checkout.sessions.create({
      mode: 'payment',
      customer: customer.id,
      line_items: [played.line],
      metadata: { charge: 'one' },
      success_url: 'http://portal.localhost/deposit/done?session={CHECKOUT_SESSION_ID}',
    })
    expect(session).toMatchObject({ object: 'checkout.session', status: 'open', payment_status: 'unpaid' })
    const to = await played.send(session.url ?? '')
    expect(to).toBe(`http://portal.localhost/deposit/done?session=${session.id}`)
    const paid = { id: session.id, status: 'complete', payment_status: 'paid', metadata: { charge: 'one' } }
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject(paid)
    await expect.poll(() => heard.map(({ type }) => type)).toContain('checkout.session.completed')
    expect(heard.find(({ type }) => type === 'checkout.session.completed')?.data.object).toMatchObject(paid)
  },
  30_000,
)
