/** Hours of the week as a grid and as ranges. Pure. */
import type { WeekRange } from '../../../contract/conditions.ts'

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const HOURS_A_DAY = 24

/** The place of an hour in the grid; Monday is 1. */
export const cellOf = (day: number, hour: number): number => (day - 1) * HOURS_A_DAY + hour

const isWhole = (range: WeekRange) => range.from.endsWith(':00') && range.to.endsWith(':00')
const hourOf = (wall: string) => Number(wall.slice(0, 2))
const wall = (hour: number) => `${String(hour).padStart(2, '0')}:00`

/** The cells that ranges cover; null when one of them begins or ends within an hour. */
export function cellsOf(ranges: readonly WeekRange[]): Set<number> | null {
  if (!ranges.every(isWhole)) return null
  const cells = new Set<number>()
  for (const { days, from, to } of ranges)
    for (const day of days) for (let hour = hourOf(from); hour < hourOf(to); hour++) cells.add(cellOf(day, hour))
  return cells
}

/** Cells as ranges: runs of hours, one range for all the days that have the same run. */
export function rangesOf(cells: ReadonlySet<number>): WeekRange[] {
  const runs = new Map<string, WeekRange>()
  for (let day = 1; day <= DAYS.length; day++) {
    for (const { from, to } of runsOf(cells, day)) {
      const known = runs.get(`${from}-${to}`)
      if (known) known.days.push(day)
      else runs.set(`${from}-${to}`, { days: [day], from: wall(from), to: wall(to) })
    }
  }
  return [...runs.values()]
}

function runsOf(cells: ReadonlySet<number>, day: number): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = []
  for (let hour = 0; hour < HOURS_A_DAY; hour++) {
    if (!cells.has(cellOf(day, hour))) continue
    const run = runs.at(-1)
    if (run && run.to === hour) run.to = hour + 1
    else runs.push({ from: hour, to: hour + 1 })
  }
  return runs
}

/** All of these cells on, or all off when they were on already. */
export function toggled(cells: ReadonlySet<number>, some: readonly number[]): Set<number> {
  const next = new Set(cells)
  const on = !some.every((cell) => cells.has(cell))
  for (const cell of some) {
    if (on) next.add(cell)
    else next.delete(cell)
  }
  return next
}

export const cellsOfDay = (day: number): number[] => Array.from({ length: HOURS_A_DAY }, (_, hour) => cellOf(day, hour))
export const cellsOfHour = (hour: number): number[] => DAYS.map((_, at) => cellOf(at + 1, hour))
