import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { Secret } from '../../../contract/delivery.ts'
import { SecretField, TextField } from '../../ui/fields.tsx'
import { InOrder } from '../../ui/InOrder.tsx'
import css from './delivery.module.css'

function hintOf({ id, lastFour, value }: Secret): string | undefined {
  if (value !== undefined) return undefined
  if (id === '') return 'Kept sealed; it is never shown again.'
  return lastFour === ''
    ? 'It is kept. Type to replace it.'
    : `It is kept and ends with ${lastFour}. Type to replace it.`
}

/** Values that are written and never read back. */
export function Secrets(props: {
  value: readonly Secret[]
  onChange: (value: Secret[]) => void
  faultAt: (path: string) => string | undefined
}) {
  const { value, onChange, faultAt } = props
  const change = (nth: number, next: Secret) => onChange(value.map((one, at) => (at === nth ? next : one)))
  const typed = ({ value: _, ...kept }: Secret, text: string): Secret => (text === '' ? kept : { ...kept, value: text })
  return (
    <div className={css.entries}>
      {value.length === 0 && (
        <p className="quiet">A key or a password of the other system. Templates name it; nobody reads it again.</p>
      )}
      <InOrder of={value}>
        {(secret, nth) => (
          <div className={css.entry}>
            <TextField
              aria-label={`Secret ${nth + 1}: name`}
              placeholder="api_key"
              value={secret.name}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => change(nth, { ...secret, name: event.currentTarget.value })}
              error={faultAt(`${nth}.name`)}
            />
            <SecretField
              aria-label={`Secret ${nth + 1}: value`}
              placeholder={secret.id === '' ? 'Value' : '••••••••'}
              value={secret.value ?? ''}
              autoComplete="new-password"
              onChange={(event) => change(nth, typed(secret, event.currentTarget.value))}
              hint={hintOf(secret)}
              error={faultAt(`${nth}.value`)}
            />
            <ActionIcon
              aria-label={`Remove secret ${nth + 1}`}
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
        onClick={() => onChange([...value, { name: value.length === 0 ? 'api_key' : '', id: '', lastFour: '' }])}
      >
        Add secret
      </Button>
    </div>
  )
}
