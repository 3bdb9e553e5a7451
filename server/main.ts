/** Reads the configuration, starts what the roles ask for, says where it is, and stops in order. */
import type { Demo } from '../dev/demo.ts'
import { type Machine, openMachine, type Surroundings, startServing } from './context.ts'
import { firstAccountLink } from './people/actions/links.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, ConfigError, configWarnings, readConfig } from './platform/config.ts'
import { ctxOf, system } from './platform/ctx.ts'
import { type Lifecycle, lifecycle } from './platform/lifecycle.ts'
import { makeLog } from './platform/log.ts'
import { MigrationError } from './platform/migrate.ts'
import { linkTo } from './platform/origins.ts'
import { EmbeddedError } from './platform/postgres/layout.ts'

const READABLE = [ConfigError, EmbeddedError, MigrationError]

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

function complaintOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return READABLE.some((kind) => error instanceof kind) ? error.message : (error.stack ?? error.message)
}

/** The demo world and the mailbox are no part of the product: they are loaded only when they are wanted. */
async function openDemo(machine: Machine, { config, life }: Surroundings): Promise<Demo | undefined> {
  if (config.mode !== 'demo' && !config.mailbox) return undefined
  const { openDemo: open } = await import('../dev/demo.ts')
  const demo = await open(machine.platform, { url: machine.controlUrl, ownerUrl: machine.ownerUrl }, say)
  life.add('demo', demo.close)
  return demo
}

/** Outside of production Stripe is played, unless an address of it is given. */
async function withStripe(around: Surroundings): Promise<Surroundings> {
  const { config, life } = around
  if (config.mode === 'normal' || config.stripeApiBase !== undefined) return around
  const { openStripe } = await import('../dev/demo.ts')
  const stripe = await openStripe(config, () => systemClock.now())
  life.add('stripe simulator', () => stripe.close())
  return { ...around, config: { ...config, stripeApiBase: stripe.url } }
}

function sayAddresses(config: Config, started: number): void {
  const seconds = (Math.round(performance.now() - started) / 1000).toFixed(1)
  say(`Portico is up after ${seconds} s.`)
  if (config.roles.includes('api')) {
    say(`  Console          ${linkTo(config, { kind: 'console' }, '/')}`)
    say(`  Supplier Portal  ${linkTo(config, { kind: 'suppliers' }, '/')}`)
  }
  if (config.roles.includes('intake')) say(`  Post leads to    ${linkTo(config, { kind: 'api' }, '/direct_post')}`)
}

async function sayFirstLink({ platform }: Machine): Promise<void> {
  const link = await firstAccountLink(ctxOf(platform, system))
  if (link === undefined) return
  say('There is no account yet. This link opens the first one, once:')
  say(`  ${link}`)
}

async function start(given: Surroundings): Promise<void> {
  const around = await withStripe(given)
  const { config, log } = around
  const started = performance.now()
  for (const warning of configWarnings(config)) log.warn(warning)
  const machine = await openMachine(around)
  const demo = await openDemo(machine, around)
  const smtpUrl = config.smtpUrl ?? demo?.smtpUrl
  const notReady = () => (demo?.isReady() === false ? ['the demo world'] : [])
  await startServing(machine, around, { routes: demo?.routes ?? [], smtpUrl, notReady, history: demo?.history })
  sayAddresses(config, started)
  if (config.mode === 'demo' && demo) await demo.fill(around.life)
  else if (config.roles.includes('api')) await sayFirstLink(machine)
}

/** Starts the server in this process. What is wrong with the installation is said in a sentence, and it ends. */
export async function main(argv: readonly string[] = process.argv.slice(2)): Promise<void> {
  let life: Lifecycle | undefined
  try {
    const config = readConfig(process.env, argv)
    const log = makeLog(config.logLevel)
    life = lifecycle(log)
    life.stopOnSignals()
    await start({ config, log, life, say })
  } catch (error) {
    process.stderr.write(`${complaintOf(error)}\n`)
    await life?.stop()
    process.exit(1)
  }
}

if (import.meta.main) await main()
