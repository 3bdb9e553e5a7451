/** Asking somebody of a customer in, and changing what they may do: for the operator as for the customer's owners. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { customerRoles } from '../../../contract/permissions.ts'
import { wordsOf } from '../../lib/ask.ts'
import { oneOf } from '../../lib/url-state.ts'
import { CheckField } from '../choices.tsx'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { ChoiceField, Form, TextField } from '../fields.tsx'
import { useChange, wrongIn } from '../login/login.ts'
import { Note } from '../Note.tsx'
import { InviteDialog } from './InviteDialog.tsx'
import { type Place, ROLE_HINTS, ROLES } from './roles.ts'

export type CustomerUser = Place & { id: string; name: string; email: string }

function PlaceFields({ value, onChange }: { value: Place; onChange: (place: Place) => void }) {
  return (
    <>
      <ChoiceField
        label="Role"
        hint={ROLE_HINTS[value.role]}
        value={value.role}
        options={customerRoles.map((role) => ({ value: role, label: ROLES[role] }))}
        onChange={(role) => onChange({ ...value, role: oneOf(role, customerRoles) ?? value.role })}
      />
      {value.role === 'manager' && (
        <CheckField
          label="May pay"
          hint="Deposits by card. The card itself stays the owners' matter."
          value={value.mayPay}
          onChange={(mayPay) => onChange({ ...value, mayPay })}
        />
      )}
    </>
  )
}

const placeOf = ({ role, mayPay }: Place): Place => ({ role, mayPay: role === 'manager' && mayPay })

export function InviteCustomerUser(props: {
  title: string
  invite: (wish: Place & { email: string; name?: string }) => Promise<unknown>
  onClose: () => void
}) {
  const { title, onClose } = props
  const [name, setName] = useState('')
  const [place, setPlace] = useState<Place>({ role: 'manager', mayPay: false })
  const named = name.trim() ? { name: name.trim() } : {}
  const invite = (email: string) => props.invite({ email, ...named, ...placeOf(place) })
  return (
    <InviteDialog title={title} fields={['name']} invite={invite} onClose={onClose}>
      {(error) => (
        <>
          <TextField
            label="Name, optional"
            autoComplete="off"
            maxLength={120}
            value={name}
            error={wrongIn(error, 'name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <PlaceFields value={place} onChange={setPlace} />
        </>
      )}
    </InviteDialog>
  )
}

/** Another role, or no login any more. */
export function EditCustomerUser(props: {
  user: CustomerUser
  save: (place: Place) => Promise<unknown>
  remove: () => Promise<unknown>
  onClose: () => void
}) {
  const { user, onClose } = props
  const [place, setPlace] = useState<Place>(placeOf(user))
  const [removing, setRemoving] = useState(false)
  const change = useChange(() => props.save(placeOf(place)), onClose)
  const remove = useChange(props.remove, onClose)
  const error = change.error ?? remove.error
  return (
    <Dialog title={user.name} opened onClose={onClose}>
      <Form label={user.name} onSubmit={() => (removing ? remove.mutate(undefined) : change.mutate(undefined))}>
        <p className="second">{user.email}</p>
        {error && (
          <Note tone="neg" strong={wordsOf(error)} live>
            Nothing was changed.
          </Note>
        )}
        {removing ? (
          <p>{user.name} is logged out everywhere and cannot log in any more. What they did stays written down.</p>
        ) : (
          <PlaceFields value={place} onChange={setPlace} />
        )}
        <DialogActions>
          <Button onClick={() => setRemoving(!removing)}>{removing ? 'Keep' : 'Remove the login'}</Button>
          <Button type="submit" variant="filled" loading={change.isPending || remove.isPending}>
            {removing ? 'Remove the login' : 'Save'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
