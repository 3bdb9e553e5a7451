import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listSupplierAccess, revokeSupplierAccess, supplierInvitations } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import css from '../../ui/people/people.module.css'
import { WaitingList } from '../../ui/people/Waiting.tsx'
import { useAccount } from '../account.ts'

function Invite({ client }: { client: number }) {
  const account = useAccount()
  const [email, setEmail] = useState('')
  const params = { account: account.id, client }
  const change = useChange(
    () => call(supplierInvitations.invite, { params, body: { email } }),
    () => setEmail(''),
  )
  const general = wrongElsewhere(change.error, ['email'])
  return (
    <Form label="Give access" onSubmit={() => change.mutate(undefined)}>
      {general && <Note tone="neg" strong={general} live />}
      <TextField
        label="Give access to"
        type="email"
        autoComplete="off"
        placeholder="name@company.com"
        hint="An invitation to the Supplier Portal goes there. It shows what this Client supplies, never buyers or prices."
        value={email}
        error={wrongIn(change.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className="line">
        <Button type="submit" loading={change.isPending} disabled={!email.trim()}>
          Send the invitation
        </Button>
      </div>
    </Form>
  )
}

/** Who sees in the Supplier Portal what a Client supplies, who was asked to, and one more. */
export function SupplierAccess({ client }: { client: number }) {
  const account = useAccount()
  const now = useNow()
  const params = { account: account.id, client }
  const query = { limit: 100 }
  const people = useQuery(ask(listSupplierAccess, { params, query }, { live: true }))
  const waiting = useQuery(ask(supplierInvitations.list, { params, query }, { live: true }))
  const revoke = useChange((user: string) => call(revokeSupplierAccess, { params: { ...params, user } }))
  const items = people.data?.items ?? []
  return (
    <Section title="Supplier Portal">
      {revoke.error && <Note tone="neg" strong={wordsOf(revoke.error)} live />}
      {people.isSuccess && items.length === 0 && <p className="quiet">Nobody has access yet.</p>}
      <ul>
        {items.map((one) => (
          <li key={one.id} className={css.item}>
            <div className={css.who}>
              <p>{one.name}</p>
              <p className="second">
                {one.email}, since {day(one.since, account.zone, now)}
              </p>
            </div>
            <Button
              size="xs"
              className="end"
              aria-label={`Revoke the access of ${one.name}`}
              loading={revoke.isPending && revoke.variables === one.id}
              onClick={() => revoke.mutate(one.id)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
      <WaitingList
        zone={account.zone}
        items={waiting.data?.items ?? []}
        sendAgain={(invitation) => call(supplierInvitations.sendAgain, { params: { ...params, invitation } })}
        cancel={(invitation) => call(supplierInvitations.cancel, { params: { ...params, invitation } })}
      />
      <div className="after">
        <Invite client={client} />
      </div>
    </Section>
  )
}
