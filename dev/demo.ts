/** The demo: a world in an empty database, its description for machines, a mailbox, and leads that keep coming. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import type { Config } from '../server/platform/config.ts'
import type { Platform } from '../server/platform/ctx.ts'
import { content, type Route } from '../server/platform/http/route.ts'
import type { Lifecycle } from '../server/platform/lifecycle.ts'
import { linkTo } from '../server/platform/origins.ts'
import type { BuiltSupplier } from './demo/build.ts'
import { describeWorld } from './demo/describe.ts'
import { halyard } from './demo/halyard.ts'
import { clearHalfMade, seedWorld } from './demo/seed.ts'
import { type SampleEndpoint, startEndpoint } from './endpoint.ts'
import { type Mailbox, startMailbox } from './mailbox.ts'
import { type StripeSimulator, startSimulator } from './stripe/simulator.ts'
import { startTrickle } from './trickle.ts'

export interface Demo {
  routes: readonly Route[]
  /** The mailbox's, where no other is configured. */
  smtpUrl: string | undefined
  isReady(): boolean
  /** Resolves once its history is made; undefined where none is. */
  history: Promise<void> | undefined
  /** Makes the world if the database is empty, says who can log in, and lets leads come. */
  fill(life: Lifecycle): Promise<void>
  close(): Promise<void>
}

const BEGUN = 'demo/begun.json'
const DONE = 'demo/done.json'

/** Whoever asks while the world is made waits a while: a lead posted into a history that is being made would stop it. */
const PATIENCE_MS = 25_000

const worldRoute = (platform: Platform, made: Promise<void>, endpointUrl: string): Route =>
  content({
    host: 'api',
    allow: 'public',
    path: '/dev/world.json',
    summary: 'The demo world, for programs.',
    run: async () => {
      const isMade = await Promise.race([made.then(() => true), sleep(PATIENCE_MS, false, { ref: false })])
      if (!isMade) throw new AppError('unavailable', { message: 'The demo world is being made.', retryAfterSeconds: 2 })
      const body = JSON.stringify(await describeWorld(platform, endpointUrl), null, 2)
      return { type: 'application/json; charset=utf-8', body }
    },
  })

type World = Awaited<ReturnType<typeof describeWorld>>

async function isEmpty({ db }: Platform): Promise<boolean> {
  return (await db.selectFrom('accounts').select('account_id').limit(1).executeTakeFirst()) === undefined
}

/** Addresses of one database: as the app, and as the owner of its tables. */
export interface DemoDatabase {
  url: string
  ownerUrl: string
}

type Say = (line: string) => void

async function isCutOff({ files }: Platform): Promise<boolean> {
  return (await files.stat(BEGUN)) !== undefined && (await files.stat(DONE)) === undefined
}

async function makeWorld(
  platform: Platform,
  { url, ownerUrl }: DemoDatabase,
  say: Say,
  how: { signal: AbortSignal; endpointUrl: string },
): Promise<void> {
  const { signal, endpointUrl } = how
  if (!(await isEmpty(platform)) && (await isCutOff(platform))) {
    say('The last start was cut off before the demo world was made: it is made anew.')
    if (!(await clearHalfMade(platform, ownerUrl))) return say('There is more than the demo here: it stays as it is.')
  }
  if (!(await isEmpty(platform))) return
  const began = performance.now()
  const note = () => Buffer.from(JSON.stringify({ at: platform.clock.now() }))
  await platform.files.delete(DONE)
  await platform.files.put(BEGUN, note())
  await seedWorld(platform, { url, say, signal, endpointUrl })
  if (signal.aborted) return
  await platform.files.put(DONE, note())
  say(`The demo world is made after ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}

function sayLogins(
  { operator, customers, suppliers, mailbox, endpoint, stripe }: World,
  { config }: Platform,
  say: (line: string) => void,
) {
  const [customer] = customers
  const [supplier] = suppliers
  if (!customer || !supplier) return
  say(`Everybody's password is ${operator.password}. Log in as`)
  say(`  operator   ${operator.email.padEnd(32)} ${operator.console}`)
  say(`  buyer      ${customer.email.padEnd(32)} ${customer.portal}`)
  say(`  supplier   ${supplier.email.padEnd(32)} ${supplier.portal}`)
  say(`Some buyers are played by ${endpoint.url}, whose page shows what it received`)
  if (stripe.simulator !== '') say(`Stripe is played by ${stripe.simulator}, whose page shows its payments`)
  say(`Mail goes to ${mailbox.url}; programs read ${linkTo(config, { kind: 'api' }, '/dev/world.json')}`)
}

function suppliersOf({ campaigns }: World): BuiltSupplier[] {
  return campaigns.flatMap(({ id, name, suppliers }) => {
    const line = halyard.campaigns.find(({ vertical }) => vertical.name === name)
    if (!line) return []
    const { vertical } = line
    const silentHours = (client: string) =>
      halyard.suppliers.find((one) => one.campaign === name && one.client === client)?.silentHours ?? 0
    const { weight } = line
    return suppliers
      .map((one) => ({ ...one, campaignId: id, vertical, weight, silentHours: silentHours(one.name) }))
      .filter((one) => one.silentHours === 0)
  })
}

const ENDPOINT = 'demo/endpoint.json'
const PORTS_ABOVE = 11

/** Where it was before: the settings of the demo's buyers name that address. */
async function endpointPort({ files, config }: Platform): Promise<number> {
  const kept = await files.get(ENDPOINT)
  if (kept === undefined) return Math.min(config.port + PORTS_ABOVE, 65_535)
  const chunks: Buffer[] = []
  for await (const chunk of kept) chunks.push(Buffer.from(chunk))
  return Number(JSON.parse(Buffer.concat(chunks).toString()).port)
}

/** Where its port is taken, the demo's buyers are not reached and the next ones are asked. */
async function openEndpoint(platform: Platform, say: Say): Promise<SampleEndpoint> {
  const now = () => platform.clock.now()
  const wanted = await endpointPort(platform)
  try {
    const endpoint = await startEndpoint(now, wanted)
    await platform.files.put(ENDPOINT, Buffer.from(JSON.stringify({ port: endpoint.port })))
    return endpoint
  } catch {
    const endpoint = await startEndpoint(now)
    if ((await platform.files.stat(ENDPOINT)) === undefined)
      await platform.files.put(ENDPOINT, Buffer.from(JSON.stringify({ port: endpoint.port })))
    else say(`Port ${wanted} is in use: buyers of the demo that are called there cannot be reached.`)
    return endpoint
  }
}

const STRIPE_PORTS_ABOVE = 12

/** Stripe, played on loopback; its state lies in the data directory, so that cards and payments outlive a restart. */
export async function openStripe({ dataDir, port }: Config, now: () => Date): Promise<StripeSimulator> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const settings = { now, stateFile: join(dataDir, 'stripe-simulator.json') }
  try {
    return await startSimulator({ ...settings, port: Math.min(port + STRIPE_PORTS_ABOVE, 65_535) })
  } catch {
    // nothing stored names its port
    return startSimulator(settings)
  }
}

export async function openDemo(platform: Platform, database: DemoDatabase, say: Say): Promise<Demo> {
  const { config, clock } = platform
  const mailbox: Mailbox | undefined = config.mailbox ? await startMailbox(() => clock.now()) : undefined
  const isDemo = config.mode === 'demo'
  const endpoint = isDemo ? await openEndpoint(platform, say) : undefined
  const endpointUrl = endpoint?.url ?? ''
  let ready = !isDemo
  const stop = new AbortController()
  let making = Promise.resolve()
  const made = Promise.withResolvers<void>()
  return {
    routes: [...(mailbox?.routes ?? []), ...(isDemo ? [worldRoute(platform, made.promise, endpointUrl)] : [])],
    smtpUrl: mailbox?.url,
    isReady: () => ready,
    history: isDemo ? made.promise : undefined,
    async fill(life) {
      making = makeWorld(platform, database, say, { signal: stop.signal, endpointUrl })
      await making
      if (stop.signal.aborted) return
      ready = true
      made.resolve()
      const world = await describeWorld(platform, endpointUrl)
      sayLogins(world, platform, say)
      const suppliers = suppliersOf(world)
      if (!config.traffic || suppliers.length === 0) return
      const trickle = startTrickle(platform, halyard.zone, suppliers)
      life.add('trickle', async () => trickle.stop())
    },
    async close() {
      stop.abort()
      await making.catch(() => {})
      await endpoint?.close()
      await mailbox?.close()
    },
  }
}
