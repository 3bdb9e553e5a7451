import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type Condition, typeIn } from '../../../contract/conditions.ts'
import type { LabelOf } from '../../../contract/words.ts'
import { FieldError } from '../fields.tsx'
import { ConditionRow } from './ConditionRow.tsx'
import { faultsUnder, freshCondition } from './editing.ts'
import { inherit, keyOf } from './identity.ts'
import type { ListAccess, RuleFault, RulesProps } from './props.ts'
import css from './rules.module.css'

export type ConditionsEditorProps = {
  value: readonly Condition[]
  onChange: (conditions: Condition[]) => void
  fields: RulesProps['fields']
  lists: ListAccess | undefined
  names: LabelOf
  /** From the conditions down: `0.field`. */
  faults: readonly RuleFault[]
}

/** All conditions of a rule, which must all hold. */
export function ConditionsEditor({ value, onChange, fields, lists, names, faults }: ConditionsEditorProps) {
  const add = () => {
    const unused = fields.find((field) => !value.some((one) => 'field' in one && one.field === field.name))
    const subject = (unused ?? fields[0])?.name ?? 'lp_subid1'
    onChange([...value, freshCondition(subject, (field) => typeIn(names, field))])
  }
  const none = faults.find(({ path }) => path === '')
  return (
    <div className={css.conditions}>
      {value.map((condition, nth) => (
        <ConditionRow
          key={keyOf(condition)}
          nth={nth}
          condition={condition}
          onChange={(next) => onChange(value.map((one, at) => (at === nth ? inherit(one, next) : one)))}
          onRemove={() => onChange(value.filter((_, at) => at !== nth))}
          fields={fields}
          lists={lists}
          names={names}
          faults={faultsUnder(faults, String(nth))}
        />
      ))}
      {none && <FieldError>{none.message}</FieldError>}
      <div>
        <Button size="xs" leftSection={<IconPlus size={14} stroke={2} aria-hidden />} onClick={add}>
          Condition
        </Button>
      </div>
    </div>
  )
}
