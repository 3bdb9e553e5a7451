/** kill -9 at each named point of charging and crediting: a restart is all it takes (design: exactly once). */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { signature } from '../../dev/stripe/webhooks.ts'
import { chargeByOperator } from '../../server/billing/actions/charges.ts'
import { makeDeposit, readDeposit } from '../../server/billing/actions/deposits.ts'
import { type CrashPoint, crashPoints } from '../../server/billing/ops/crash-points.ts'
import { newId } from '../../server/platform/ids.ts'
import { aTill, type Till } from '../factories/stripe.ts'
import { testDatabase } from '../harness/database.ts'
import { scratchDirectory } from '../harness/scratch.ts'
import type { Errand, ErrandAt } from './stripe-process.ts'

const PROGRAM = join(import.meta.dirname, 'stripe-process.ts')
/** Twelve processes of the same code: compiled once. */
const COMPILED = scratchDirectory()
const AMOUNT = 10_000
const LEASE_MS = 70_000

/** Runs the errand in a process of its own that is killed at the point. @throws Error when it was not killed there */
async function killedAt(point: CrashPoint, till: Till, errand: Errand): Promise<void> {
  const { platform, clock } = till.world
  const { url } = await testDatabase()
  const at: ErrandAt = {
    errand,
    url,
    stripeApiBase: till.simulator.url,
    publicPort: platform.config.publicOrigin.port ?? 0,
    now: clock.now().toISOString(),
    dataDir: platform.config.dataDir,
  }
  const env = { ...process.env, CRASH_AT: point, NODE_COMPILE_CACHE: COMPILED }
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(at)], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (chunk) => said.push(String(chunk)))
  const [code, signal] = await once(child, 'exit')
  if (signal !== 'SIGKILL') throw new Error(`not killed at ${point}, but ended with ${code}: ${said.join('')}`)
}

async function expectOneCharge(till: Till): Promise<void> {
  expect(till.paid()).toEqual([AMOUNT])
  expect(await till.entries()).toEqual([`deposit ${AMOUNT}`])
  expect(await till.balance()).toBe(AMOUNT)
}

/** The operator charges a saved card. */
async function charge(point: CrashPoint, till: Till, id: string): Promise<void> {
  await till.saveCard()
  await killedAt(point, till, { do: 'charge', id, actor: till.team.actor, customerId: till.customerId, amount: AMOUNT })
  await till.later(LEASE_MS, 3)
  await expectOneCharge(till)
}

/** The customer asks for the page; asks again after the crash, and pays. */
async function deposit(point: CrashPoint, till: Till, id: string): Promise<void> {
  await killedAt(point, till, { do: 'deposit', id, actor: till.payer.actor, amount: AMOUNT })
  const { url } = await makeDeposit(till.payer, { id, amount: AMOUNT, with: 'page', saveCard: false })
  till.simulator.control.enterCard(new URL(url ?? '').pathname.split('/').at(-1) ?? '', '4242424242424242')
  await till.later(LEASE_MS, 2)
  expect((await readDeposit(till.payer, id)).state).toBe('succeeded')
  await expectOneCharge(till)
}

/** Stripe tells of a payment on the page. */
async function event(point: CrashPoint, till: Till, id: string): Promise<void> {
  const { control } = till.simulator
  control.holdWebhooks()
  const { url } = await makeDeposit(till.payer, { id, amount: AMOUNT, with: 'page', saveCard: false })
  control.enterCard(new URL(url ?? '').pathname.split('/').at(-1) ?? '', '4242424242424242')
  if (point === 'event.stored') await killedAt(point, till, told(till, id))
  else {
    await control.releaseWebhooks()
    await killedAt(point, till, { do: 'work', id })
  }
  await till.later(LEASE_MS, 2)
  await expectOneCharge(till)
}

/** Only the post of the event itself, so that it is the one that is stored and then lost from sight. */
function told(till: Till, id: string): Errand {
  const [merchant] = till.simulator.control.merchants
  const [endpoint] = merchant?.shelves.endpoints.toJSON() ?? []
  const secret = merchant?.shelves.endpointSecrets.toJSON().at(-1)?.secret ?? ''
  const succeeded = merchant?.shelves.events.newestFirst(({ type }) => type === 'payment_intent.succeeded')[0]
  const body = JSON.stringify(succeeded)
  const at = Math.floor(till.world.clock.now().getTime() / 1_000)
  const webhookId = new URL(endpoint?.url ?? '').pathname.split('/').at(-1) ?? ''
  return { do: 'receive', id, webhookId, body, signature: signature(body, secret, at) }
}

/** The operator gives a part back. */
async function refund(point: CrashPoint, till: Till, id: string): Promise<void> {
  await till.saveCard()
  const chargeId = newId(till.world.clock.now())
  await chargeByOperator(till.team, till.customerId, { id: chargeId, amount: AMOUNT, reason: 'agreed' })
  const { team, customerId } = till
  await killedAt(point, till, { do: 'refund', id, actor: team.actor, customerId, chargeId, amount: 3_000 })
  await till.later(LEASE_MS, 4)
  expect(await till.entries()).toEqual([`deposit ${AMOUNT}`, 'refund 3000'])
  expect(await till.balance()).toBe(AMOUNT - 3_000)
  const refunds = till.simulator.control.merchants.flatMap(({ shelves }) => shelves.refunds.toJSON())
  expect(refunds.map(({ amount }) => amount)).toEqual([3_000])
}

const CASES: Readonly<Record<CrashPoint, (point: CrashPoint, till: Till, id: string) => Promise<void>>> = {
  'charge.written': charge,
  'charge.answered': charge,
  'charge.decide': charge,
  'charge.decided': charge,
  'deposit.written': deposit,
  'deposit.opened': deposit,
  'event.stored': event,
  'event.handled': event,
  'refund.asked': refund,
  'refund.answered': refund,
  'refund.book': refund,
  'refund.booked': refund,
}

describe('killed at', () => {
  // a point without a case does not type-check, and would fail here by its name
  it.each(crashPoints.map((point) => [point]))(
    '%s',
    async (point) => {
      const till = await aTill()
      try {
        await CASES[point](point, till, newId(till.world.clock.now()))
        await till.holds()
      } finally {
        await till.close()
      }
    },
    60_000,
  )
})
