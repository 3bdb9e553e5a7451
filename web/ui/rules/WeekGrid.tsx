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

/** Weekdays by hours. Arrows walk it, Space turns an hour on or off; a day's or hour's name turns all of it. */
export function WeekGrid(props: GridProps) {
  const { label, cells, onChange } = props
  const [at, setAt] = useState<[day: number, hour: number]>([1, 8])
  const body = useRef<HTMLTableSectionElement>(null)
  const painting = usePainting(props)
  const onKey = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (!step) return
    event.preventDefault()
    const next: [number, number] = [clamp(at[0] + step[0], 1, 7), clamp(at[1] + step[1], 0, 23)]
    setAt(next)
    body.current?.querySelector<HTMLElement>(`[data-cell="${cellOf(...next)}"]`)?.focus()
  }
  return (
    <div className={css.scroll}>
      <table className={css.grid} aria-label={label}>
        <thead>
          <tr>
            <td />
            {HOURS.map((hour) => (
              <th key={hour} scope="col">
                <button
                  type="button"
                  aria-label={`${hourOfDay(hour)} on all days`}
                  onClick={() => onChange(toggled(cells, cellsOfHour(hour)))}
                >
                  {hour % 3 === 0
                    ? hourOfDay(hour)
                        .replace(/\s?([AP])M/i, '$1')
                        .toLowerCase()
                    : '·'}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKey}>
          {DAYS.map((name, nth) => (
            <tr key={name}>
              <th scope="row">
                <button
                  type="button"
                  aria-label={`All of ${name}`}
                  onClick={() => onChange(toggled(cells, cellsOfDay(nth + 1)))}
                >
                  {name.slice(0, 3)}
                </button>
              </th>
              {HOURS.map((hour) => {
                const cell = cellOf(nth + 1, hour)
                return (
                  <td key={hour}>
                    <button
                      type="button"
                      className={css.cell}
                      data-cell={cell}
                      aria-pressed={cells.has(cell)}
                      aria-label={`${name} ${hourOfDay(hour)}`}
                      tabIndex={at[0] === nth + 1 && at[1] === hour ? 0 : -1}
                      onPointerDown={(event) => event.button === 0 && painting.start(cell)}
                      onPointerEnter={() => painting.enter(cell)}
                      onFocus={() => setAt([nth + 1, hour])}
                      onKeyDown={(event) => {
                        if (event.key !== ' ' && event.key !== 'Enter') return
                        event.preventDefault()
                        onChange(toggled(cells, [cell]))
                      }}
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
