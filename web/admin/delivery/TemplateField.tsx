import { TextAreaField } from '../../ui/choices.tsx'
import { TextField } from '../../ui/fields.tsx'
import css from './delivery.module.css'
import { useTagTarget } from './tags.tsx'

/** A text with tags in it, on one line or on several. */
export function TemplateField(props: {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hint?: string
  /** The label is there for those who do not see the rest of the row. */
  hideLabel?: boolean
  lines?: number
  placeholder?: string
}) {
  const { label, value, onChange, error, hint, hideLabel, lines, placeholder } = props
  const onFocus = useTagTarget(onChange)
  const common = {
    ...(hideLabel ? { 'aria-label': label } : { label }),
    value,
    error,
    hint,
    placeholder,
    onFocus,
    spellCheck: false,
    autoComplete: 'off',
  }
  if (lines === undefined) return <TextField {...common} onChange={(event) => onChange(event.currentTarget.value)} />
  return (
    <TextAreaField
      {...common}
      minRows={lines}
      maxRows={24}
      classNames={{ input: css.code ?? '' }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
