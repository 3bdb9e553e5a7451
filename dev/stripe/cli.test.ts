/** Oracle: Stripe's own command line finds what it expects, and its fixtures of payments run through. */
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { scratchDirectory } from '../../test/harness/scratch.ts'
import { stripeCli } from '../../test/harness/stripe-oracles.ts'
import { type StripeSimulator, startSimulator } from './simulator.ts'

let simulator: StripeSimulator
let program: string
const home = scratchDirectory()

beforeAll(async () => {
  program = await stripeCli()
  simulator = await startSimulator({ now: () => new Date() })
}, 120_000)
afterAll(() => simulator.close())

async function stripe(...args: string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    STRIPE_API_KEY: 'sk_test_51CommandLine000',
    STRIPE_CLI_TELEMETRY_OPTOUT: '1',
  }
  const { stdout, stderr } = await promisify(execFile)(program, [...args, '--api-base', simulator.url], {
    env,
    timeout: 15_000,
  })
  return stdout + stderr
}

const told = (type: string): number =>
  simulator.control.merchants.flatMap(({ shelves }) => shelves.events.newestFirst((one) => one.type === type)).length

it.each([
  ['payment_intent.succeeded', 'charge.succeeded'],
  ['payment_intent.payment_failed', 'charge.failed'],
  ['payment_intent.canceled', 'payment_intent.canceled'],
  ['setup_intent.succeeded', 'setup_intent.created'],
  ['payment_method.attached', 'customer.created'],
  ['charge.refunded', 'refund.created'],
  ['charge.dispute.created', 'charge.succeeded'],
])('triggers %s', async (event, besides) => {
  const before = [told(event), told(besides)]
  expect(await stripe('trigger', event)).toContain('Trigger succeeded')
  expect([told(event), told(besides)]).toEqual(before.map((count) => count + 1))
})

it('runs a fixture of ours: a saved card is charged, and part of it is given back', async () => {
  const file = join(home, 'deposit.json')
  const steps = [
    { name: 'who', path: '/v1/customers', method: 'post', params: { email: 'ada@example.com' } },
    {
      name: 'card',
      path: '/v1/payment_methods/pm_card_visa/attach',
      method: 'post',
      params: { customer: `\${who:id}` },
    },
    {
      name: 'paid',
      path: '/v1/payment_intents',
      method: 'post',
      params: {
        amount: 10_300,
        currency: 'usd',
        customer: `\${who:id}`,
        payment_method: `\${card:id}`,
        confirm: true,
        off_session: true,
        error_on_requires_action: true,
      },
    },
    { name: 'back', path: '/v1/refunds', method: 'post', params: { payment_intent: `\${paid:id}`, amount: 300 } },
  ]
  writeFileSync(file, JSON.stringify({ _meta: { template_version: 0 }, fixtures: steps }))
  const before = told('charge.refunded')
  await stripe('fixtures', file)
  expect(told('charge.refunded')).toBe(before + 1)
})

it('keeps one customer under one key', async () => {
  const make = () => stripe('post', '/v1/customers', '-d', 'email=twice@example.com', '--idempotency', 'once')
  expect(JSON.parse(await make()).id).toBe(JSON.parse(await make()).id)
})
