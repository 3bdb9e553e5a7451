import type { z } from 'zod'
import type { WindowView } from '../../contract/ranges.ts'
import { change, day, hourOf, longDay, weekday } from './format.ts'

type Window = z.infer<typeof WindowView>
/** What all three sides' figures say of themselves. */
export type Counted = { asOf: string; window: Window; before: Window }

/** Names below the axis and in the tooltip, one for each slot. */
export function labelsOf(window: Window, slots: readonly { at: string }[]): { short: string; long: string }[] {
  return slots.map(({ at }) =>
    window.unit === 'hour'
      ? { short: hourOf(at, window.zone), long: `${weekday(at, window.zone)}, ${hourOf(at, window.zone)}` }
      : { short: day(at, window.zone, window.to), long: longDay(at, window.zone) },
  )
}

/** Values by slot; null where the time has not come yet. */
export function valuesOf<Slot extends { at: string }>(
  slots: readonly Slot[],
  asOf: string,
  value: (slot: Slot) => number,
): (number | null)[] {
  return slots.map((slot) => (slot.at > asOf ? null : value(slot)))
}

export const isRunning = ({ asOf, window }: Counted) => asOf < window.to

const lengthOf = ({ firstDay, lastDay }: Window) =>
  Math.round((Date.parse(`${lastDay}T12:00:00Z`) - Date.parse(`${firstDay}T12:00:00Z`)) / 86_400_000) + 1

/** What the time before is called: "yesterday", "the 7 days before". */
export function beforeName({ window, asOf }: Counted): string {
  const days = lengthOf(window)
  if (days > 1) return `the ${days} days before`
  return window.from <= asOf && asOf < window.to ? 'yesterday' : 'the day before'
}

/** "+6.2% on yesterday"; a sentence even when there was nothing before. */
export function comparison(now: number, before: number, counted: Counted): string {
  // one decimal against a day, none against a longer time or once it doubled: there it would claim too much
  const coarse = lengthOf(counted.window) > 1 || now > 2 * before
  const difference = change(now, before, coarse ? 0 : 1)
  const name = beforeName(counted)
  if (now === before && now !== 0) return `same as ${name}`
  if (difference !== null) return `${difference} on ${name}`
  return lengthOf(counted.window) > 1 ? `none in ${name}` : `none ${name}`
}
