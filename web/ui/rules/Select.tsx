import { NativeSelect } from '@mantine/core'
import { FieldError } from '../fields.tsx'

type Option = { value: string; label: string }

/** A choice in a row of a rule: named for those who do not see the row. */
export function Select(props: {
  label: string
  value: string
  onChange: (value: string) => void
  options?: readonly Option[]
  groups?: readonly { label: string; options: readonly Option[] }[]
  error?: string | undefined
}) {
  const { label, value, onChange, options = [], groups = [], error } = props
  const grouped = groups.filter((group) => group.options.length > 0)
  return (
    <NativeSelect
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[...options, ...grouped.map((group) => ({ group: group.label, items: [...group.options] }))]}
      error={error ? <FieldError>{error}</FieldError> : undefined}
    />
  )
}
