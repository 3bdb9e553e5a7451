import { Button, NativeSelect } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { checkImport, type ImportDetails, type ImportTarget, type Mapping } from '../../../contract/api/imports.ts'
import { ApiError, call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { SwitchField } from '../../ui/choices.tsx'
import { FieldError, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import css from './imports.module.css'

const NONE = ''
const ALL = 'all:'

/** Members that can stand for every row where no column says which. */
function insteadOf(details: ImportDetails, { instead }: ImportTarget): { value: string; label: string }[] {
  const members = instead === 'supplier' ? details.suppliers : instead === 'buyer' ? details.buyers : []
  return members.map(({ id, name }) => ({ value: `${ALL}${id}`, label: `All rows: ${name}` }))
}

function chosen(mapping: Mapping, { name, instead }: ImportTarget): string {
  const column = mapping.columns[name]
  if (column !== undefined) return String(column)
  const all = instead === 'supplier' || instead === 'buyer' ? mapping[instead] : null
  return all === null ? NONE : `${ALL}${all}`
}

/** The mapping with another choice for one target. */
function withChoice(mapping: Mapping, { name, instead }: ImportTarget, value: string): Mapping {
  const { [name]: _before, ...others } = mapping.columns
  const all = value.startsWith(ALL) ? Number(value.slice(ALL.length)) : null
  const columns = value === NONE || all !== null ? others : { ...others, [name]: Number(value) }
  const fixed = instead === 'supplier' || instead === 'buyer' ? { [instead]: all } : {}
  return { ...mapping, ...fixed, columns }
}

function samplesOf({ preview }: ImportDetails, column: number | undefined): string {
  if (column === undefined) return ''
  const values = preview.map((row) => row[column] ?? '').filter((value) => value !== '')
  return values.slice(0, 3).join(' · ')
}

function Line(props: {
  details: ImportDetails
  target: ImportTarget
  mapping: Mapping
  error: string | null
  onChange: (mapping: Mapping) => void
}) {
  const { details, target, mapping, error } = props
  const columns = details.columns.map((name, index) => ({ value: String(index), label: name || `Column ${index + 1}` }))
  const samples = samplesOf(details, mapping.columns[target.name])
  return (
    <div className={css.target}>
      <div className={css.name}>
        <span className={target.required ? 'strong' : undefined}>{target.label}</span>
        {target.required && <span className="quiet"> required</span>}
      </div>
      <NativeSelect
        aria-label={target.label}
        value={chosen(mapping, target)}
        data={[{ value: NONE, label: 'Not in the file' }, ...columns, ...insteadOf(details, target)]}
        onChange={(event) => props.onChange(withChoice(mapping, target, event.currentTarget.value))}
        error={error ? <FieldError>{error}</FieldError> : undefined}
        withErrorStyles={Boolean(error)}
      />
      <div className={css.sample}>{samples || target.hint}</div>
    </div>
  )
}

/** The second step: which column is what. */
export function MappingForm({
  account,
  details,
  onStarted,
}: {
  account: number
  details: ImportDetails
  onStarted: () => void
}) {
  const [mapping, setMapping] = useState(details.mapping)
  const starting = useMutation({
    mutationFn: (body: Mapping) => call(checkImport, { params: { account, import: details.id }, body }),
    onSuccess: onStarted,
  })
  if (!mapping) return null
  const { error } = starting
  const field = error instanceof ApiError ? error.field : undefined
  const errorOf = (name: string) => (error instanceof ApiError && field === `columns.${name}` ? error.message : null)
  return (
    <form
      aria-label="Columns"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        starting.mutate(mapping)
      }}
    >
      <Section title="Which column is what">
        <div className={css.mapping}>
          {details.targets.map((target) => (
            <Line
              key={target.name}
              details={details}
              target={target}
              mapping={mapping}
              error={errorOf(target.name)}
              onChange={setMapping}
            />
          ))}
        </div>
      </Section>
      {details.kind === 'returns' && (
        <Section title="Where the file does not say">
          <TextField
            label="Reason"
            hint="For rows without one"
            value={mapping.reason ?? ''}
            onChange={(event) => setMapping({ ...mapping, reason: event.currentTarget.value || null })}
          />
          <SwitchField
            label="Refund what was paid"
            hint="Off marks the sales alone, and the audit log says so."
            value={mapping.refund}
            onChange={(refund) => setMapping({ ...mapping, refund })}
          />
        </Section>
      )}
      {starting.isError && (
        <Note tone="neg" strong="The dry run did not start." live>
          {wordsOf(error)}
        </Note>
      )}
      <div className={css.foot}>
        <Button type="submit" variant="filled" loading={starting.isPending}>
          Start the dry run
        </Button>
      </div>
    </form>
  )
}
