import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { createApiKey } from '../../../contract/api/keys.ts'
import { keyScopes, type Permission } from '../../../contract/permissions.ts'
import { call } from '../../lib/api.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { FieldError, Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import css from './team.module.css'
import { scopeGroups, verbOf } from './words.ts'

function Scopes(props: { chosen: readonly Permission[]; onChange: (chosen: Permission[]) => void }) {
  const { chosen, onChange } = props
  const set = (scope: Permission, on: boolean) =>
    onChange(keyScopes.filter((one) => (one === scope ? on : chosen.includes(one))))
  return (
    <div className={css.groups}>
      {scopeGroups(keyScopes).map(({ name, scopes }) => (
        <fieldset key={name} className={css.fieldset}>
          <legend className={css.legend}>{name}</legend>
          <div className={css.boxes}>
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                size="xs"
                label={verbOf(scope)}
                checked={chosen.includes(scope)}
                onChange={(event) => set(scope, event.currentTarget.checked)}
              />
            ))}
          </div>
        </fieldset>
      ))}
    </div>
  )
}

function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <div className="stack">
      <Note tone="warn" strong="Copy the key now." live>
        It is shown this once; we keep only what it takes to recognise it.
      </Note>
      <p className={`mono ${css.key}`}>{secret}</p>
      <DialogActions>
        <CopyButton text={secret} name="Copy the key" label="Copy" />
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </div>
  )
}

/** A name and what it may; then the key itself, once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const account = useAccount()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<Permission[]>([])
  const change = useChange(() => call(createApiKey, { params: { account: account.id }, body: { name, scopes } }))
  const general = wrongElsewhere(change.error, ['name', 'scopes'])
  const noScope = wrongIn(change.error, 'scopes')
  return (
    <Dialog title={change.data ? change.data.name : 'New API key'} opened onClose={onClose}>
      {change.data ? (
        <Secret secret={change.data.secret} onClose={onClose} />
      ) : (
        <Form label="New API key" onSubmit={() => change.mutate(undefined)}>
          {general && <Note tone="neg" strong={general} live />}
          <TextField
            label="Name"
            autoComplete="off"
            data-autofocus
            hint="What uses it, like “Nightly sheet”."
            value={name}
            error={wrongIn(change.error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Scopes chosen={scopes} onChange={setScopes} />
          {noScope && <FieldError>{noScope}</FieldError>}
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="filled" loading={change.isPending}>
              Make the key
            </Button>
          </DialogActions>
        </Form>
      )}
    </Dialog>
  )
}
