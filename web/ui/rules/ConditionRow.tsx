import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { typeIn } from '../../../contract/conditions.ts'
import { type ConditionPartProps, ConditionValue } from './ConditionValue.tsx'
import {
  type Choice,
  choiceOf,
  choicesFor,
  faultAt,
  subjectOf,
  subjectsOf,
  withChoice,
  withSubject,
} from './editing.ts'
import css from './rules.module.css'
import { Select } from './Select.tsx'

type Props = ConditionPartProps & { nth: number; onRemove: () => void }

/** One condition: what it is about, the test, and what it is tested for. */
export function ConditionRow({ nth, onRemove, ...part }: Props) {
  const { condition, onChange, fields, lists, names, faults } = part
  const subject = subjectOf(condition)
  const known = { typeOf: names.typeOf, listOf: names.listOf }
  const type = typeIn(names, subject)
  const groups = subjectsOf(fields)
  const isKnown = groups.some(({ options }) => options.some((option) => option.value === subject))
  // a field that is gone stays chosen until another one is
  const gone = isKnown ? [] : [{ value: subject, label: `${subject} (gone)` }]
  const choices = type ? choicesFor(type, lists !== undefined || choiceOf(condition) === 'in_list') : []
  return (
    <fieldset className={css.condition} aria-label={`Condition ${nth + 1}`}>
      {nth > 0 && <span className={css.and}>and</span>}
      <div className={css.subject}>
        <Select
          label={`Field of condition ${nth + 1}`}
          value={subject}
          options={gone}
          groups={groups}
          onChange={(next) => onChange(withSubject(condition, next, known))}
          error={faultAt(faults, 'field')}
        />
      </div>
      {choices.length > 0 && (
        <div className={css.test}>
          <Select
            label={`Test of condition ${nth + 1}`}
            value={choiceOf(condition)}
            options={choices}
            onChange={(next) => {
              const choice = choices.find(({ value }) => value === next)?.value
              if (choice) onChange(withChoice(condition, choice satisfies Choice))
            }}
          />
        </div>
      )}
      <div
        className={css.value}
        data-wide={condition.op === 'hours' ? 'all' : choices.length === 0 ? 'rest' : undefined}
      >
        <ConditionValue {...part} />
      </div>
      <ActionIcon className={css.drop} aria-label={`Remove condition ${nth + 1}`} onClick={onRemove}>
        <IconX size={15} stroke={1.9} />
      </ActionIcon>
    </fieldset>
  )
}
