import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeCustomerUser, customerInvitations, removeCustomerUser } from '../../../contract/api/team.ts'
import { type CustomerRole, customerRoles } from '../../../contract/permissions.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { oneOf } from '../../lib/url-state.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import { useAccount } from '../account.ts'
import css from './team.module.css'
import { WaitingList } from './Waiting.tsx'
import { CUSTOMER_ROLES } from './words.ts'

interface User {
  id: string
  name: string
  email: string
  role: CustomerRole
}

const HINTS: Record<CustomerRole, string> = {
  owner: 'Everything, also users, card and deposits.',
  manager: 'Leads, returns and controls; pays only if the owner allows it.',
  viewer: 'Reads leads and figures.',
}

function RoleField(props: { value: CustomerRole; onChange: (role: CustomerRole) => void; error?: string | null }) {
  return (
    <ChoiceField
      label="Role"
      hint={HINTS[props.value]}
      error={props.error}
      value={props.value}
      options={customerRoles.map((role) => ({ value: role, label: CUSTOMER_ROLES[role] }))}
      onChange={(role) => props.onChange(oneOf(role, customerRoles) ?? props.value)}
    />
  )
}

function InviteUser({ customer, onClose }: { customer: number; onClose: () => void }) {
  const account = useAccount()
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<CustomerRole>('manager')
  const params = { account: account.id, customer }
  const change = useChange(() => call(customerInvitations.invite, { params, body: { email, role } }), onClose)
  const general = wrongElsewhere(change.error, ['email'])
  return (
    <Dialog title="Invite a user" opened onClose={onClose}>
      <Form label="Invite a user" onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          data-autofocus
          hint="A link to your Customer Portal goes there. It works once, for seven days."
          value={email}
          error={wrongIn(change.error, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleField value={role} onChange={setRole} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Send the invitation
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function EditUser({ customer, user, onClose }: { customer: number; user: User; onClose: () => void }) {
  const account = useAccount()
  const [role, setRole] = useState(user.role)
  const params = { account: account.id, customer, user: user.id }
  const change = useChange(() => call(changeCustomerUser, { params, body: { role } }), onClose)
  const remove = useChange(() => call(removeCustomerUser, { params }), onClose)
  const error = change.error ?? remove.error
  return (
    <Dialog title={user.name} opened onClose={onClose}>
      <Form label={user.name} onSubmit={() => change.mutate(undefined)}>
        <p className="second">{user.email}</p>
        {error && <Note tone="neg" strong={wordsOf(error)} live />}
        <RoleField value={role} onChange={setRole} />
        <DialogActions>
          <Button loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
            Remove the login
          </Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

/** Who of a customer may log in, and who was asked to. */
export function CustomerUsers({ customer, users }: { customer: number; users: readonly User[] }) {
  const account = useAccount()
  const may = account.can.includes('customer.write')
  const params = { account: account.id, customer }
  const asked = useQuery(ask(customerInvitations.list, { params, query: { limit: 100 } }, { live: true }))
  const [inviting, setInviting] = useState(false)
  const [editing, setEditing] = useState<User | null>(null)
  const waiting = asked.data?.items ?? []
  const aside = may && (
    <Button size="xs" onClick={() => setInviting(true)}>
      Invite
    </Button>
  )
  return (
    <Section title="Users" aside={aside}>
      <ul>
        {users.map((user) => (
          <li key={user.id} className={css.item}>
            <div className={css.who}>
              <p>
                {user.name} <span className="quiet">{CUSTOMER_ROLES[user.role]}</span>
              </p>
              <p className="second">{user.email}</p>
            </div>
            {may && (
              <Button size="xs" className="end" aria-label={`Change ${user.name}`} onClick={() => setEditing(user)}>
                Change
              </Button>
            )}
          </li>
        ))}
      </ul>
      <WaitingList
        items={waiting.map((one) => ({ ...one, detail: CUSTOMER_ROLES[one.role] }))}
        {...(may && {
          sendAgain: (invitation) => call(customerInvitations.sendAgain, { params: { ...params, invitation } }),
          cancel: (invitation) => call(customerInvitations.cancel, { params: { ...params, invitation } }),
        })}
      />
      {inviting && <InviteUser customer={customer} onClose={() => setInviting(false)} />}
      {editing && <EditUser customer={customer} user={editing} onClose={() => setEditing(null)} />}
    </Section>
  )
}
