/** `npm run checks`: every sentence that must hold over the live data, on the running installation or a stopped one. */
import pg from 'pg'
import type { Check } from '../platform/check.ts'
import { reachDatabases } from '../platform/databases.ts'
import { openClient } from '../platform/db.ts'
import { checks } from '../registry.ts'
import { CommandError, command, say } from './command.ts'

const SHOWN = 5
const UNDEFINED_TABLE = '42P01'

interface Outcome {
  check: Check
  offenders: readonly object[]
  ms: number
}

async function runCheck(client: pg.Client, check: Check): Promise<Outcome> {
  const began = performance.now()
  const { rows } = await client.query<Record<string, unknown>>(check.sql)
  return { check, offenders: rows, ms: Math.round(performance.now() - began) }
}

function sayOutcome({ check, offenders, ms }: Outcome): void {
  const word = offenders.length === 0 ? 'ok  ' : 'FAIL'
  say(`${word} ${check.name.padEnd(28)} ${`${ms} ms`.padStart(9)}  ${check.sentence}`)
  for (const row of offenders.slice(0, SHOWN)) say(`     ${JSON.stringify(row)}`)
  if (offenders.length > SHOWN) say(`     and ${offenders.length - SHOWN} more`)
}

async function runAll(client: pg.Client): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const check of checks) {
    const outcome = await runCheck(client, check)
    sayOutcome(outcome)
    outcomes.push(outcome)
  }
  return outcomes
}

function readable(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || error.code !== UNDEFINED_TABLE) return error
  return new CommandError('The database is not set up yet: `npm start` or `npm run migrate` does that.')
}

await command(async (config) => {
  const databases = await reachDatabases(config, say)
  const client = await openClient(databases.appUrl, 'portico checks')
  try {
    const broken = (await runAll(client)).filter(({ offenders }) => offenders.length > 0)
    say(broken.length === 0 ? `All ${checks.length} hold.` : `${broken.length} of ${checks.length} do not hold.`)
    if (broken.length > 0) process.exitCode = 1
  } catch (error) {
    throw readable(error)
  } finally {
    await client.end()
    await databases.release()
  }
})
