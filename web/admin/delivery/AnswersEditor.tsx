import type { AnswerRule, Answers, Outcome } from '../../../contract/delivery.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { ChoiceField, FieldError } from '../../ui/fields.tsx'
import css from './delivery.module.css'
import { PlaceField } from './PlaceField.tsx'
import { RuleRows } from './RuleRows.tsx'
import { newTest, Tests } from './Tests.tsx'

const OUTCOMES: { value: Outcome; label: string }[] = [
  { value: 'accepted', label: 'Accepted: it is sold' },
  { value: 'duplicated', label: 'Duplicate: the next buyer is asked' },
  { value: 'rejected', label: 'Rejected: the next buyer is asked' },
]
const UNITS = [
  { value: 'major', label: 'Whole units, like 12.50' },
  { value: 'minor', label: 'Cents, like 1250' },
]

/** What a buyer's answer means. */
export function AnswersEditor(props: {
  value: Answers
  onChange: (value: Answers) => void
  faultAt: (path: string) => string | undefined
}) {
  const { value, onChange, faultAt } = props
  const { rules, reason, price } = value
  const change = (part: Partial<Answers>) => onChange({ ...value, ...part })
  const under = (place: string) => (path: string) => faultAt(`${place}.${path}`)
  const fault = faultAt('rules')
  return (
    <div className="stack">
      <RuleRows
        value={rules}
        onChange={(next) => change({ rules: next })}
        fresh={(): AnswerRule => ({ outcome: 'accepted', tests: [newTest()] })}
      >
        {(rule, nth, set) => (
          <>
            <ChoiceField
              label="Then the lead is"
              value={rule.outcome}
              onChange={(outcome) =>
                set({ ...rule, outcome: OUTCOMES.find((one) => one.value === outcome)?.value ?? 'rejected' })
              }
              options={OUTCOMES}
            />
            <Tests
              value={rule.tests}
              onChange={(tests) => set({ ...rule, tests })}
              faultAt={under(`rules.${nth}.tests`)}
            />
          </>
        )}
      </RuleRows>
      {fault && <FieldError>{fault}</FieldError>}
      <p className="quiet">The first rule that holds decides. An answer that fits none is a rejection.</p>
      <SwitchField
        label="The answer says why"
        value={reason !== null}
        onChange={(on) => change({ reason: on ? { at: 'json', path: 'reason' } : null })}
        hint="Kept with the lead and shown to your team."
      />
      {reason && (
        <PlaceField
          label="Reason"
          part
          value={reason}
          onChange={(place) => change({ reason: place })}
          faultAt={under('reason')}
        />
      )}
      <SwitchField
        label="The answer names the price"
        value={price !== null}
        onChange={(on) => change({ price: on ? { place: { at: 'json', path: 'price' }, units: 'major' } : null })}
        hint="At most the buyer’s price here. More, or a price that cannot be read, is a rejection."
      />
      {price && (
        <div className={css.pair}>
          <PlaceField
            label="Price"
            part
            value={price.place}
            onChange={(place) => change({ price: { ...price, place } })}
            faultAt={under('price.place')}
          />
          <ChoiceField
            label="Written in"
            value={price.units}
            onChange={(units) => change({ price: { ...price, units: units === 'minor' ? 'minor' : 'major' } })}
            options={UNITS}
          />
        </div>
      )}
    </div>
  )
}
