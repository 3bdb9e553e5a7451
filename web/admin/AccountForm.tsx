import { Button, Switch } from '@mantine/core'
import { useState } from 'react'
import { changeAccount, type readAccount } from '../../contract/api/people.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { call } from '../lib/api.ts'
import { refreshMe } from '../lib/ask.ts'
import { ChoiceField, Form, TextField } from '../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../ui/login/login.ts'
import { Note } from '../ui/Note.tsx'
import { NumberField } from '../ui/NumberField.tsx'
import { useAccount } from './account.ts'
import { currencyOptions, zoneOptions } from './choices.ts'

type Settings = Reply<typeof readAccount>
const FIELDS = ['name', 'zone', 'currency', 'samePersonDays', 'requireSecondFactor']

/** What an administrator may change of the account. */
export function AccountForm({ data }: { data: Settings }) {
  const account = useAccount()
  const [form, setForm] = useState(() => ({
    name: data.name,
    zone: data.zone,
    currency: data.currency,
    samePersonDays: data.samePersonDays,
    requireSecondFactor: data.requireSecondFactor,
  }))
  const set = (change: Partial<typeof form>) => setForm({ ...form, ...change })
  const change = useChange(() => call(changeAccount, { params: { account: account.id }, body: form }), refreshMe)
  const wrong = (field: string) => wrongIn(change.error, field)
  const general = wrongElsewhere(change.error, FIELDS)
  const currencies = currencyOptions.some(({ value }) => value === data.currency)
    ? currencyOptions
    : [{ value: data.currency, label: data.currency }, ...currencyOptions]
  return (
    <Form label="Account" onSubmit={() => change.mutate(undefined)}>
      {general && <Note tone="neg" strong={general} live />}
      {change.isSuccess && <Note tone="pos" strong="Saved." live />}
      <TextField
        label="Name"
        value={form.name}
        error={wrong('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <ChoiceField
        label="Time zone"
        hint="Where your days begin: screens, statements, daily limits."
        error={wrong('zone')}
        value={form.zone}
        options={zoneOptions}
        onChange={(zone) => set({ zone })}
      />
      {data.currencyOpen ? (
        <ChoiceField
          label="Currency"
          hint="Can be changed until the first wallet is open."
          error={wrong('currency')}
          value={form.currency}
          options={currencies}
          onChange={(currency) => set({ currency })}
        />
      ) : (
        <TextField label="Currency" hint="Fixed since the first wallet was opened." value={data.currency} readOnly />
      )}
      <NumberField
        label="Same person"
        suffix="days"
        whole
        hint="For so long no customer is sold the same person twice. 0 switches it off."
        error={wrong('samePersonDays') ?? undefined}
        value={form.samePersonDays}
        onChange={(samePersonDays) => set({ samePersonDays })}
      />
      <Switch
        label="Ask the whole team for two-factor log-in"
        description="Who has none sets it up at the next click."
        error={wrong('requireSecondFactor')}
        checked={form.requireSecondFactor}
        onChange={(event) => set({ requireSecondFactor: event.currentTarget.checked })}
      />
      <div className="line">
        <Button type="submit" variant="filled" loading={change.isPending}>
          Save
        </Button>
      </div>
    </Form>
  )
}
