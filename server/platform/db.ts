/**
 * The one door to PostgreSQL. Reads take a `Db`; writes take a `Tx`, which only `transact` hands out, so a write
 * outside a transaction does not compile.
 */
import { Kysely, type Kysely as KyselyType, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { Database } from './database.gen.ts'

declare const inTransaction: unique symbol

/** A handle that reads (a transaction is one too, so a read function works inside and outside of one). */
export type Db = KyselyType<Database>
/** A handle that writes: exists only inside `transact`. */
export type Tx = Transaction<Database> & { readonly [inTransaction]: true }

const INT8 = 20
const NUMERIC = 1700

/** int8 (money, counts) is parsed to a number and refused where a number would not be exact. */
function parseExactInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of the exact range: ${text}`)
  return value
}

function typeParser(oid: number, format?: string): unknown {
  if (format !== 'binary' && (oid === INT8 || oid === NUMERIC)) return parseExactInteger
  // pg's own overloads do not accept a plain (oid, format) pair
  return pg.types.getTypeParser(oid, format as 'text')
}

export function openPool(url: string, max: number, name: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    // a client that vanished inside a transaction must not hold its locks for ever
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser }, // pg's overloads, see above
  })
  // an idle connection that a restarting server cut: the pool replaces it, and without a listener Node would end
  pool.on('error', () => {})
  // the same for one that is lent out and between two queries: its next query rejects
  pool.on('connect', (client) => client.on('error', () => {}))
  return pool
}

/** One connection of its own, for work that needs a session: migrations, backups, set-up. End it after use. */
export async function openClient(url: string, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: name, connectionTimeoutMillis: 10_000 })
  // a lost connection also rejects the query that waits; without a listener Node would end
  client.on('error', () => {})
  await client.connect()
  return client
}

export function openDb(pool: pg.Pool): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK = '40P01'
const ATTEMPTS = 4

function isRetryable(error: unknown): boolean {
  const code = sqlState(error)
  return code === SERIALIZATION_FAILURE || code === DEADLOCK
}

/** The SQLSTATE of a database error, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** The constraint a database error names; Citus adds a shard suffix to names inside messages. */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined
  const named = error.constraint ?? /constraint "([^"]+)"/.exec(error.message)?.[1]
  return named?.replace(/_\d{6,}$/, '')
}

/**
 * Runs `work` in one transaction (READ COMMITTED; rows are locked by whoever must). A deadlock or serialisation
 * failure is tried again with a back-off: `work` must have no effect outside the transaction.
 */
export async function transact<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      // the brand has no runtime shape: this is the only place that makes it
      return await db.transaction().execute((tx) => work(tx as Tx))
    } catch (error) {
      if (attempt === ATTEMPTS || !isRetryable(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** attempt))
    }
  }
}
