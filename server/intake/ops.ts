/** What neighbours do by hand with leads that calls left open, inside their own transactions. */
import { AppError } from '../../contract/errors.ts'
import type { Tx } from '../platform/db.ts'
import { settleStored } from './stored.ts'
import { type ReservationRow, reservationsOf } from './tables/open.ts'
import type { Item } from './tables/settle.ts'

export { sellTo, sendAgain } from './by-hand.ts'

/** The most that are settled at once. */
export const MOST_SETTLED = 1_000

export interface UnknownEnds {
  /** Attempts whose end is unknown; those that were settled meanwhile are left as they are. */
  attempts: readonly string[]
  /** Sold: debited from what is reserved, at the price it was reserved at. Not sold: released. */
  as: 'sold' | 'not_sold'
  /** Who says so. */
  by: string
  now: Date
}

/**
 * Settles unknowns by a person's word. As long as they are reserved (72 hours) it always succeeds, whatever changed
 * since. Resolves with those that were settled now.
 * @throws AppError conflict for a call that is still being made
 */
export async function settleUnknown(tx: Tx, accountId: number, ends: UnknownEnds): Promise<ReservationRow[]> {
  const { attempts, as, by, now } = ends
  if (attempts.length > MOST_SETTLED)
    throw new AppError('invalid_input', { field: 'attempts', message: `At most ${MOST_SETTLED} at once` })
  const held = await reservationsOf(tx, accountId, { attempts })
  if (held.some((row) => row.state === 'calling'))
    throw new AppError('conflict', { message: 'This buyer is still being called. Try again in a minute.' })
  const items = held.map(
    (row): Item => ({
      attempt: row.attemptId,
      outcome: as === 'sold' ? 'accepted' : 'not_sold',
      price: as === 'sold' ? row.amount : null,
      detail: as === 'sold' ? 'Settled as sold' : 'Settled as not sold',
      ms: null,
      by_name: by,
    }),
  )
  return settleStored(tx, accountId, { now, items })
}
