import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { WeekRange } from '../../../contract/conditions.ts'
import { usePhone } from '../../lib/media.ts'
import { FieldError } from '../fields.tsx'
import { Segments } from '../RangePicker.tsx'
import { inherit, keyOf } from './identity.ts'
import type { RuleFault } from './props.ts'
import { WeekGrid } from './WeekGrid.tsx'
import css from './week.module.css'
import { cellsOf, DAYS, rangesOf } from './week.ts'

const WORKING: WeekRange = { days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7]

type RangeProps = { range: WeekRange; nth: number; onChange: (range: WeekRange) => void; onRemove: () => void }

/** 24:00 is the end of a day, which a browser's own time field cannot say: it is written 00:00 there. */
const endText = (to: string) => (to === '24:00' ? '00:00' : to)
const endOf = (text: string) => (text === '00:00' ? '24:00' : text)

function Range({ range, nth, onChange, onRemove }: RangeProps) {
  const toggle = (day: number) => {
    const days = range.days.includes(day) ? range.days.filter((one) => one !== day) : [...range.days, day]
    if (days.length > 0) onChange({ ...range, days: days.sort((a, b) => a - b) })
  }
  const wrong = range.from >= range.to
  return (
    <li className={css.range}>
      <fieldset className={css.days} aria-label={`Days of range ${nth + 1}`}>
        {ALL_DAYS.map((day) => (
          <button key={day} type="button" aria-pressed={range.days.includes(day)} onClick={() => toggle(day)}>
            {DAYS[day - 1]?.slice(0, 2)}
            <span className="off">{DAYS[day - 1]?.slice(2)}</span>
          </button>
        ))}
      </fieldset>
      <div className={css.times}>
        <input
          type="time"
          aria-label={`From, range ${nth + 1}`}
          value={range.from}
          onChange={(event) => event.currentTarget.value && onChange({ ...range, from: event.currentTarget.value })}
        />
        <span className="quiet">to</span>
        <input
          type="time"
          aria-label={`To, range ${nth + 1}`}
          value={endText(range.to)}
          onChange={(event) =>
            event.currentTarget.value && onChange({ ...range, to: endOf(event.currentTarget.value) })
          }
        />
        <ActionIcon aria-label={`Remove range ${nth + 1}`} onClick={onRemove}>
          <IconTrash size={15} stroke={1.9} />
        </ActionIcon>
      </div>
      {wrong && (
        <p className={css.error}>
          <FieldError>It ends before it starts. A range over midnight is two ranges.</FieldError>
        </p>
      )}
    </li>
  )
}

/** Hours of the week: painted by whole hours, or written to the minute. */
export function WeekRanges(props: {
  label: string
  value: readonly WeekRange[]
  onChange: (ranges: WeekRange[]) => void
  error?: string | undefined
  faults?: readonly RuleFault[]
}) {
  const { label, value, onChange, error } = props
  const phone = usePhone()
  const cells = cellsOf(value)
  const [exact, setExact] = useState<boolean | null>(null)
  // hours within an hour cannot be painted, and cells for a mouse are too small for a thumb
  const asTimes = cells === null || (exact ?? phone)
  const change = (at: number, range: WeekRange) =>
    onChange(value.map((one, nth) => (nth === at ? inherit(one, range) : one)))
  return (
    <div className={css.week}>
      <div className="line wrap">
        {cells !== null && (
          <Segments
            label="How hours are given"
            value={asTimes ? 'times' : 'grid'}
            onChange={(how) => setExact(how === 'times')}
            options={[
              { value: 'grid', label: 'By the hour' },
              { value: 'times', label: 'Exact times' },
            ]}
          />
        )}
        {!asTimes && (
          <>
            <Button size="xs" variant="subtle" onClick={() => onChange([WORKING])}>
              Mon–Fri 9–5
            </Button>
            <Button size="xs" variant="subtle" onClick={() => onChange([])}>
              Clear
            </Button>
          </>
        )}
      </div>
      {!asTimes && cells && <WeekGrid label={label} cells={cells} onChange={(next) => onChange(rangesOf(next))} />}
      {asTimes && (
        <>
          <ul className={css.ranges} aria-label={label}>
            {value.map((range, nth) => (
              <Range
                key={keyOf(range)}
                range={range}
                nth={nth}
                onChange={(next) => change(nth, next)}
                onRemove={() => onChange(value.filter((_, at) => at !== nth))}
              />
            ))}
          </ul>
          <div>
            <Button
              size="xs"
              leftSection={<IconPlus size={14} stroke={2} aria-hidden />}
              onClick={() => onChange([...value, WORKING])}
            >
              Add hours
            </Button>
          </div>
        </>
      )}
      {error && (
        <p className={css.error}>
          <FieldError>{error}</FieldError>
        </p>
      )}
    </div>
  )
}
