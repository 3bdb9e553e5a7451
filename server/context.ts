/**
 * The composition root: from the configuration to a machine that serves. What is started here is added to the
 * lifecycle in the order in which it must not stop: the database first, what comes in from outside last.
 */
import type pg from 'pg'
import { billingRounds } from './billing/jobs.ts'
import { modeRounds } from './customers/jobs.ts'
import { courierOf } from './delivery/ops.ts'
import { openHashKey } from './fields/ops.ts'
import { openIntake } from './intake/intake.ts'
import { readyPartitions } from './intake/jobs.ts'
import { mailRounds } from './mailing/jobs.ts'
import { authenticate } from './people/ops.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, ConfigError } from './platform/config.ts'
import { ctxOf, type Platform, system } from './platform/ctx.ts'
import { roleOf } from './platform/databases.ts'
import { openClient, openDb, openPool } from './platform/db.ts'
import { localFiles } from './platform/files.ts'
import type { Route } from './platform/http/route.ts'
import { serve } from './platform/http/serve.ts'
import { startWorker } from './platform/job-worker.ts'
import type { Lifecycle } from './platform/lifecycle.ts'
import type { Log } from './platform/log.ts'
import { mailSender } from './platform/mail/sender.ts'
import { appendOnlyEnforced, migrate } from './platform/migrate.ts'
import { openOutgoing } from './platform/outgoing/outgoing.ts'
import { APP_ROLE } from './platform/postgres/layout.ts'
import { startEmbedded } from './platform/postgres/supervisor.ts'
import { loadSecrets } from './platform/secrets.ts'
import { hostOf, pageHead } from './portals/ops.ts'
import { crons, jobs, routesFor } from './registry.ts'

/** Pages and jobs share one pool; ingestion has its own, so that a heavy page never makes a supplier wait. */
const PAGE_CONNECTIONS = 10
/** Three batches at once, and campaigns and keys read anew beside them. */
const INTAKE_CONNECTIONS = 6
/** Any number: the lock by which two addresses are found to name one database. */
const SAME_DATABASE_LOCK = 7_210_464

export interface Surroundings {
  config: Config
  log: Log
  life: Lifecycle
  say: (line: string) => void
}

interface Addresses {
  appUrl: string
  ownerUrl: string
  appRole: string
}

export interface Machine {
  platform: Platform
  intakePool: pg.Pool
  /** Reaches the database past a pooler: what needs a session. */
  controlUrl: string
  /** As the owner of the tables. */
  ownerUrl: string
}

async function startOwnDatabase({ config, log, life, say }: Surroundings): Promise<Addresses> {
  const server = await startEmbedded({ dataDir: config.dataDir, log: say })
  life.add('postgres', server.stop)
  void server.exited.then(async ({ expected, reason }) => {
    if (expected) return
    log.fatal({ reason }, 'the database is gone for good')
    await life.stop()
    process.exit(1)
  })
  return { appUrl: server.appUrl, ownerUrl: server.ownerUrl, appRole: APP_ROLE }
}

const reasonOf = (error: unknown): string => (error instanceof Error && error.message) || 'no answer'

async function reachDatabase(config: Config, url: string): Promise<Addresses> {
  try {
    const ownerUrl = config.migrateDatabaseUrl ?? url
    return { appUrl: url, ownerUrl, appRole: await roleOf(url) }
  } catch (error) {
    throw new ConfigError([`DATABASE_URL cannot be reached: ${reasonOf(error)}.`])
  }
}

/** A lock taken through one address stands in the way of the other only if both name the same database. */
async function refuseTwoDatabases({ databaseUrl, controlDatabaseUrl }: Config): Promise<void> {
  if (databaseUrl === undefined || controlDatabaseUrl === undefined) return
  const [client, control] = await Promise.all([
    openClient(databaseUrl, 'portico start'),
    openClient(controlDatabaseUrl, 'portico start'),
  ])
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [SAME_DATABASE_LOCK])
    const { rows } = await control.query<{ free: boolean }>('select pg_try_advisory_lock($1) as free', [
      SAME_DATABASE_LOCK,
    ])
    if (rows[0]?.free !== false) {
      throw new ConfigError([
        'CONTROL_DATABASE_URL names another database than DATABASE_URL: it must be the same one, reached directly.',
      ])
    }
  } finally {
    await Promise.all([client.end(), control.end()])
  }
}

/** Sealed with another key, nothing could be sold: better said at start than in each answer. */
async function refuseForeignKey({ db, secrets, config }: Platform): Promise<void> {
  const account = await db.selectFrom('accounts').select('account_id').limit(1).executeTakeFirst()
  if (!account) return
  try {
    await openHashKey({ db, secrets }, account.account_id)
  } catch {
    const place = config.secretKey || config.secretKeyFile ? 'SECRET_KEY' : `${config.dataDir}/secret.key`
    throw new ConfigError([`The key in ${place} is not the one this database was made with. Put that one there.`])
  }
}

async function warnOfWeakBooks({ config, log }: Surroundings, pool: pg.Pool): Promise<void> {
  if (config.databaseUrl === undefined || config.migrateDatabaseUrl === undefined) return
  if (await appendOnlyEnforced(pool)) return
  log.warn('The role of DATABASE_URL may change or delete what is written in the books: append-only is not enforced.')
}

function openPools({ life }: Surroundings, url: string): { pool: pg.Pool; intakePool: pg.Pool } {
  const pool = openPool(url, PAGE_CONNECTIONS, 'portico')
  const intakePool = openPool(url, INTAKE_CONNECTIONS, 'portico intake')
  life.add('pools', () => Promise.all([pool.end(), intakePool.end()]))
  return { pool, intakePool }
}

/** The database of this version with everything that stands on it; nothing is served yet. */
export async function openMachine(around: Surroundings): Promise<Machine> {
  const { config, log, say } = around
  const secrets = await loadSecrets(config).catch((error: unknown) => {
    throw new ConfigError([reasonOf(error)])
  })
  const { databaseUrl } = config
  const { appUrl, ownerUrl, appRole } =
    databaseUrl === undefined ? await startOwnDatabase(around) : await reachDatabase(config, databaseUrl)
  await refuseTwoDatabases(config)
  await migrate({ ownerUrl, appRole, log: say })
  const { pool, intakePool } = openPools(around, appUrl)
  const db = openDb(pool)
  const outgoing = openOutgoing({ allow: config.deliveryAllow, dnsServers: config.dnsServers })
  around.life.add('outgoing', outgoing.close)
  const files = localFiles(config.dataDir)
  const platform: Platform = { config, db, pool, clock: systemClock, log, secrets, files, outgoing }
  await refuseForeignKey(platform)
  await warnOfWeakBooks(around, pool)
  await readyPartitions(ctxOf(platform, system))
  return { platform, intakePool, controlUrl: config.controlDatabaseUrl ?? appUrl, ownerUrl }
}

export interface Serving {
  /** Beside those of the registry: the demo's. */
  routes: readonly Route[]
  smtpUrl: string | undefined
  /** Names what is not ready yet. */
  notReady: () => readonly string[]
  /** Payments are left alone until then: the demo's history is lived through under a clock of its own. */
  history?: Promise<void> | undefined
}

function openIntakeOf({ platform, intakePool, controlUrl }: Machine, { life }: Surroundings) {
  const now = () => platform.clock.now()
  const intake = openIntake(
    { ...platform, db: openDb(intakePool), pool: intakePool, now },
    { courier: courierOf(platform), session: () => openClient(controlUrl, 'portico intake owner') },
  )
  life.add('intake', () => intake.close())
  return intake
}

/** Starts what the roles ask for; resolves once requests are taken. */
export async function startServing(machine: Machine, around: Surroundings, serving: Serving): Promise<void> {
  const { platform } = machine
  const { config, life } = around
  if (config.roles.includes('worker')) {
    if (serving.smtpUrl !== undefined) {
      const sender = mailSender(platform, serving.smtpUrl)
      life.add('mail', sender.stop)
      sender.start()
    }
    const mailing = mailRounds(platform)
    life.add('mailing', mailing.stop)
    mailing.start()
    const billing = billingRounds(platform)
    life.add('billing', billing.stop)
    const modes = modeRounds(platform)
    life.add('billing modes', modes.stop)
    void Promise.resolve(serving.history).then(() => [billing, modes].map((rounds) => rounds.start()))
    const worker = await startWorker(platform, { url: machine.controlUrl, jobs, crons })
    life.add('jobs', worker.stop)
  }
  const intake = config.roles.includes('intake') ? openIntakeOf(machine, around) : undefined
  const server = await serve(platform, [...routesFor(config.roles, intake), ...serving.routes], {
    authenticate: authenticate(platform),
    hostOf: hostOf(platform),
    pageHead: pageHead(platform),
    notReady: async () => serving.notReady(),
  })
  life.add('http', server.close)
  await listen(server, config)
}

async function listen(server: Awaited<ReturnType<typeof serve>>, { port, host }: Config): Promise<void> {
  try {
    await server.listen(port, host)
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    throw new ConfigError([
      isTaken
        ? `Port ${port} on ${host} is in use. Set PORT to another one, or stop what uses it.`
        : `HOST and PORT cannot be listened on: ${reasonOf(error)}.`,
    ])
  }
}
