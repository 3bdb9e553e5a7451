import { Checkbox, Switch, Textarea, type TextareaProps } from '@mantine/core'
import type { ReactNode } from 'react'
import css from './choices.module.css'
import { FieldError } from './fields.tsx'

/** On or off, with what that means below. */
export function SwitchField(props: {
  label: string
  value: boolean
  onChange: (on: boolean) => void
  hint?: ReactNode
  disabled?: boolean
}) {
  return (
    <Switch
      className={css.switch ?? ''}
      label={props.label}
      description={props.hint}
      checked={props.value}
      disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

/** One of several that can be true at once. */
export function CheckField(props: {
  label: string
  value: boolean
  onChange: (on: boolean) => void
  hint?: ReactNode
  disabled?: boolean
}) {
  return (
    <Checkbox
      className={css.check ?? ''}
      size="xs"
      label={props.label}
      description={props.hint}
      checked={props.value}
      disabled={props.disabled ?? false}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  )
}

/** Several lines. */
export function TextAreaField({
  hint,
  error,
  ...rest
}: Omit<TextareaProps, 'error' | 'description'> & { hint?: ReactNode; error?: string | null | undefined }) {
  return (
    <Textarea
      autosize
      minRows={2}
      maxRows={8}
      {...rest}
      description={error ? undefined : hint}
      error={error ? <FieldError>{error}</FieldError> : undefined}
    />
  )
}

/** One of a few, each with what it means: cards that are one group of radio buttons. */
export function ChoiceCards<T extends string>(props: {
  label: string
  value: T | null
  onChange: (value: T) => void
  options: readonly { value: T; title: string; text: ReactNode }[]
  disabled?: boolean
}) {
  return (
    <fieldset className={css.cards} disabled={props.disabled}>
      <legend className="off">{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value} className={css.card} data-chosen={option.value === props.value || undefined}>
          <input
            type="radio"
            name={props.label}
            value={option.value}
            checked={option.value === props.value}
            onChange={() => props.onChange(option.value)}
          />
          <span className={css.cardTitle}>{option.title}</span>
          <span className={css.cardText}>{option.text}</span>
        </label>
      ))}
    </fieldset>
  )
}
