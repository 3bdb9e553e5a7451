import { Switch } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { BudgetCaps, Caps } from '../../../contract/settings.ts'
import { count, money } from '../../lib/format.ts'
import { MoneyField } from '../MoneyField.tsx'
import { NumberField } from '../NumberField.tsx'
import { UsageBar } from '../small.tsx'
import css from './caps.module.css'
import { faultAt } from './editing.ts'
import type { RuleFault } from './props.ts'
import { DAYS } from './week.ts'

const PERIODS = [
  ['day', 'Day'],
  ['week', 'Week'],
  ['month', 'Month'],
  ['total', 'Total'],
] as const
type Period = (typeof PERIODS)[number][0]

/** What is used of a period, and when it starts anew ("resets Monday"). */
export type Used = Partial<Record<Period, { used: number; resets?: string }>>

type Common<V> = {
  value: V
  onChange: (value: V) => void
  /** What was saved: shown beside what differs. */
  was?: V
  used?: Used
  faults?: readonly RuleFault[]
}

function Row(props: {
  label: string
  field: ReactNode
  limit: number
  used: Used[Period]
  words: (n: number) => string
  was: string | null
  off?: boolean
}) {
  const { label, field, limit, used, words, was, off } = props
  const isLimited = limit > 0 && !Number.isNaN(limit)
  const said = used && (isLimited ? `${words(used.used)} of ${words(limit)}` : `${words(used.used)} so far, unlimited`)
  return (
    <div className={css.row}>
      <span className={css.period} aria-hidden>
        {label}
      </span>
      {field}
      <div className={css.usage}>
        {said && (
          <UsageBar
            used={used.used}
            limit={isLimited ? limit : 0}
            label={said}
            next={was ?? used.resets}
            {...((off || !isLimited) && { off: true })}
          />
        )}
        {!said && was && <span className="quiet num">{was}</span>}
      </div>
    </div>
  )
}

function Weekdays({ value, onChange, faults = [] }: Common<Caps>) {
  const set = (key: keyof Caps['weekdays'], cap: number | null) => {
    const { [key]: _old, ...others } = value.weekdays
    onChange({ ...value, weekdays: cap === null ? others : { ...others, [key]: cap } })
  }
  const KEYS = ['1', '2', '3', '4', '5', '6', '7'] as const
  return (
    <fieldset className={css.weekdays} aria-label="Weekdays of their own">
      {KEYS.map((key, at) => (
        <NumberField
          key={key}
          label={DAYS[at]?.slice(0, 3) ?? ''}
          whole
          whenEmpty={-1}
          blank
          placeholder={String(value.day)}
          value={value.weekdays[key] ?? -1}
          onChange={(cap) => set(key, cap === -1 ? null : cap)}
          error={faultAt(faults, `weekdays.${key}`) && 'A whole number'}
        />
      ))}
    </fieldset>
  )
}

/** Volume caps; 0 is unlimited. A weekday's own number replaces the daily one on that day. */
export function CapsEditor(props: Common<Caps>) {
  const { value, onChange, was, used, faults = [] } = props
  const [opened, setOpened] = useState(Object.keys(value.weekdays).length > 0)
  return (
    <div className={css.caps}>
      {PERIODS.map(([period, label]) => {
        const changed = was !== undefined && was[period] !== value[period]
        return (
          <Row
            key={period}
            label={label}
            limit={value[period]}
            used={used?.[period]}
            words={count}
            was={changed ? `was ${was[period] === 0 ? 'unlimited' : count(was[period])}` : null}
            field={
              <NumberField
                label={`Leads a ${period}`.replace('a total', 'in all')}
                hideLabel
                whole
                whenEmpty={0}
                value={value[period]}
                changed={changed}
                onChange={(cap) => onChange({ ...value, [period]: cap })}
                error={
                  faultAt(faults, period) ??
                  (Number.isNaN(value[period]) ? 'A whole number, 0 is unlimited.' : undefined)
                }
              />
            }
          />
        )
      })}
      <button type="button" className={css.more} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? 'Weekdays of their own' : 'Another number on some weekdays'}
      </button>
      {opened && <Weekdays {...props} />}
    </div>
  )
}

/** Budget caps with their own switch; 0 is unlimited. */
export function BudgetEditor(props: Common<BudgetCaps> & { currency: string }) {
  const { value, onChange, was, used, currency, faults = [] } = props
  const words = (amount: number) => money(amount, currency)
  return (
    <div className={css.caps}>
      <Switch
        className={css.on}
        label="Hold the budget"
        checked={value.on}
        onChange={(event) => onChange({ ...value, on: event.currentTarget.checked })}
      />
      {PERIODS.map(([period, label]) => {
        const changed = was !== undefined && was[period] !== value[period]
        return (
          <Row
            key={period}
            label={label}
            limit={value[period]}
            used={used?.[period]}
            words={words}
            off={!value.on}
            was={changed ? `was ${was[period] === 0 ? 'unlimited' : words(was[period])}` : null}
            field={
              <MoneyField
                label={`Budget a ${period}`.replace('a total', 'in all')}
                hideLabel
                disabled={!value.on}
                value={value[period]}
                changed={changed}
                onChange={(amount) => onChange({ ...value, [period]: amount })}
                currency={currency}
                error={
                  faultAt(faults, period) ?? (Number.isNaN(value[period]) ? 'An amount, 0 is unlimited.' : undefined)
                }
              />
            }
          />
        )
      })}
    </div>
  )
}
