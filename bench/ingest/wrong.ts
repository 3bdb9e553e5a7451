/** The counts of wrong things, as figures whose target is none. */

import type { Db } from '../../server/platform/db.ts'
import type { Figure } from '../bench.ts'
import type { Sample } from './measure.ts'
import { lostOf, wrongAfter } from './written.ts'

/** @param samples measured on this database */
export async function checked(db: Db, samples: readonly Sample[]): Promise<Figure[]> {
  const acknowledged = samples.flatMap((sample) => sample.acknowledged)
  const wrong = { ...(await wrongAfter(db)), 'acknowledged and lost': await lostOf(db, acknowledged) }
  return Object.entries(wrong).map(([name, measured]) => none(name, Number(measured)))
}

/** A count of which there may be none. */
export function none(name: string, measured: number): Figure {
  return { name, measured, unit: '', atLeast: 0, aim: 0, better: 'less' }
}
