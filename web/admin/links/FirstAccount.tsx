import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { firstAccount, firstAccountLook } from '../../../contract/api/people.ts'
import { ApiError, call } from '../../lib/api.ts'
import { signedIn, wordsOf } from '../../lib/ask.ts'
import { ChoiceField, Form, SecretField, TextField } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { PublicPage } from '../../ui/PublicPage.tsx'
import { tokenOfPage } from './link.ts'

const zones = Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
const currencies = ['USD', 'EUR', 'GBP', 'CAD', 'AUD', 'NZD', 'CHF', 'JPY'].map((code) => ({
  value: code,
  label: code,
}))

/** The field the server refused, if it named this one. */
const wrong = (error: unknown, field: string) =>
  error instanceof ApiError && error.field === field ? error.message : null

function useOpening(token: string) {
  const navigate = useNavigate()
  return useMutation({
    mutationFn: (body: { account: { name: string; zone: string; currency: string }; owner: Owner }) =>
      call(firstAccount, { body: { token, ...body } }),
    onSuccess: (me) => {
      signedIn(me)
      void navigate({ to: '/' })
    },
  })
}
type Owner = { name: string; email: string; password: string }

function Opening({ token }: { token: string }) {
  const [company, setCompany] = useState('')
  const [zone, setZone] = useState(Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [currency, setCurrency] = useState('USD')
  const [owner, setOwner] = useState<Owner>({ name: '', email: '', password: '' })
  const opening = useOpening(token)
  const { error } = opening
  const general = error && !(error instanceof ApiError && error.field) ? wordsOf(error) : null
  const own = (key: keyof Owner) => ({
    value: owner[key],
    error: wrong(error, `owner.${key}`),
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
        error={wrong(error, 'account.name')}
        onChange={(event) => setCompany(event.currentTarget.value)}
      />
      <ChoiceField label="Time zone" hint="Where your days begin." value={zone} options={zones} onChange={setZone} />
      <ChoiceField
        label="Currency"
        hint="Fixed once the first entry is booked."
        value={currency}
        options={currencies}
        onChange={setCurrency}
      />
      <TextField label="Your name" autoComplete="name" {...own('name')} />
      <TextField label="E-mail" type="email" autoComplete="username" {...own('email')} />
      <SecretField label="Password" hint="At least 10 characters." autoComplete="new-password" {...own('password')} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={opening.isPending}>
        Open the account
      </Button>
    </Form>
  )
}

/** Behind the one-time link that start prints: the first account of an installation. */
export function FirstAccount() {
  const [token] = useState(tokenOfPage)
  const look = useQuery({
    queryKey: ['link', token],
    queryFn: () => call(firstAccountLook, { body: { token } }),
    retry: false,
  })
  return (
    <PublicPage title="Open the first account" hint="Your company, and you as its first administrator.">
      {look.isError && (
        <Note tone="warn" strong="This link does not work any more.">
          {wordsOf(look.error)} <a href="/">Log in</a>
        </Note>
      )}
      {look.isSuccess && <Opening token={token} />}
    </PublicPage>
  )
}
