import { Button } from '@mantine/core'
import { useState } from 'react'
import { billClient, mapClient, type readCustomer, unmapClient } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { todayIn } from '../../lib/ranges.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import css from '../../ui/people/people.module.css'
import { useAccount } from '../account.ts'
import { ClientField } from '../campaigns/ClientField.tsx'
import { clientNamed } from '../campaigns/client.ts'

type Customer = Reply<typeof readCustomer>
type Mapping = Customer['mappings'][number]

/** One mapping: who pays, and the way out. */
function Line({ customer, mapping }: { customer: Customer; mapping: Mapping }) {
  const account = useAccount()
  const now = useNow()
  const { client, billed, billedTo, visibleFrom } = mapping
  const params = { account: account.id, customer: customer.id, client: client.id }
  const bill = useChange(() => call(billClient, { params }))
  const remove = useChange(() => call(unmapClient, { params }))
  const failed = bill.error ?? remove.error
  return (
    <li className={css.item}>
      <div className={css.who}>
        <p>{client.name}</p>
        <p className="second">
          {visibleFrom ? `Sales from ${day(visibleFrom, account.zone, now)}` : 'All sales'},{' '}
          {billed ? 'paid by this customer' : `paid by ${billedTo?.company ?? 'nobody'}`}
        </p>
        {failed && <Note tone="neg" strong={wordsOf(failed)} live />}
      </div>
      <span className="line end">
        {!billed && (
          <Button
            size="xs"
            aria-label={`Let this customer pay for ${client.name}`}
            loading={bill.isPending}
            onClick={() => bill.mutate(undefined)}
          >
            Let it pay
          </Button>
        )}
        <Button
          size="xs"
          aria-label={`Remove ${client.name}`}
          loading={remove.isPending}
          onClick={() => remove.mutate(undefined)}
        >
          Remove
        </Button>
      </span>
    </li>
  )
}

function NewMapping({ customer }: { customer: Customer }) {
  const account = useAccount()
  const now = useNow()
  const [name, setName] = useState('')
  const [from, setFrom] = useState('')
  const add = useChange(
    async () => {
      const client = await clientNamed(account.id, name.trim())
      const params = { account: account.id, customer: customer.id, client }
      return call(mapClient, { params, body: { visibleFrom: from || null } })
    },
    () => setName(''),
  )
  return (
    <Form label="Add mapping" onSubmit={() => name.trim() && add.mutate(undefined)}>
      {add.isError && <Note tone="neg" strong={wordsOf(add.error)} live />}
      <ClientField value={name} onChange={setName} hint="Whose sales it sees, and pays for if nobody does yet." />
      <TextField
        label="Sees sales from"
        type="date"
        max={todayIn(account.zone, now)}
        value={from}
        hint="Left empty: all sales."
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" disabled={name.trim() === ''} loading={add.isPending}>
          Add mapping
        </Button>
      </div>
    </Form>
  )
}

/** Each change takes effect as it is made: removing one takes its sales from the customer's pages. */
export function EditMappings({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  return (
    <Dialog title="Edit mappings" opened onClose={onClose}>
      <div className="stack">
        <ul>
          {customer.mappings.map((mapping) => (
            <Line key={mapping.client.id} customer={customer} mapping={mapping} />
          ))}
        </ul>
        <NewMapping customer={customer} />
        <DialogActions>
          <Button variant="filled" onClick={onClose}>
            Done
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
