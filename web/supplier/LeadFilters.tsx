import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { supplierFigures } from '../../contract/api/figures.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask } from '../lib/ask.ts'
import { useNow } from '../lib/now.ts'
import { rangeOr, todayIn } from '../lib/ranges.ts'
import { type Filter, FilterBar, type Option, SearchField } from '../ui/Filters.tsx'
import { RangePicker } from '../ui/RangePicker.tsx'
import { type Address, CLEAR } from './address.ts'
import { usePortal } from './portal.ts'
import { texts } from './texts.ts'

const STATUSES: Option[] = [
  { value: 'accepted', label: 'Accepted' },
  { value: 'duplicated', label: 'Duplicated' },
  { value: 'failed', label: 'Failed' },
]
const TESTS: Option[] = [
  { value: 'test', label: 'Test' },
  { value: 'live', label: 'Non-test' },
]
const RETURNS: Option[] = [
  { value: 'returned', label: 'Returned' },
  { value: 'kept', label: 'Not returned' },
]

/** Search and chips over the list; all of it is the address. */
export function LeadFilters({ state, set }: { state: Address; set: (change: Partial<Address>) => void }) {
  const portal = usePortal()
  const now = useNow()
  const params = { account: portal.account }
  const { data } = useQuery(ask(supplierFigures, { params, query: { range: 'last_90' } }))
  const campaigns = data?.campaigns ?? []
  const suppliers = campaigns
    .filter((campaign) => !state.campaign || String(campaign.id) === state.campaign)
    .flatMap((campaign) => campaign.suppliers)
  const filter = (key: keyof Address, label: string, options: Option[]): Filter => ({
    key,
    label,
    options,
    value: state[key],
    onChange: (value) => set({ cursor: undefined, ...(key === 'campaign' && { supplier: undefined }), [key]: value }),
  })
  return (
    <FilterBar
      search={
        <SearchField
          label="Id, e-mail, phone"
          value={state.search ?? ''}
          onChange={useCallback((search: string) => set({ search, cursor: undefined }), [set])}
        />
      }
      lead={
        <RangePicker
          chip="Date"
          range={rangeOr(state.range, 'last_28')}
          onChange={(range) => set({ range: writeRange(range), cursor: undefined })}
          today={todayIn(portal.zone, now)}
          zone={portal.zone}
        />
      }
      filters={[
        filter(
          'campaign',
          'Campaign',
          campaigns.map(({ id, name }) => ({ value: String(id), label: name })),
        ),
        filter(
          'supplier',
          'Supplier',
          suppliers.map(({ id, name }) => ({ value: String(id), label: `${name} (${id})` })),
        ),
        filter('status', 'Status', STATUSES),
        filter('test', 'Tests', TESTS),
        filter('returned', 'Returns', RETURNS),
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}
