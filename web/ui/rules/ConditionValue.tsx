import { type Condition, isListCondition, typeIn } from '../../../contract/conditions.ts'
import { STATES } from '../../../contract/states.ts'
import type { LabelOf } from '../../../contract/words.ts'
import { TextField } from '../fields.tsx'
import { NumberField } from '../NumberField.tsx'
import { faultAt, kindFor } from './editing.ts'
import { ListChoice } from './ListChoice.tsx'
import { PickMany } from './PickMany.tsx'
import type { ListAccess, RuleFault, RulesProps } from './props.ts'
import { Select } from './Select.tsx'
import { ValueChips } from './ValueChips.tsx'
import css from './values.module.css'
import { WeekRanges } from './WeekRanges.tsx'

export type ConditionPartProps = {
  condition: Condition
  onChange: (condition: Condition) => void
  fields: RulesProps['fields']
  lists: ListAccess | undefined
  names: LabelOf
  faults: readonly RuleFault[]
}

const STATE_OPTIONS = Object.entries(STATES).map(([value, name]) => ({ value, label: `${name} (${value})` }))
const YES_NO = [
  { value: 'true', label: 'yes' },
  { value: 'false', label: 'no' },
]

type ValuesCondition = Extract<Condition, { values: string[] }>

function Values(props: ConditionPartProps & { condition: ValuesCondition }) {
  const { condition, onChange, fields, names, faults } = props
  const label = names(condition.field) ?? condition.field
  const type = typeIn(names, condition.field)
  const change = (values: string[]) => onChange({ ...condition, values })
  if (type === 'boolean')
    return (
      <Select
        label="Value"
        value={condition.values[0] ?? ''}
        options={condition.values.length > 0 ? YES_NO : [{ value: '', label: 'Choose' }, ...YES_NO]}
        onChange={(value) => change([value])}
        error={faultAt(faults, 'values')}
      />
    )
  const allowed = fields.find((field) => field.name === condition.field)?.allowed ?? []
  const own = type === 'list' ? allowed.map((value) => ({ value, label: value })) : []
  const options = condition.op !== 'any_of' ? [] : type === 'state' ? STATE_OPTIONS : own
  return (
    <ValueChips
      label={label}
      value={condition.values}
      onChange={change}
      kind={kindFor(condition, names)}
      error={faultAt(faults, 'values')}
      aside={
        options.length > 0 && (
          <PickMany button="Choose" label={label} options={options} value={condition.values} onChange={change} />
        )
      }
    />
  )
}

function SeveralFields({ condition, onChange, fields, names, faults }: ConditionPartProps) {
  if (condition.op !== 'at_least') return null
  const options = fields.map(({ name, label }) => ({ value: name, label }))
  const labelled = condition.fields.map((name) => names(name) ?? name)
  return (
    <div className={css.field}>
      <NumberField
        label="How many"
        whole
        value={condition.count}
        onChange={(count) => onChange({ ...condition, count })}
        error={faultAt(faults, 'count')}
      />
      <div className={css.box} data-error={faultAt(faults, 'fields') ? true : undefined}>
        <span className={css.chosen}>{labelled.length > 0 ? labelled.join(', ') : 'No field chosen'}</span>
        <PickMany
          button="Choose"
          label="fields"
          options={options}
          value={condition.fields}
          onChange={(chosen) => onChange({ ...condition, fields: chosen })}
        />
      </div>
      {faultAt(faults, 'fields') && <p className={css.error}>{faultAt(faults, 'fields')}</p>}
    </div>
  )
}

/** The value of a condition, by what its test asks for. */
export function ConditionValue(props: ConditionPartProps) {
  const { condition, onChange, names, faults } = props
  if (isListCondition(condition)) return <ListChoice {...props} condition={condition} />
  switch (condition.op) {
    case 'any_of':
    case 'contains':
    case 'starts_with':
      return <Values {...props} condition={condition} />
    case 'matches':
      return (
        <TextField
          aria-label="Pattern"
          placeholder="^CA"
          value={condition.pattern}
          onChange={(event) => onChange({ ...condition, pattern: event.currentTarget.value })}
          hint="RE2 syntax; upper and lower case are the same."
          error={faultAt(faults, 'pattern')}
        />
      )
    case 'hours':
      return (
        <WeekRanges
          label="Hours"
          value={condition.ranges}
          onChange={(ranges) => onChange({ ...condition, ranges })}
          error={faultAt(faults, 'ranges')}
        />
      )
    case 'at_least':
      return <SeveralFields {...props} />
    case 'between':
    case 'date_between':
    case 'before':
    case 'after':
    case 'present':
    case 'missing':
      return <Ends {...props} />
    default: {
      const isAge = typeIn(names, condition.field) === 'age'
      return (
        <NumberField
          label="Value"
          hideLabel
          suffix={isAge ? 'years' : undefined}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
          error={faultAt(faults, 'value')}
        />
      )
    }
  }
}

function DayField(props: { label: string; value: string; onChange: (day: string) => void; error: string | undefined }) {
  return (
    <TextField
      type="date"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      error={props.error}
    />
  )
}

function Ends({ condition, onChange, names, faults }: ConditionPartProps) {
  const at = (place: string) => faultAt(faults, place)
  switch (condition.op) {
    case 'before':
    case 'after':
      return (
        <DayField
          label="Day"
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
          error={at('value')}
        />
      )
    case 'date_between':
      return (
        <div className={css.pair}>
          <DayField
            label="From"
            value={condition.from}
            onChange={(from) => onChange({ ...condition, from })}
            error={at('from')}
          />
          <span>and</span>
          <DayField
            label="To"
            value={condition.to}
            onChange={(to) => onChange({ ...condition, to })}
            error={at('to')}
          />
        </div>
      )
    case 'between': {
      const suffix = typeIn(names, condition.field) === 'age' ? 'years' : undefined
      const common = { hideLabel: true, suffix }
      return (
        <div className={css.pair}>
          <NumberField
            {...common}
            label="From"
            value={condition.from}
            onChange={(from) => onChange({ ...condition, from })}
            error={at('from')}
          />
          <span>and</span>
          <NumberField
            {...common}
            label="To"
            value={condition.to}
            onChange={(to) => onChange({ ...condition, to })}
            error={at('to')}
          />
        </div>
      )
    }
    default:
      return null
  }
}
