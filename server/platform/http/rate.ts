/**
 * Limits on how often one address may call a route (in memory, for each process by itself), and how often an API key
 * may call at all (in the database, for all processes together).
 */
import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '../../../contract/errors.ts'
import type { RateLimit } from './route.ts'

export interface RateLimiter {
  /** @throws AppError too_many_requests */
  take(key: string, limit: RateLimit): Promise<void>
}

export function tooMany(rejected: RateLimiterRes): AppError {
  return new AppError('too_many_requests', { retryAfterSeconds: Math.ceil(rejected.msBeforeNext / 1000) })
}

/** One counter for each pair of points and seconds in use. */
export function memoryRateLimiter(): RateLimiter {
  const limiters = new Map<string, RateLimiterMemory>()
  const limiterOf = ({ points, seconds }: RateLimit): RateLimiterMemory => {
    const name = `${points}/${seconds}`
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ points, duration: seconds, keyPrefix: name })
    limiters.set(name, limiter)
    return limiter
  }
  return {
    async take(key, limit) {
      try {
        await limiterOf(limit).consume(key)
      } catch (error) {
        if (error instanceof RateLimiterRes) throw tooMany(error)
        throw error
      }
    },
  }
}

/** Calls of one API key in any minute (spec 2.4): what the field's scripts are written for. */
export const KEY_LIMIT: RateLimit = { points: 100, seconds: 60 }

/** Counts a call of a key; the headers of its answer, and whether it was one too many. */
export type KeyLimiter = (key: string) => Promise<{ headers: Record<string, string>; refused?: AppError }>

/** As clients read it: the three fields most of them know, and the two of the standard being made. */
function headersOf({ remainingPoints, msBeforeNext }: RateLimiterRes): Record<string, string> {
  const { points, seconds } = KEY_LIMIT
  const [left, reset] = [Math.max(0, remainingPoints), Math.ceil(msBeforeNext / 1000)]
  return {
    'ratelimit-limit': String(points),
    'ratelimit-remaining': String(left),
    'ratelimit-reset': String(reset),
    'ratelimit-policy': `"key";q=${points};w=${seconds}`,
    ratelimit: `"key";r=${left};t=${reset}`,
  }
}

export function keyLimiter(pool: Pool): KeyLimiter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'throttles',
    tableCreated: true,
    keyPrefix: 'key',
    points: KEY_LIMIT.points,
    duration: KEY_LIMIT.seconds,
    // a key that is over its limit is refused from memory
    inMemoryBlockOnConsumed: KEY_LIMIT.points + 1,
  })
  return async (key) => {
    try {
      return { headers: headersOf(await limiter.consume(key)) }
    } catch (error) {
      if (error instanceof RateLimiterRes) return { headers: headersOf(error), refused: tooMany(error) }
      throw error
    }
  }
}
