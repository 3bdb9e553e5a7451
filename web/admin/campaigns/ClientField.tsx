import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { listClients } from '../../../contract/api/clients.ts'
import { nameKey } from '../../../contract/names.ts'
import { ask } from '../../lib/ask.ts'
import { TextField } from '../../ui/fields.tsx'
import { useAccount } from '../account.ts'

/** A company by name: those there are are offered, another name makes a new Client. */
export function ClientField(props: {
  value: string
  onChange: (name: string) => void
  error?: string | null | undefined
  hint: string
}) {
  const account = useAccount()
  const list = useId()
  const search = props.value.trim()
  const asked = useQuery(ask(listClients, { params: { account: account.id }, query: { search, limit: 20 } }))
  const known = asked.data?.items ?? []
  const isNew = search !== '' && asked.isSuccess && !known.some(({ name }) => nameKey(name) === nameKey(search))
  return (
    <>
      <TextField
        label="Client"
        list={list}
        autoComplete="off"
        maxLength={120}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        error={props.error}
        hint={isNew ? `Makes the new Client “${search}”.` : props.hint}
      />
      <datalist id={list}>
        {known.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  )
}
