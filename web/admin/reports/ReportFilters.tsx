import { useQuery } from '@tanstack/react-query'
import { listCampaigns, readCampaign } from '../../../contract/api/campaigns.ts'
import { DIMENSION_NAMES, DIMENSIONS, ofLeadData } from '../../../contract/api/reports.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask } from '../../lib/ask.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { zoneChoices } from '../../lib/zones.ts'
import { type Filter, FilterBar, type Option } from '../../ui/Filters.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import type { Address, SetAddress } from './address.ts'

const named = (items: readonly { id: number; name: string }[] | undefined): Option[] =>
  (items ?? []).map((item) => ({ value: String(item.id), label: item.name }))

/** Campaigns to choose from and, within the chosen one, its suppliers and buyers. */
function useChoices(campaign: string | undefined) {
  const params = { account: useAccount().id }
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

/** When, by what, of what: all of it is the address. */
export function ReportFilters({ state, set }: { state: Address; set: SetAddress }) {
  const account = useAccount()
  const now = useNow()
  const choices = useChoices(state.campaign)
  const seesData = account.can.includes('lead.read_data')
  const dimensions = DIMENSIONS.filter((dimension) => seesData || !ofLeadData(dimension))
  const options = dimensions.map((value) => ({ value, label: DIMENSION_NAMES[value] }))
  const zone = state.zone ?? account.zone
  const choose = (key: keyof Address, label: string, from: Option[], change: Partial<Address> = {}): Filter => ({
    key,
    label,
    options: from,
    value: state[key],
    onChange: (value) => set({ ...change, [key]: value }),
  })
  const resort = { sort: undefined, order: undefined }
  const within = state.campaign !== undefined
  return (
    <FilterBar
      lead={
        <RangePicker
          chip="Date"
          range={rangeOr(state.range, 'last_28')}
          onChange={(range) => set({ range: writeRange(range) })}
          today={todayIn(zone, now)}
          zone={zone}
        />
      }
      filters={[
        { ...choose('by', 'By', options, resort), required: true },
        choose(
          'and',
          'And',
          options.filter(({ value }) => value !== state.by),
          resort,
        ),
        choose('campaign', 'Campaign', choices.campaigns, { supplier: undefined, buyer: undefined }),
        ...(within || state.supplier ? [choose('supplier', 'Supplier', choices.suppliers)] : []),
        ...(within || state.buyer ? [choose('buyer', 'Buyer', choices.buyers)] : []),
        choose('zone', 'Zone', zoneChoices(account.zone, state.zone)),
      ]}
      texts={texts.filters}
      onClear={() =>
        set({ and: undefined, campaign: undefined, supplier: undefined, buyer: undefined, zone: undefined, ...resort })
      }
    />
  )
}
