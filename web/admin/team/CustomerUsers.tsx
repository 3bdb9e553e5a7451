import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeCustomerUser, customerInvitations, removeCustomerUser } from '../../../contract/api/team.ts'
import { type CustomerRole, customerRoles } from '../../../contract/permissions.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { oneOf } from '../../lib/url-state.ts'
import { SwitchField } from '../../ui/choices.tsx'
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
  mayPay: boolean
}

interface Rights {
  role: CustomerRole
  mayPay: boolean
}

const HINTS: Record<CustomerRole, string> = {
  owner: 'Everything, also users, card and deposits.',
  manager: 'Leads, returns and controls; sees the balance.',
  viewer: 'Reads leads and figures.',
}

/** The role, and of a manager whether it may pay. */
function RightsFields({ value, onChange }: { value: Rights; onChange: (rights: Rights) => void }) {
  const { role, mayPay } = value
  return (
    <>
      <ChoiceField
        label="Role"
        hint={HINTS[role]}
        value={role}
        options={customerRoles.map((one) => ({ value: one, label: CUSTOMER_ROLES[one] }))}
        onChange={(one) => onChange({ role: oneOf(one, customerRoles) ?? role, mayPay })}
      />
      {role === 'manager' && (
        <SwitchField
          label="May pay"
          hint="Makes deposits."
          value={mayPay}
          onChange={(on) => onChange({ role, mayPay: on })}
        />
      )}
    </>
  )
}

function InviteUser({ customer, onClose }: { customer: number; onClose: () => void }) {
  const account = useAccount()
  const [email, setEmail] = useState('')
  const [name, setName] = useState('')
  const [rights, setRights] = useState<Rights>({ role: 'manager', mayPay: false })
  const params = { account: account.id, customer }
  const body = { email, ...rights, ...(name.trim() && { name }) }
  const change = useChange(() => call(customerInvitations.invite, { params, body }), onClose)
  const general = wrongElsewhere(change.error, ['email', 'name'])
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
        <TextField
          label="Name"
          autoComplete="off"
          maxLength={120}
          value={name}
          error={wrongIn(change.error, 'name')}
          hint="The person can change it."
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <RightsFields value={rights} onChange={setRights} />
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
  const [rights, setRights] = useState<Rights>({ role: user.role, mayPay: user.mayPay })
  const params = { account: account.id, customer, user: user.id }
  const change = useChange(() => call(changeCustomerUser, { params, body: rights }), onClose)
  const remove = useChange(() => call(removeCustomerUser, { params }), onClose)
  const error = change.error ?? remove.error
  return (
    <Dialog title={user.name} opened onClose={onClose}>
      <Form label={user.name} onSubmit={() => change.mutate(undefined)}>
        <p className="second">{user.email}</p>
        {error && <Note tone="neg" strong={wordsOf(error)} live />}
        <RightsFields value={rights} onChange={setRights} />
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

const roleWord = ({ role, mayPay }: Rights) =>
  role === 'manager' && mayPay ? `${CUSTOMER_ROLES[role]}, may pay` : CUSTOMER_ROLES[role]

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
                {user.name} <span className="quiet">{roleWord(user)}</span>
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
        items={waiting.map((one) => ({ ...one, detail: roleWord(one) }))}
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
