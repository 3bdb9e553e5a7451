import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { portalFigures } from '../../../contract/api/figures.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask } from '../../lib/ask.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { zoneChoices } from '../../lib/zones.ts'
import { type Filter, FilterBar, type Option, SearchField } from '../../ui/Filters.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import { useMe } from '../me.ts'
import { texts } from '../texts.ts'
import { type Address, CLEAR, RANGE, readAddress, type SetAddress } from './address.ts'

const STATES: readonly Option[] = [
  { value: 'live', label: 'Bought' },
  { value: 'test', label: 'Test' },
]
const RETURNS: readonly Option[] = [
  { value: 'returned', label: 'Returned' },
  { value: 'kept', label: 'Not returned' },
]

/** Which leads: all of it is the address. */
export function LeadFilters({ state, set }: { state: Address; set: SetAddress }) {
  const me = useMe()
  const now = useNow()
  const { data } = useQuery(ask(portalFigures, { query: { range: 'last_90' } }))
  const campaigns = data?.campaigns.map(({ id, name }) => ({ value: String(id), label: name })) ?? []
  const zones = useMemo(() => zoneChoices(me.zone, state.zone), [me.zone, state.zone])
  const choose = (
    key: 'campaign' | 'test' | 'returned' | 'zone',
    label: string,
    options: readonly Option[],
  ): Filter => ({
    key,
    label,
    options,
    value: state[key],
    // what is not one of its words is dropped as it is when read from the address
    onChange: (value) => set({ [key]: readAddress({ [key]: value })[key], cursor: undefined }),
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
          range={rangeOr(state.range, RANGE)}
          onChange={(range) => set({ range: writeRange(range), cursor: undefined })}
          today={todayIn(state.zone ?? me.zone, now)}
          zone={state.zone ?? me.zone}
        />
      }
      filters={[
        choose('campaign', 'Campaign', campaigns),
        choose('test', 'Status', STATES),
        choose('returned', 'Returns', RETURNS),
        choose('zone', 'Zone', zones),
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}
