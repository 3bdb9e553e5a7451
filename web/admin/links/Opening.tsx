import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { signedIn } from '../../lib/ask.ts'
import { ChoiceField, Form, SecretField, TextField } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { currencyOptions, zoneOptions } from '../choices.ts'

type Owner = { name: string; email: string; password: string }
export interface Wish {
  account: { name: string; zone: string; currency: string }
  owner: Owner
}

const FIELDS = ['account.name', 'account.zone', 'account.currency', 'owner.name', 'owner.email', 'owner.password']

/** The form of a new account. With `email` the address is settled: a link was mailed to it. */
export function Opening({ open, email }: { open: (wish: Wish) => Promise<unknown>; email?: string }) {
  const [company, setCompany] = useState('')
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [currency, setCurrency] = useState('USD')
  const [owner, setOwner] = useState<Owner>({ name: '', email: email ?? '', password: '' })
  const navigate = useNavigate()
  const opening = useMutation({
    mutationFn: open,
    onSuccess: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
  })
  const { error } = opening
  const general = wrongElsewhere(error, FIELDS)
  const own = (key: keyof Owner) => ({
    value: owner[key],
    error: wrongIn(error, `owner.${key}`),
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setOwner({ ...owner, [key]: event.currentTarget.value }),
  })
  return (
    <Form
      label="Open the account"
      onSubmit={() => opening.mutate({ account: { name: company, zone, currency }, owner })}
    >
      {general && <Note tone="neg" strong={general} live />}
      <TextField
        label="Company"
        autoFocus
        autoComplete="organization"
        value={company}
        error={wrongIn(error, 'account.name')}
        onChange={(event) => setCompany(event.currentTarget.value)}
      />
      <ChoiceField
        label="Time zone"
        hint="Where your days begin."
        value={zone}
        options={zoneOptions}
        onChange={setZone}
      />
      <ChoiceField
        label="Currency"
        hint="Fixed once the first entry is booked."
        value={currency}
        options={currencyOptions}
        onChange={setCurrency}
      />
      <TextField label="Your name" autoComplete="name" {...own('name')} />
      <TextField label="E-mail" type="email" autoComplete="username" readOnly={email !== undefined} {...own('email')} />
      <SecretField label="Password" hint="At least 10 characters." autoComplete="new-password" {...own('password')} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={opening.isPending}>
        Open the account
      </Button>
    </Form>
  )
}
