import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { AnswerTest } from '../../../contract/delivery.ts'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import { InOrder } from '../../ui/InOrder.tsx'
import css from './delivery.module.css'
import { PlaceField } from './PlaceField.tsx'

const OPS: { value: AnswerTest['op']; label: string }[] = [
  { value: 'equals', label: 'is' },
  { value: 'contains', label: 'contains' },
  { value: 'matches', label: 'matches pattern' },
  { value: 'exists', label: 'is there' },
  { value: 'missing', label: 'is not there' },
]

export const newTest = (): AnswerTest => ({ place: { at: 'json', path: '' }, op: 'equals', value: '' })

const hasValue = (op: AnswerTest['op']) => op !== 'exists' && op !== 'missing'

/** Tests of one rule: all of them must hold. */
export function Tests(props: {
  value: readonly AnswerTest[]
  onChange: (value: AnswerTest[]) => void
  faultAt: (path: string) => string | undefined
  /** A rule without a test always holds. */
  mayBeEmpty?: boolean
}) {
  const { value, onChange, faultAt, mayBeEmpty } = props
  const change = (nth: number, part: Partial<AnswerTest>) =>
    onChange(value.map((one, at) => (at === nth ? { ...one, ...part } : one)))
  return (
    <div className={css.tests}>
      <InOrder of={value}>
        {(test, nth) => (
          <div className={css.test}>
            <PlaceField
              label={nth === 0 ? 'When' : 'and'}
              value={test.place}
              onChange={(place) => change(nth, { place })}
              faultAt={(path) => faultAt(`${nth}.place.${path}`)}
            />
            <ChoiceField
              label="Test"
              value={test.op}
              onChange={(op) => change(nth, { op: OPS.find((one) => one.value === op)?.value ?? 'equals' })}
              options={OPS}
            />
            {hasValue(test.op) && (
              <TextField
                label="Value"
                value={test.value}
                onChange={(event) => change(nth, { value: event.currentTarget.value })}
                error={faultAt(`${nth}.value`)}
              />
            )}
            {(value.length > 1 || mayBeEmpty) && (
              <ActionIcon
                className={css.drop ?? ''}
                aria-label={`Remove test ${nth + 1}`}
                onClick={() => onChange(value.filter((_, at) => at !== nth))}
              >
                <IconX size={15} stroke={1.9} />
              </ActionIcon>
            )}
          </div>
        )}
      </InOrder>
      <Button
        className={css.add ?? ''}
        variant="subtle"
        leftSection={<IconPlus size={15} stroke={1.9} />}
        onClick={() => onChange([...value, newTest()])}
      >
        {value.length === 0 ? 'Only when …' : 'And …'}
      </Button>
    </div>
  )
}
