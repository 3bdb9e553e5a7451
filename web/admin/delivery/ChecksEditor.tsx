import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { CheckRule, OutsideCheck } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'
import { Fold, Folds } from '../../ui/Fold.tsx'
import { ChoiceField, FieldError, TextField } from '../../ui/fields.tsx'
import { InOrder } from '../../ui/InOrder.tsx'
import { Section } from '../../ui/Page.tsx'
import { CallEditor } from './CallEditor.tsx'
import css from './delivery.module.css'
import { PlaceField } from './PlaceField.tsx'
import type { EditorProps, TestPlace } from './props.ts'
import { RuleRows } from './RuleRows.tsx'
import { CHECK_STARTS } from './starts.ts'
import { TestPost } from './TestPost.tsx'
import { newTest, Tests } from './Tests.tsx'

const ACTIONS = [
  { value: 'pass', label: 'The lead passes' },
  { value: 'reject', label: 'The lead is rejected' },
  { value: 'save', label: 'Save a value into a field and go on' },
]
const ON_FAILURE = [
  { value: 'pass', label: 'Let the lead pass' },
  { value: 'reject', label: 'Reject the lead' },
]

function actionOf(kind: string, fields: readonly Field[]): CheckRule['action'] {
  const field = fields.find(({ consent, name }) => !consent && name !== '')?.name ?? ''
  if (kind === 'save') return { do: 'save', field, from: { at: 'json', path: '' } }
  return { do: kind === 'reject' ? 'reject' : 'pass' }
}

function RulePart(props: {
  rule: CheckRule
  onChange: (rule: CheckRule) => void
  fields: readonly Field[]
  faultAt: (path: string) => string | undefined
}) {
  const { rule, onChange, fields, faultAt } = props
  const { action } = rule
  const choices = fields.filter(({ consent, name }) => !consent && name !== '')
  return (
    <>
      <ChoiceField
        label="Then"
        value={action.do}
        onChange={(kind) => onChange({ ...rule, action: actionOf(kind, fields) })}
        options={ACTIONS}
      />
      {action.do === 'save' && (
        <div className={css.pair}>
          <ChoiceField
            label="Into the field"
            value={action.field}
            onChange={(field) => onChange({ ...rule, action: { ...action, field } })}
            options={choices.map(({ name, label }) => ({ value: name, label }))}
            error={faultAt('action.field')}
          />
          <PlaceField
            label="What stands in"
            part
            value={action.from}
            onChange={(from) => onChange({ ...rule, action: { ...action, from } })}
            faultAt={(path) => faultAt(`action.from.${path}`)}
          />
        </div>
      )}
      <Tests
        mayBeEmpty
        value={rule.tests}
        onChange={(tests) => onChange({ ...rule, tests })}
        faultAt={(path) => faultAt(`tests.${path}`)}
      />
    </>
  )
}

function CheckEditor({ value, onChange, faultAt, fields, test }: EditorProps<OutsideCheck> & { test: TestPlace }) {
  const change = (part: Partial<OutsideCheck>) => onChange({ ...value, ...part })
  const under = (place: string) => (path: string) => faultAt(`${place}.${path}`)
  const fault = faultAt('rules')
  return (
    <div className={css.parts}>
      <div className={css.pair}>
        <TextField
          label="Name"
          value={value.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          error={faultAt('name')}
        />
        <ChoiceField
          label="When it fails or does not answer"
          value={value.onFailure}
          onChange={(next) => change({ onFailure: next === 'reject' ? 'reject' : 'pass' })}
          options={ON_FAILURE}
        />
      </div>
      <CallEditor
        purpose="check"
        value={value.call}
        onChange={(call) => change({ call })}
        faultAt={under('call')}
        fields={fields}
        seconds={value.timeoutSeconds}
        onSeconds={(timeoutSeconds) => change({ timeoutSeconds })}
        secondsFault={faultAt('timeoutSeconds')}
      />
      <Section title="What the answer means">
        <RuleRows
          value={value.rules}
          onChange={(rules) => change({ rules })}
          fresh={(): CheckRule => ({ tests: [newTest()], action: { do: 'reject' } })}
        >
          {(rule, nth, set) => <RulePart rule={rule} onChange={set} fields={fields} faultAt={under(`rules.${nth}`)} />}
        </RuleRows>
        {fault && <FieldError>{fault}</FieldError>}
      </Section>
      <Section title="Try it">
        <TestPost tried={{ check: value }} fields={fields} {...test} />
      </Section>
    </div>
  )
}

function Starts({ onChoose, fields }: { onChoose: (check: OutsideCheck) => void; fields: readonly Field[] }) {
  return (
    <div className={css.starts}>
      {CHECK_STARTS.map(({ title, text, make }) => (
        <button key={title} type="button" className={css.start} onClick={() => onChoose(make(fields))}>
          <strong className="strong">{title}</strong>
          <span className="quiet">{text}</span>
        </button>
      ))}
    </div>
  )
}

const hostOf = (url: string): string => /^https?:\/\/([^/?#]+)/i.exec(url)?.[1] ?? 'no address yet'

/** Outside checks in their order. */
export function ChecksEditor(
  props: EditorProps<OutsideCheck[]> & { test: TestPlace; faulty?: (place: string) => boolean },
) {
  const { value, onChange, faultAt, fields, test, faulty } = props
  const [choosing, setChoosing] = useState(false)
  const [opened, setOpened] = useState<number | null>(null)
  const add = (check: OutsideCheck) => {
    onChange([...value, check])
    setOpened(value.length)
    setChoosing(false)
  }
  return (
    <div className="stack">
      <Folds>
        <InOrder key={value.length} of={value}>
          {(check, nth) => (
            <div className={css.check}>
              <Fold
                title={check.name || 'Outside check'}
                summary={`${hostOf(check.call.url)}, ${check.onFailure === 'pass' ? 'passes' : 'rejects'} when it fails`}
                open={opened === nth}
                faulty={faulty?.(String(nth)) ?? false}
              >
                <CheckEditor
                  value={check}
                  onChange={(next) => onChange(value.map((one, at) => (at === nth ? next : one)))}
                  faultAt={(path) => faultAt(`${nth}.${path}`)}
                  fields={fields}
                  test={test}
                />
              </Fold>
              <ActionIcon
                className={css.dropCheck ?? ''}
                aria-label={`Remove ${check.name}`}
                onClick={() => onChange(value.filter((_, at) => at !== nth))}
              >
                <IconX size={15} stroke={1.9} />
              </ActionIcon>
            </div>
          )}
        </InOrder>
      </Folds>
      {value.length === 0 && !choosing && (
        <p className="quiet">None: nobody else is asked about a lead before it is sold.</p>
      )}
      {choosing ? (
        <Starts onChoose={add} fields={fields} />
      ) : (
        <Button
          className={css.add ?? ''}
          leftSection={<IconPlus size={15} stroke={1.9} />}
          onClick={() => setChoosing(true)}
        >
          Add an outside check
        </Button>
      )}
    </div>
  )
}
