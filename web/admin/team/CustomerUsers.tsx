import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeCustomerUser, customerInvitations, removeCustomerUser } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { Section } from '../../ui/Page.tsx'
import { type CustomerUser, EditCustomerUser, InviteCustomerUser } from '../../ui/people/CustomerUserDialogs.tsx'
import css from '../../ui/people/people.module.css'
import { roleWords } from '../../ui/people/roles.ts'
import { WaitingList } from '../../ui/people/Waiting.tsx'
import { useAccount } from '../account.ts'

/** Who of a customer may log in, and who was asked to. */
export function CustomerUsers({ customer, users }: { customer: number; users: readonly CustomerUser[] }) {
  const account = useAccount()
  const may = account.can.includes('customer.write')
  const params = { account: account.id, customer }
  const asked = useQuery(ask(customerInvitations.list, { params, query: { limit: 100 } }, { live: true }))
  const [inviting, setInviting] = useState(false)
  const [editing, setEditing] = useState<CustomerUser | null>(null)
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
                {user.name} <span className="quiet">{roleWords(user)}</span>
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
        zone={account.zone}
        items={waiting.map((one) => ({ ...one, detail: roleWords(one) }))}
        {...(may && {
          sendAgain: (invitation) => call(customerInvitations.sendAgain, { params: { ...params, invitation } }),
          cancel: (invitation) => call(customerInvitations.cancel, { params: { ...params, invitation } }),
        })}
      />
      {inviting && (
        <InviteCustomerUser
          title="Invite a user"
          invite={(body) => call(customerInvitations.invite, { params, body })}
          onClose={() => setInviting(false)}
        />
      )}
      {editing && (
        <EditCustomerUser
          user={editing}
          save={(body) => call(changeCustomerUser, { params: { ...params, user: editing.id }, body })}
          remove={() => call(removeCustomerUser, { params: { ...params, user: editing.id } })}
          onClose={() => setEditing(null)}
        />
      )}
    </Section>
  )
}
