/**
 * `npm test`: everything CI runs, on a machine where nothing was prepared. What cannot run here is said aloud at
 * the end, never passed over in silence.
 */
import { chromiumPath, installedChromium } from '../test/chromium.ts'
import { fetchStripeOracles } from '../test/harness/stripe-oracles.ts'
import { buildIfStale } from './build.ts'
import { check } from './check.ts'
import { ensurePostgres15, withPostgres15 } from './postgres15.ts'
import { type Outcome, run, say, step } from './run.ts'

/** What speaks the most SQL, and so would notice a server that is too old. */
const ON_POSTGRES_15 = ['server/ledger', 'server/intake', 'migrate', 'storage']

const skipped: string[] = []

const vitest = (...args: string[]): Promise<Outcome> => run(['vitest', 'run', ...args], { show: true })

async function browser(): Promise<Outcome> {
  if (installedChromium() === undefined) await chromiumPath()
  return { ok: true, output: '' }
}

async function frontEnds(): Promise<Outcome> {
  await buildIfStale()
  return { ok: true, output: '' }
}

/** The installation overlaps with the tests before it, since it mostly waits for the network. */
async function onPostgres15(installed: Promise<string | undefined>): Promise<boolean> {
  const missing = await installed
  if (missing !== undefined) {
    skipped.push(`the run on PostgreSQL 15: ${missing}`)
    return true
  }
  const tests = (url: string): Promise<Outcome> =>
    run(['vitest', 'run', '--reporter=dot', ...ON_POSTGRES_15], {
      env: { TEST_DATABASE_URL: url },
    })
  return step('on PostgreSQL 15', () => withPostgres15(tests))
}

/** One after the other, so that two cores are enough and a failure is read where it happened. */
async function main(): Promise<boolean> {
  const postgres15 = ensurePostgres15()
  // the tests that ask for them fetch what is missing, and say why they could not
  void fetchStripeOracles().catch(() => {})
  const results = [
    await check(),
    await step('front ends', frontEnds),
    await step('browser', browser),
    await step('unit and database', () => vitest()),
    await step('browser journeys', () => vitest('--config', 'test/e2e/vitest.config.ts')),
    await onPostgres15(postgres15),
  ]
  return results.every(Boolean)
}

const started = performance.now()
const green = await main()
for (const what of skipped) say(`skipped: ${what}`)
say(`${green ? 'green' : 'RED'} in ${((performance.now() - started) / 1000).toFixed(0)} s`)
process.exitCode = green ? 0 : 1
