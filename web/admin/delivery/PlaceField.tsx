import type { Place } from '../../../contract/delivery.ts'
import { ChoiceField, TextField } from '../../ui/fields.tsx'
import css from './delivery.module.css'

const KINDS: { value: Place['at']; label: string }[] = [
  { value: 'json', label: 'JSON value' },
  { value: 'xml', label: 'XML element' },
  { value: 'body', label: 'Whole answer' },
  { value: 'status', label: 'Status code' },
  { value: 'header', label: 'Header' },
]

/** A place of that kind, as it begins. */
export function newPlace(at: string): Place {
  switch (at) {
    case 'status':
      return { at }
    case 'header':
      return { at, name: '' }
    case 'body':
      return { at, pattern: null }
    case 'xml':
      return { at, path: '' }
    default:
      return { at: 'json', path: '' }
  }
}

type Props = {
  /** Of what, for those who do not see the rest of the row. */
  label: string
  value: Place
  onChange: (place: Place) => void
  faultAt: (path: string) => string | undefined
  /** A part of the whole answer, by a pattern. */
  part?: boolean
}

function Where({ label, value, onChange, faultAt, part }: Props) {
  if (value.at === 'status' || (value.at === 'body' && !part)) return null
  if (value.at === 'header')
    return (
      <TextField
        aria-label={`${label}: name of the header`}
        placeholder="X-Status"
        value={value.name}
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
        error={faultAt('name')}
      />
    )
  if (value.at === 'body')
    return (
      <TextField
        aria-label={`${label}: pattern`}
        placeholder="All of it, or a pattern like price=([0-9.]+)"
        value={value.pattern ?? ''}
        onChange={(event) => onChange({ ...value, pattern: event.currentTarget.value || null })}
        error={faultAt('pattern')}
      />
    )
  return (
    <TextField
      aria-label={`${label}: path`}
      placeholder={value.at === 'json' ? 'result.status' : 'response/status'}
      value={value.path}
      spellCheck={false}
      onChange={(event) => onChange({ ...value, path: event.currentTarget.value })}
      error={faultAt('path')}
    />
  )
}

/** Where something stands in an answer. */
export function PlaceField(props: Props) {
  const { label, value, onChange } = props
  return (
    <div className={css.place}>
      <ChoiceField label={label} value={value.at} onChange={(at) => onChange(newPlace(at))} options={KINDS} />
      <Where {...props} />
    </div>
  )
}
