import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { TextField } from '../../ui/fields.tsx'
import { InOrder } from '../../ui/InOrder.tsx'
import css from './delivery.module.css'
import { TemplateField } from './TemplateField.tsx'

interface Pair {
  name: string
  value: string
}

/** Names and values in order: a form, a query, headers. */
export function Entries(props: {
  /** "Header": what one of them is called. */
  what: string
  value: readonly Pair[]
  onChange: (value: Pair[]) => void
  faultAt: (path: string) => string | undefined
  empty: string
}) {
  const { what, value, onChange, faultAt, empty } = props
  const change = (nth: number, part: Partial<Pair>) =>
    onChange(value.map((one, at) => (at === nth ? { ...one, ...part } : one)))
  return (
    <div className={css.entries}>
      {value.length === 0 && <p className="quiet">{empty}</p>}
      <InOrder of={value}>
        {(entry, nth) => (
          <div className={css.entry}>
            <TextField
              aria-label={`${what} ${nth + 1}: name`}
              placeholder="Name"
              value={entry.name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => change(nth, { name: event.currentTarget.value })}
              error={faultAt(`${nth}.name`)}
            />
            <TemplateField
              label={`${what} ${nth + 1}: value`}
              hideLabel
              placeholder="Value"
              value={entry.value}
              onChange={(next) => change(nth, { value: next })}
              error={faultAt(`${nth}.value`)}
            />
            <ActionIcon
              aria-label={`Remove ${what.toLowerCase()} ${nth + 1}`}
              onClick={() => onChange(value.filter((_, at) => at !== nth))}
            >
              <IconX size={15} stroke={1.9} />
            </ActionIcon>
          </div>
        )}
      </InOrder>
      <Button
        className={css.add ?? ''}
        variant="subtle"
        leftSection={<IconPlus size={15} stroke={1.9} />}
        onClick={() => onChange([...value, { name: '', value: '' }])}
      >
        Add {what.toLowerCase()}
      </Button>
    </div>
  )
}
