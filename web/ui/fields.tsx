import { NativeSelect, PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core'
import { IconExclamationCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './fields.module.css'

/** What is wrong with a field: icon and what to do. Takes the hint's place. */
export function FieldError({ children }: { children: ReactNode }) {
  return (
    <span className={css.error}>
      <IconExclamationCircle size={14} stroke={1.9} aria-hidden />
      {children}
    </span>
  )
}

type Common = { hint?: ReactNode; error?: string | null | undefined }
const shown = ({ hint, error }: Common) => ({
  description: error ? undefined : hint,
  error: error ? <FieldError>{error}</FieldError> : undefined,
  withErrorStyles: Boolean(error),
})

/** Label above, hint below; an error replaces the hint. */
export function TextField({ hint, error, ...rest }: Omit<TextInputProps, 'error' | 'description'> & Common) {
  return <TextInput {...rest} {...shown({ hint, error })} />
}

/** As `TextField`, for secrets. */
export function SecretField({ hint, error, ...rest }: Omit<PasswordInputProps, 'error' | 'description'> & Common) {
  return (
    <PasswordInput
      {...rest}
      {...shown({ hint, error })}
      visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed' }}
      classNames={{ input: css.secret ?? '', innerInput: css.secretInner ?? '', visibilityToggle: css.eye ?? '' }}
    />
  )
}

/** A choice out of few, by the system's own list. */
export function ChoiceField(
  props: Common & {
    label: string
    value: string
    onChange: (value: string) => void
    options: readonly { value: string; label: string }[]
  },
) {
  const { hint, error, options, onChange, ...rest } = props
  return (
    <NativeSelect
      {...rest}
      data={[...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
      {...shown({ hint, error })}
    />
  )
}

/** One column, at most 480 wide. */
export function Form(props: { onSubmit: () => void; children: ReactNode; label?: string }) {
  return (
    <form
      className={css.form}
      aria-label={props.label}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        props.onSubmit()
      }}
    >
      {props.children}
    </form>
  )
}
