/** The places that sales of the past took: in all, and in the newest day, week and month among them. Pure. */
import { periodKeys } from '../../routing/periods.ts'

interface Counted {
  key: number
  count: number
  cents: number
}
export interface Place {
  id: number
  day: Counted
  week: Counted
  month: Counted
  count: number
  cents: number
}

interface Taken {
  id: number
  at: Date
  cents: number
  zone: string
}

function take(period: Counted, key: number, cents: number): void {
  if (key < period.key) return
  if (key > period.key) Object.assign(period, { key, count: 0, cents: 0 })
  period.count++
  period.cents += cents
}

const nothing = (): Counted => ({ key: 0, count: 0, cents: 0 })

/** One of each buyer or supplier, ids ascending: the order of locks. */
export function placesOf(taken: readonly Taken[]): Place[] {
  const places = new Map<number, Place>()
  for (const { id, at, cents, zone } of taken) {
    const place = places.get(id) ?? { id, day: nothing(), week: nothing(), month: nothing(), count: 0, cents: 0 }
    places.set(id, place)
    const keys = periodKeys(at, zone)
    for (const period of ['day', 'week', 'month'] as const) take(place[period], keys[period], cents)
    place.count++
    place.cents += cents
  }
  return [...places.values()].sort((a, b) => a.id - b.id)
}
