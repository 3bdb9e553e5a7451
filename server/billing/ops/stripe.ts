/** Calls to the account's own Stripe account: one client a key, and whether calls get through. */
import Stripe from 'stripe'
import { AppError } from '../../../contract/errors.ts'
import type { Config } from '../../platform/config.ts'
import type { Ctx, Platform } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { hashToken } from '../../platform/secrets.ts'
import { failureOf, isOutageOf } from '../rules/failures.ts'
import { hastenCharges } from '../tables/charges.ts'
import { getStripeAccount, type StripeAccount, setUnreachable } from '../tables/stripe-accounts.ts'

export const API_VERSION = '2026-10-28.endive'
/**
 * A payment's answer takes seconds; what takes longer is asked again under the same key. Twice this is less than a page
 * waits: the library asks a second time by itself when a connection is closed.
 */
const TIMEOUT_MS = 14_000
const PROBE_AFTER_MS = 15_000
const MOST_CLIENTS = 200

/** Where the sealed keys of an account stand. */
export const keyPlace = (accountId: number) =>
  ({ column: 'stripe_accounts.secret_key_sealed', row: String(accountId) }) as const
export const webhookPlace = (accountId: number) =>
  ({ column: 'stripe_accounts.webhook_secret_sealed', row: String(accountId) }) as const

function whereToCall({ stripeApiBase }: Pick<Config, 'stripeApiBase'>): Stripe.StripeConfig {
  if (stripeApiBase === undefined) return {}
  const { hostname, port, protocol } = new URL(stripeApiBase)
  const scheme = protocol === 'http:' ? 'http' : 'https'
  return { host: hostname, protocol: scheme, port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port) }
}

const clients = new Map<string, Stripe>()

/** The client of a key: kept by the key's hash, so that no key lies about as a map's. Retries and keys are ours. */
export function clientOf(config: Pick<Config, 'stripeApiBase'>, key: string): Stripe {
  const name = `${config.stripeApiBase ?? ''} ${hashToken(key).toString('base64url')}`
  const known = clients.get(name)
  if (known) return known
  const client = new Stripe(key, {
    apiVersion: API_VERSION,
    maxNetworkRetries: 0,
    timeout: TIMEOUT_MS,
    telemetry: false,
    ...whereToCall(config),
  })
  if (clients.size >= MOST_CLIENTS) clients.delete(clients.keys().next().value ?? '')
  clients.set(name, client)
  return client
}

export interface Connection extends StripeAccount {
  stripe: Stripe
}

/** The account's connection with its client; undefined when no Stripe account is connected. */
export async function connectionOf(
  { db, config, secrets }: Pick<Platform, 'db' | 'config' | 'secrets'>,
  accountId: number,
): Promise<Connection | undefined> {
  const account = await getStripeAccount(db, accountId)
  if (!account) return undefined
  const key = secrets.open(account.secretKeySealed, keyPlace(accountId))
  return { ...account, stripe: clientOf(config, key) }
}

/** @throws AppError not_allowed_now when none is connected */
export async function needConnection(
  platform: Pick<Platform, 'db' | 'config' | 'secrets'>,
  accountId: number,
): Promise<Connection> {
  const connection = await connectionOf(platform, accountId)
  if (connection) return connection
  throw new AppError('not_allowed_now', { message: 'Card payments are not set up here.' })
}

/** Since when calls do not get through; null when they do, or nothing is connected. */
export async function delayedSince(db: Db, accountId: number): Promise<Date | null> {
  return (await getStripeAccount(db, accountId))?.unreachableSince ?? null
}

/**
 * Makes a call and remembers whether Stripe could be reached, which both portals show. What the call throws goes on
 * to whoever asked.
 */
export async function ask<T>(ctx: Ctx, connection: Connection, call: (stripe: Stripe) => Promise<T>): Promise<T> {
  const { accountId } = connection
  try {
    const answer = await call(connection.stripe)
    await noteReached(ctx, connection, true)
    return answer
  } catch (error) {
    // a fault of ours on the way says nothing of Stripe
    if (!(error instanceof Stripe.errors.StripeError)) throw error
    const failure = failureOf(error)
    // Stripe's words may name a customer or a key: the log gets the kind alone
    if (isOutageOf(failure)) ctx.log.warn({ accountId, failure: failure.kind }, 'Stripe did not answer as it should')
    await noteReached(ctx, connection, !isOutageOf(failure))
    throw error
  }
}

async function noteReached(ctx: Ctx, connection: Connection, reached: boolean): Promise<void> {
  // one write when it turns, none while calls get through
  if (reached && connection.unreachableSince === null) return
  const now = ctx.now()
  connection.unreachableSince = reached ? null : (connection.unreachableSince ?? now)
  const nextProbe = reached ? null : new Date(now.getTime() + PROBE_AFTER_MS)
  await ctx.transact(async (tx) => {
    await setUnreachable(tx, connection.accountId, reached ? null : now, nextProbe)
    if (reached) await hastenCharges(tx, connection.accountId, now)
  })
}

interface Named {
  id: string
  object: string
}

/** What Stripe made. Its library takes any answer without `error` for a success. @throws Error for something else */
export function made<T extends Named>(thing: T, object: T['object']): T {
  if (thing.object === object && typeof thing.id === 'string' && thing.id !== '') return thing
  throw new Error(`Stripe did not answer with a ${object}`)
}
