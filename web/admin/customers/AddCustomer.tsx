import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type BillingMode, billingModes, createCustomer } from '../../../contract/api/customers.ts'
import { call } from '../../lib/api.ts'
import { refreshLive } from '../../lib/ask.ts'
import { oneOf } from '../../lib/url-state.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { ClientField } from '../campaigns/ClientField.tsx'
import { clientNamed } from '../campaigns/client.ts'
import css from './customers.module.css'
import { MODES } from './words.ts'

interface Wish {
  company: string
  name: string
  email: string
  /** By name; the last one may be empty. */
  clients: { key: number; name: string }[]
  billingMode: BillingMode
}
const EMPTY: Wish = { company: '', name: '', email: '', clients: [{ key: 0, name: '' }], billingMode: 'none' }
const SAID = ['company', 'owner.name', 'owner.email', 'clients']

function useAdding(onDone: (id: number) => void) {
  const account = useAccount()
  return useMutation({
    mutationFn: async ({ company, name, email, clients, billingMode }: Wish) => {
      const ids: number[] = []
      for (const client of clients.filter(({ name: one }) => one.trim()))
        ids.push(await clientNamed(account.id, client.name.trim()))
      const body = { company: company || name, owner: { name, email }, clients: ids, billingMode }
      return call(createCustomer, { params: { account: account.id }, body })
    },
    onSuccess: ({ id }) => {
      refreshLive()
      onDone(id)
    },
  })
}

function Clients(props: {
  clients: Wish['clients']
  onChange: (clients: Wish['clients']) => void
  error: string | null
}) {
  const { clients, onChange, error } = props
  const set = (key: number, name: string) => onChange(clients.map((one) => (one.key === key ? { key, name } : one)))
  return (
    <div className={css.clients}>
      {clients.map(({ key, name }) => (
        <ClientField
          key={key}
          value={name}
          onChange={(text) => set(key, text)}
          error={key === 0 ? error : null}
          hint="Whose sales it sees, and pays for if nobody does yet."
        />
      ))}
      <Button
        size="xs"
        className={css.start ?? ''}
        disabled={clients.at(-1)?.name.trim() === ''}
        onClick={() => onChange([...clients, { key: clients.length, name: '' }])}
      >
        Add mapping
      </Button>
    </div>
  )
}

/** A company with its first owner, who is invited, and the Clients it is mapped to. */
export function AddCustomer({ onClose, onDone }: { onClose: () => void; onDone: (id: number) => void }) {
  const [wish, setWish] = useState(EMPTY)
  const adding = useAdding(onDone)
  const { error } = adding
  const general = wrongElsewhere(error, SAID)
  const set = (change: Partial<Wish>) => setWish({ ...wish, ...change })
  return (
    <Dialog title="Add client" opened onClose={onClose}>
      <Form label="Add client" onSubmit={() => adding.mutate(wish)}>
        {general && <Note tone="neg" strong={general} live />}
        <TextField
          label="Name"
          autoComplete="off"
          data-autofocus
          maxLength={120}
          value={wish.name}
          error={wrongIn(error, 'owner.name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          value={wish.email}
          error={wrongIn(error, 'owner.email')}
          hint="An invitation goes there; the person sets the password."
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <TextField
          label="Company"
          autoComplete="off"
          maxLength={120}
          value={wish.company}
          error={wrongIn(error, 'company')}
          hint="Left empty: the name."
          onChange={(event) => set({ company: event.currentTarget.value })}
        />
        <Clients clients={wish.clients} onChange={(clients) => set({ clients })} error={wrongIn(error, 'clients')} />
        <ChoiceField
          label="Billing"
          value={wish.billingMode}
          options={billingModes.map((mode) => ({ value: mode, label: MODES[mode] }))}
          hint={wish.billingMode === 'real_time' ? 'Begins when the customer has saved a card.' : undefined}
          onChange={(mode) => set({ billingMode: oneOf(mode, billingModes) ?? 'none' })}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={adding.isPending}>
            Add and invite
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
