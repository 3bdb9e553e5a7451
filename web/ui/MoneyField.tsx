import { TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { digitsOf, readAmount, signOf } from '../lib/amount.ts'
import { FieldError } from './fields.tsx'

export type MoneyFieldProps = {
  label: string
  /** In the minor unit; NaN: what stands there is no amount. */
  value: number
  onChange: (amount: number) => void
  currency: string
  hint?: ReactNode
  error?: string | undefined
  /** The label is there for those who do not see the rest of the row. */
  hideLabel?: boolean
  /** The value was changed and is not saved. */
  changed?: boolean
  disabled?: boolean
}

/** "46.00" of 4600 in dollars, as it is typed. */
export function amountText(amount: number, digits: number): string {
  if (Number.isNaN(amount)) return ''
  const text = String(amount).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  return digits > 0 ? `${whole}.${text.slice(-digits)}` : whole
}

/** An amount of money as an integer of the minor unit. What cannot be read is NaN and stays as it was typed. */
export function MoneyField(props: MoneyFieldProps) {
  const { label, value, onChange, currency, hint, error, hideLabel, changed, disabled } = props
  const digits = digitsOf(currency)
  const [typed, setTyped] = useState<string | null>(null)
  const read = (text: string) => readAmount(text, digits) ?? Number.NaN
  // what is typed stands only while it is the value: a value from elsewhere replaces it
  const text = typed !== null && Object.is(read(typed), value) ? typed : amountText(value, digits)
  return (
    <TextInput
      {...(hideLabel ? { 'aria-label': label } : { label })}
      inputMode="decimal"
      autoComplete="off"
      disabled={disabled}
      leftSection={signOf(currency)}
      leftSectionWidth={signOf(currency).length > 1 ? 40 : 28}
      value={text}
      data-changed={changed || undefined}
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
