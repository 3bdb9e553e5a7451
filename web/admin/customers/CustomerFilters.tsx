import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { listClients } from '../../../contract/api/clients.ts'
import { billingModes, cardStatuses, customerSorts, customerStandings } from '../../../contract/api/customers.ts'
import { ask } from '../../lib/ask.ts'
import { oneOf } from '../../lib/url-state.ts'
import { type Filter, FilterBar, type Option, SearchField } from '../../ui/Filters.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { type Address, CLEAR, type SetAddress } from './address.ts'
import { CARDS, MODES, SORTS, STANDINGS } from './words.ts'

const optionsOf = <T extends string>(values: readonly T[], words: Record<T, string>): Option[] =>
  values.map((value) => ({ value, label: words[value] }))

const ANY: Option[] = [
  { value: 'none', label: 'Without a Client' },
  { value: 'any', label: 'With a Client' },
]

/** With a Client, without one, or mapped to one of the Clients that buy. */
function useMappings({ mapping, client }: Address): Option[] {
  const account = useAccount()
  const query = { role: 'buys', limit: 100 } as const
  const { data } = useQuery(ask(listClients, { params: { account: account.id }, query }))
  const options = [...ANY, ...(data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))]
  const isKnown = mapping === undefined || options.some(({ value }) => value === mapping)
  return isKnown ? options : [...options, { value: mapping, label: client ?? `Client ${mapping}` }]
}

export function CustomerFilters({ state, set }: { state: Address; set: SetAddress }) {
  const mappings = useMappings(state)
  const filter = <K extends 'status' | 'mode' | 'card' | 'mapping' | 'sort'>(
    key: K,
    label: string,
    options: Option[],
    read: (text: string) => Address[K],
  ): Filter => ({
    key,
    label,
    options,
    value: state[key],
    onChange: (text) => set({ [key]: text === undefined ? undefined : read(text), cursor: undefined }),
  })
  return (
    <FilterBar
      search={
        <SearchField
          label="Company, name, e-mail"
          value={state.search ?? ''}
          onChange={useCallback((search: string) => set({ search, cursor: undefined }), [set])}
        />
      }
      filters={[
        filter('status', 'Status', optionsOf(customerStandings, STANDINGS), (text) => oneOf(text, customerStandings)),
        filter('card', 'Card', optionsOf(cardStatuses, CARDS), (text) => oneOf(text, cardStatuses)),
        filter('mode', 'Billing', optionsOf(billingModes, MODES), (text) => oneOf(text, billingModes)),
        filter('mapping', 'Mapping', mappings, (text) => text),
        filter('sort', 'Sorted by', optionsOf(customerSorts, SORTS), (text) => oneOf(text, customerSorts)),
      ]}
      texts={texts.filters}
      onClear={() => set({ ...CLEAR, sort: undefined })}
    />
  )
}
