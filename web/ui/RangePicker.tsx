import { Button, Menu, Popover } from '@mantine/core'
import { IconCalendar, IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { type Days, daysOf, PRESET_NAMES, PRESETS, type Range } from '../../contract/ranges.ts'
import { zoneCity } from '../lib/format.ts'
import { rangeName } from '../lib/ranges.ts'
import css from './Filters.module.css'

export type RangePickerProps = {
  range: Range
  onChange: (range: Range) => void
  /** Today's calendar day where the range is counted. */
  today: string
  /** Written beside the choice: whose midnight cuts the days. */
  zone: string
  /** Looks like a filter's chip instead of a button. */
  chip?: string
}

function CustomDays({ days, today, onApply }: { days: Days; today: string; onApply: (days: Days) => void }) {
  const [from, setFrom] = useState(days.from)
  const [to, setTo] = useState(days.to)
  const valid = from !== '' && to !== '' && from <= to
  return (
    <form
      className={css.days}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onApply({ from, to })
      }}
    >
      <label>
        From
        <input type="date" max={today} value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label>
        To
        <input type="date" min={from} max={today} value={to} onChange={(event) => setTo(event.currentTarget.value)} />
      </label>
      <Button type="submit" disabled={!valid}>
        Apply
      </Button>
    </form>
  )
}

function Presets({ range, onChoose }: { range: Range; onChoose: (range: Range) => void }) {
  return (
    <div className={css.choices}>
      {PRESETS.map((preset) => {
        const chosen = 'preset' in range && range.preset === preset
        return (
          <button
            key={preset}
            type="button"
            className={css.choice}
            aria-pressed={chosen}
            onClick={() => onChoose({ preset })}
          >
            {PRESET_NAMES[preset]}
            {chosen && <IconCheck size={15} stroke={2} aria-hidden />}
          </button>
        )
      })}
    </div>
  )
}

/** Presets first, then two days of one's own. The zone stands in the panel and, where wanted, beside the button. */
export function RangePicker({ range, onChange, today, zone, chip }: RangePickerProps) {
  const [opened, setOpened] = useState(false)
  const choose = (next: Range) => {
    onChange(next)
    setOpened(false)
  }
  const toggle = () => setOpened((open) => !open)
  return (
    <Popover opened={opened} onChange={setOpened} position={chip ? 'bottom-start' : 'bottom-end'} trapFocus returnFocus>
      <Popover.Target>
        {chip ? (
          <button type="button" className={`${css.chip} ${css.value}`} onClick={toggle}>
            <span>{chip}</span>
            <span>{rangeName(range)}</span>
          </button>
        ) : (
          <Button
            leftSection={<IconCalendar size={15} stroke={1.9} aria-hidden />}
            rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}
            onClick={toggle}
          >
            {rangeName(range)}
          </Button>
        )}
      </Popover.Target>
      <Popover.Dropdown className={css.drop ?? ''} aria-label="Date range">
        <Presets range={range} onChoose={choose} />
        <CustomDays key={opened ? 'open' : 'shut'} days={daysOf(range, today)} today={today} onApply={choose} />
        <p className={`${css.zone} small quiet`}>Days as in {zoneCity(zone)}</p>
      </Popover.Dropdown>
    </Popover>
  )
}

const ALL = 'all'

/** One of a few, none of them being all: "All campaigns". */
export function ChoiceMenu(props: {
  all: string
  value: string | undefined
  options: readonly { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}) {
  const chosen = props.options.find((option) => option.value === props.value)
  const items = [{ value: ALL, label: props.all }, ...props.options]
  return (
    <Menu>
      <Menu.Target>
        <Button rightSection={<IconChevronDown size={14} stroke={2} aria-hidden />}>
          {chosen?.label ?? props.all}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={props.value ?? ALL}
          onChange={(value) => props.onChange(value === ALL ? undefined : value)}
        >
          {items.map((item) => (
            <Menu.RadioItem
              key={item.value}
              value={item.value}
              closeMenuOnClick
              checkIcon={<IconCheck size={15} stroke={2} aria-hidden />}
            >
              {item.label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Two to four choices side by side. */
export function Segments<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out inline in all browsers
    <div className={css.segments} role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
