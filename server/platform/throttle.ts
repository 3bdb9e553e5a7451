/**
 * Log-in throttling, shared by all processes through the database: ten tries in a quarter of an hour for an address
 * from one place, a hundred from one place for all addresses. Nobody is locked out of their account from elsewhere.
 * Codes of a second factor are counted for the person alone: whoever tries them has the password already.
 */
import { createHash } from 'node:crypto'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { Platform } from './ctx.ts'
import { tooMany } from './http/rate.ts'

const WINDOW_SECONDS = 15 * 60
const TRIES_PER_ADDRESS_AND_PLACE = 10
const TRIES_PER_PLACE = 100
const CODES_PER_PERSON = 10
const MAILS_PER_ADDRESS = 3
const SAMPLES_PER_CUSTOMER = 20

export interface Attempt {
  /** A right password gives the tries back. */
  succeeded(): Promise<void>
}

interface Limiters {
  pair: RateLimiterPostgres
  place: RateLimiterPostgres
  code: RateLimiterPostgres
  mail: RateLimiterPostgres
  sample: RateLimiterPostgres
}

const made = new WeakMap<Platform['pool'], Limiters>()

function limiter(pool: Platform['pool'], keyPrefix: string, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'throttles',
    tableCreated: true,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
  })
}

function limitersOf(pool: Platform['pool']): Limiters {
  const known = made.get(pool)
  if (known) return known
  const limiters = {
    pair: limiter(pool, 'login', TRIES_PER_ADDRESS_AND_PLACE),
    place: limiter(pool, 'place', TRIES_PER_PLACE),
    code: limiter(pool, 'code', CODES_PER_PERSON),
    mail: limiter(pool, 'mail', MAILS_PER_ADDRESS),
    sample: limiter(pool, 'sample', SAMPLES_PER_CUSTOMER),
  }
  made.set(pool, limiters)
  return limiters
}

// the table holds no address and no name in clear
const keyOf = (...parts: string[]): string => createHash('sha256').update(parts.join('\n')).digest('base64url')

async function consume(limiterOfKind: RateLimiterPostgres, key: string): Promise<void> {
  try {
    await limiterOfKind.consume(key)
  } catch (error) {
    if (error instanceof RateLimiterRes) throw tooMany(error)
    throw error
  }
}

/**
 * Counts a try before the password is looked at. `who` names realm and address.
 * @throws AppError too_many_requests
 */
export async function countLogin(platform: Pick<Platform, 'pool'>, who: string, ip: string): Promise<Attempt> {
  const { pair, place } = limitersOf(platform.pool)
  const [pairKey, placeKey] = [keyOf(who, ip), keyOf(ip)]
  await consume(place, placeKey)
  await consume(pair, pairKey)
  return {
    async succeeded() {
      await Promise.all([pair.delete(pairKey), place.reward(placeKey, 1)])
    },
  }
}

/** Counts a try at a person's second factor, wherever it comes from. @throws AppError too_many_requests */
export async function countCode(platform: Pick<Platform, 'pool'>, who: string): Promise<Attempt> {
  const { code } = limitersOf(platform.pool)
  const key = keyOf(who)
  await consume(code, key)
  return { succeeded: async () => void (await code.delete(key)) }
}

/** Counts a mail that somebody not signed in asks for: three in a quarter of an hour. @throws AppError too_many_requests */
export async function countMail(platform: Pick<Platform, 'pool'>, who: string): Promise<void> {
  await consume(limitersOf(platform.pool).mail, keyOf(who))
}

/** Counts what somebody has sent to their own system to try it: 20 in a quarter of an hour. @throws AppError too_many_requests */
export async function countSample(platform: Pick<Platform, 'pool'>, who: string): Promise<void> {
  await consume(limitersOf(platform.pool).sample, keyOf(who))
}
