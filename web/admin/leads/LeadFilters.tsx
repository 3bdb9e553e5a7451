import { useQuery } from '@tanstack/react-query'
import { useCallback } from 'react'
import { listCampaigns, readCampaign } from '../../../contract/api/campaigns.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { CODE_WORDS, CODES } from '../../../contract/verdict.ts'
import { ask } from '../../lib/ask.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { type Filter, FilterBar, type Option, SearchField } from '../../ui/Filters.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { type Address, CLEAR } from './address.ts'

const STATUSES: Option[] = [
  { value: 'accepted', label: 'Accepted' },
  { value: 'duplicated', label: 'Duplicated' },
  { value: 'failed', label: 'Failed' },
]
const TESTS: Option[] = [
  { value: 'live', label: 'Without tests' },
  { value: 'test', label: 'Only tests' },
]
const WAITING: Option[] = [
  { value: 'unknown', label: 'To settle' },
  { value: 'in_process', label: 'In process' },
]
/** What a stored lead can have been answered; refusals before it are no leads. */
const STORED = [
  CODES.no_buyers,
  CODES.rejected,
  CODES.duplicate,
  CODES.supplier_cap,
  CODES.filtered,
  CODES.invalid,
] as const
const ANSWERS: Option[] = STORED.map((code) => ({ value: String(code), label: `${code} ${CODE_WORDS[code]}` }))
const RETURNS: Option[] = [
  { value: 'returned', label: 'Returned' },
  { value: 'kept', label: 'Not returned' },
]

const named = (items: readonly { id: number; name: string }[] | undefined): Option[] =>
  (items ?? []).map((item) => ({ value: String(item.id), label: item.name }))

/** Campaigns to choose from and, within the chosen one, its suppliers and buyers. */
function useChoices(campaign: string | undefined) {
  const account = useAccount()
  const params = { account: account.id }
  const campaigns = useQuery(ask(listCampaigns, { params }))
  const details = useQuery({
    ...ask(readCampaign, { params: { ...params, campaign: campaign ?? '' } }),
    enabled: campaign !== undefined,
  })
  const chosen = campaign === undefined ? undefined : details.data
  return {
    campaigns: named(campaigns.data?.items),
    suppliers: named(chosen?.suppliers),
    buyers: named(chosen?.buyers),
  }
}

/** Search and chips over the list; all of it is the address. */
export function LeadFilters({ state, set }: { state: Address; set: (change: Partial<Address>) => void }) {
  const account = useAccount()
  const now = useNow()
  const choices = useChoices(state.campaign)
  const filter = (key: keyof Address, label: string, options: Option[]): Filter => ({
    key,
    label,
    options,
    value: state[key],
    // a campaign has suppliers and buyers of its own
    onChange: (value) =>
      set({ cursor: undefined, ...(key === 'campaign' && { supplier: undefined, buyer: undefined }), [key]: value }),
  })
  const within = state.campaign !== undefined
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
          range={rangeOr(state.range, 'last_7')}
          onChange={(range) => set({ range: writeRange(range), cursor: undefined })}
          today={todayIn(account.zone, now)}
          zone={account.zone}
        />
      }
      filters={[
        filter('campaign', 'Campaign', choices.campaigns),
        ...(within || state.supplier ? [filter('supplier', 'Supplier', choices.suppliers)] : []),
        ...(within || state.buyer ? [filter('buyer', 'Buyer', choices.buyers)] : []),
        filter('status', 'Status', STATUSES),
        filter('code', 'Code', ANSWERS),
        filter('waiting', 'Waiting', WAITING),
        filter('test', 'Tests', TESTS),
        filter('returned', 'Returns', RETURNS),
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}
