import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { FieldError } from './fields.tsx'

export type NumberFieldProps = {
  label: string
  /** NaN: what stands there is no number. */
  value: number
  onChange: (value: number) => void
  /** Whole numbers from zero; otherwise any number. */
  whole?: boolean
  /** What an empty field stands for; left out, it stands for nothing and is NaN. */
  whenEmpty?: number
  /** That value is shown as an empty field. */
  blank?: boolean
  suffix?: string
  placeholder?: string
  hint?: ReactNode
  error?: string | undefined
  hideLabel?: boolean
  changed?: boolean
  disabled?: boolean
}

const NUMBER = /^-?\d{1,15}(\.\d{1,6})?$/
const WHOLE = /^\d{1,15}$/

/** A number as it is typed. What cannot be read is NaN and stays as it was typed. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, onChange, whole, whenEmpty, blank, suffix, placeholder, hint, error } = props
  const [typed, setTyped] = useState<string | null>(null)
  const read = (text: string): number => {
    const plain = text.trim().replaceAll(/(?<=\d)[,\s](?=\d{3}(\D|$))/g, '')
    if (plain === '') return whenEmpty ?? Number.NaN
    return (whole ? WHOLE : NUMBER).test(plain) ? Number(plain) : Number.NaN
  }
  const own = Number.isNaN(value) || (blank && value === whenEmpty) ? '' : String(value)
  const text = typed !== null && Object.is(read(typed), value) ? typed : own
  return (
    <TextInput
      {...(props.hideLabel ? { 'aria-label': label } : { label })}
      inputMode={whole ? 'numeric' : 'decimal'}
      autoComplete="off"
      disabled={props.disabled}
      placeholder={placeholder}
      rightSection={suffix && <span className="quiet">{suffix}</span>}
      rightSectionWidth={suffix ? 14 + suffix.length * 7 : undefined}
      value={text}
      data-changed={props.changed || undefined}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        onChange(read(event.currentTarget.value))
      }}
      onBlur={() => !Number.isNaN(value) && setTyped(null)}
      description={error ? undefined : hint}
      error={error ? <FieldError>{error}</FieldError> : undefined}
    />
  )
}
