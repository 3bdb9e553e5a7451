import { Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Schedule } from '../../../contract/settings.ts'
import { scheduleInWords } from '../../../contract/words.ts'
import { calendarDay, zoneCity } from '../../lib/format.ts'
import { Segments } from '../RangePicker.tsx'
import { faultAt } from './editing.ts'
import type { RuleFault } from './props.ts'
import values from './values.module.css'
import { WeekRanges } from './WeekRanges.tsx'
import css from './week.module.css'

export type SchedulePickerProps = {
  value: Schedule
  onChange: (schedule: Schedule) => void
  /** Whose clock it is. */
  zone: string
  faults?: readonly RuleFault[]
  readOnly?: boolean
}

const OFFICE = [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }]

const dayWords = (day: string) => `${calendarDay(day)}, ${day.slice(0, 4)}`

function DaysOff({ value, onChange }: { value: readonly string[]; onChange: (days: string[]) => void }) {
  const [day, setDay] = useState('')
  const add = () => {
    if (day && !value.includes(day)) onChange([...value, day].sort())
    setDay('')
  }
  return (
    <div className="stack">
      {value.length > 0 && (
        <ul className={css.offDays} aria-label="Dates off">
          {value.map((one) => (
            <li key={one} className={values.chip}>
              {dayWords(one)}
              <button
                type="button"
                aria-label={`Remove ${dayWords(one)}`}
                onClick={() => onChange(value.filter((other) => other !== one))}
              >
                <IconX size={13} stroke={2} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className={css.off}>
        <label>
          Date off
          <input type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        </label>
        <Button disabled={!day} onClick={add}>
          Add
        </Button>
      </div>
    </div>
  )
}

/** When a buyer takes leads: always, or by weekday and hour; and days on which it takes none. */
export function SchedulePicker({ value, onChange, zone, faults = [], readOnly }: SchedulePickerProps) {
  if (readOnly) {
    return (
      <p>
        {scheduleInWords(value)} <span className="quiet">({zoneCity(zone)} time)</span>
      </p>
    )
  }
  return (
    <div className={css.schedule}>
      <div className="line wrap">
        <Segments
          label="Hours"
          value={value.open ? 'hours' : 'always'}
          options={[
            { value: 'always', label: 'Always open' },
            { value: 'hours', label: 'Certain hours' },
          ]}
          onChange={(how) => onChange({ ...value, open: how === 'hours' ? OFFICE : null })}
        />
        <span className="quiet">{zoneCity(zone)} time</span>
      </div>
      {value.open && (
        <WeekRanges
          label="Open hours"
          value={value.open}
          onChange={(open) => onChange({ ...value, open })}
          error={faultAt(faults, 'open') ?? (value.open.length === 0 ? 'Never open: no lead is taken.' : undefined)}
        />
      )}
      <DaysOff value={value.datesOff} onChange={(datesOff) => onChange({ ...value, datesOff })} />
    </div>
  )
}
