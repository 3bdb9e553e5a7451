import { type KeyboardEvent, useRef, useState } from 'react'
import { hourOfDay } from '../../lib/format.ts'
import css from './week.module.css'
import { cellOf, cellsOfDay, cellsOfHour, DAYS, toggled } from './week.ts'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
const STEPS: Record<string, [day: number, hour: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))

type GridProps = { label: string; cells: ReadonlySet<number>; onChange: (cells: Set<number>) => void }

/** Painting by mouse: the first cell says whether hours are added or taken away. */
function usePainting({ cells, onChange }: GridProps) {
  const paint = useRef<boolean | null>(null)
  const put = (cell: number, on: boolean) => {
    const next = new Set(cells)
    if (on) next.add(cell)
    else next.delete(cell)
    onChange(next)
  }
  return {
    start: (cell: number) => {
      paint.current = !cells.has(cell)
      put(cell, paint.current)
      addEventListener(
        'pointerup',
        () => {
          paint.current = null
        },
        { once: true },
      )
    },
    enter: (cell: number) => {
      if (paint.current !== null && cells.has(cell) !== paint.current) put(cell, paint.current)
    },
  }
}

const shortHour = (hour: number) =>
  hourOfDay(hour)
    .replace(/\s?([AP])M/i, '$1')
    .toLowerCase()

/** Row 0 has the hours' names, column -1 the days'; they have no corner between them. */
type Place = readonly [day: number, hour: number]
const nameOf = (day: number, hour: number) => `${day} ${hour}`

function placeAfter([day, hour]: Place, [down, right]: Place): Place {
  const next: Place = [clamp(day + down, 0, 7), clamp(hour + right, -1, 23)]
  return next[0] === 0 && next[1] === -1 ? [day, hour] : next
}

/** One place of the table can be tabbed to; arrows lead on from there. */
function useWalking() {
  const [at, setAt] = useState<Place>([1, 8])
  const table = useRef<HTMLTableElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next = placeAfter(at, step)
    setAt(next)
    table.current?.querySelector<HTMLElement>(`[data-place="${nameOf(...next)}"]`)?.focus()
  }
  const place = (day: number, hour: number) => ({
    'data-place': nameOf(day, hour),
    tabIndex: at[0] === day && at[1] === hour ? 0 : -1,
    onFocus: () => setAt([day, hour]),
  })
  return { table, onKeyDown, place }
}

/** Weekdays by hours. Arrows walk it, Space turns an hour on or off; a day's or hour's name turns all of it. */
export function WeekGrid(props: GridProps) {
  const { label, cells, onChange } = props
  const { table, onKeyDown, place } = useWalking()
  const painting = usePainting(props)
  const toggle = (some: readonly number[]) => onChange(toggled(cells, some))
  return (
    <div className={css.scroll}>
      <table ref={table} className={css.grid} aria-label={label} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                <button type="button" {...place(0, hour)} onClick={() => toggle(cellsOfHour(hour))}>
                  {hour % 3 === 0 ? shortHour(hour) : '·'}
                  <span className="off"> {hourOfDay(hour)} on all days</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {DAYS.map((name, nth) => (
            <tr key={name}>
              <th scope="row">
                <button type="button" {...place(nth + 1, -1)} onClick={() => toggle(cellsOfDay(nth + 1))}>
                  {name.slice(0, 3)}
                  <span className="off">{name.slice(3)}, all of it</span>
                </button>
              </th>
              {HOURS.map((hour) => {
                const cell = cellOf(nth + 1, hour)
                return (
                  <td key={hour}>
                    <button
                      type="button"
                      className={css.cell}
                      aria-pressed={cells.has(cell)}
                      aria-label={`${name} ${hourOfDay(hour)}`}
                      {...place(nth + 1, hour)}
                      onPointerDown={(event) => event.button === 0 && painting.start(cell)}
                      onPointerEnter={() => painting.enter(cell)}
                      // by keyboard or by a reader; a pointer has painted already
                      onClick={(event) => event.detail === 0 && toggle([cell])}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
