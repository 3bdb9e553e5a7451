/** Limits on how often one address may call a route; in memory, for each process by itself. */
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
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
