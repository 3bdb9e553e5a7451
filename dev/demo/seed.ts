/** Makes the demo world in an empty database: both operators at once, each under a clock of its own. */
import { movableClock } from '../../server/platform/clock.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { openClient, openDb, openPool } from '../../server/platform/db.ts'
import { addSupplierUsers, type BuiltBusiness, buildBusiness } from './build.ts'
import { agreeToRecharges, closeHistory } from './cards.ts'
import { openLines } from './deliveries.ts'
import { setUpDesk } from './desk.ts'
import { openDoors } from './doors.ts'
import { foxglove, supplierUsers } from './foxglove.ts'
import { halyard } from './halyard.ts'
import { replay, type SeedPlatform } from './history.ts'
import { importSome } from './imports.ts'
import { askForStatements } from './papers.ts'
import { HISTORY_DAYS, type OperatorPlan } from './plan.ts'

const DAY_MS = 86_400_000
const CONNECTIONS = 4
const SAY_EVERY_MS = 3_000

/** What was invented can be invented again: no commit of the seed waits for the disk. */
function withoutWaiting(url: string): string {
  const patient = new URL(url)
  patient.searchParams.set('options', '-c synchronous_commit=off')
  return patient.toString()
}

/** @returns a function that hears of leads and now and then says how far it is */
function progress(total: number, say: (line: string) => void): (count: number) => void {
  let done = 0
  let said = performance.now()
  return (count) => {
    done += count
    if (performance.now() - said < SAY_EVERY_MS) return
    said = performance.now()
    say(`Making the demo world: ${Math.round((100 * done) / total)} %, ${done.toLocaleString('en')} leads`)
  }
}

/**
 * Empties the database of a world whose making was cut off, if nothing but that world is in it; false when there is
 * more. The owner's work: what is written in the books is not the app's to remove.
 */
export async function clearHalfMade({ db }: Platform, ownerUrl: string): Promise<boolean> {
  const subdomains = [halyard, foxglove].map(({ portal }) => portal.subdomain)
  const hosts = await db.selectFrom('portal_hosts').select('subdomain').execute()
  if (hosts.some(({ subdomain }) => !subdomains.includes(subdomain))) return false
  const owner = await openClient(ownerUrl, 'portico demo')
  try {
    const { rows } = await owner.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations'`,
    )
    const tables = rows.map(({ name }) => owner.escapeIdentifier(name)).join(', ')
    await owner.query(`truncate ${tables} cascade`)
    return true
  } finally {
    await owner.end()
  }
}

export interface SeedOptions {
  /** Of the database, as the app uses it. */
  url: string
  say?: (line: string) => void
  /** Ends the making between two batches; what is made so far stays. */
  signal?: AbortSignal
  /** Of the sample endpoint, which plays some buyers' systems; without it they all store. */
  endpointUrl?: string
  /** The whole demo, unless a test wants less. */
  plans?: readonly OperatorPlan[]
}

const never = new AbortController().signal

/** Makes the world as of the platform's time. */
export async function seedWorld(
  platform: Platform,
  { url, say = () => {}, signal = never, plans = [halyard, foxglove], endpointUrl }: SeedOptions,
): Promise<void> {
  const pool = openPool(withoutWaiting(url), CONNECTIONS, 'portico demo')
  const end = platform.clock.now()
  const machine = (): SeedPlatform => ({
    ...platform,
    pool,
    db: openDb(pool),
    clock: movableClock(new Date(end.getTime() - (HISTORY_DAYS + 1) * DAY_MS)),
  })
  try {
    const built: { platform: SeedPlatform; business: BuiltBusiness }[] = []
    // one after the other, so that ids come out the same each time
    for (const plan of plans) {
      const own = machine()
      built.push({ platform: own, business: await buildBusiness(own, plan) })
    }
    const users = supplierUsers.map((user) => ({
      ...user,
      access: user.access.filter(([operator]) => plans.some(({ name }) => name === operator)),
    }))
    const businesses = built.map(({ business }) => business)
    await addSupplierUsers(machine(), users, businesses)
    const tell = progress(
      plans.reduce((sum, { leads }) => sum + leads, 0),
      say,
    )
    await Promise.all(built.map((one) => replay(one.platform, one.business, { end, onLeads: tell, signal })))
    for (const one of built) {
      one.platform.clock.set(end)
      if (!signal.aborted) await agreeToRecharges(one.business.ctx, one.business.plan, one.business.customers)
    }
    await closeHistory(platform)
    const [first] = businesses
    if (first && !signal.aborted) await openDoors(first)
    if (first && !signal.aborted) await importSome(first)
    if (!signal.aborted) await askForStatements(platform, businesses)
    for (const business of businesses) {
      if (signal.aborted) break
      if (endpointUrl !== undefined) await openLines(business, endpointUrl)
      await setUpDesk(business)
    }
  } finally {
    await pool.end()
  }
}
