import { useQuery } from '@tanstack/react-query'
import { supplierFigures } from '../../contract/api/figures.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { asOf } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { rangeOr, todayIn } from '../lib/ranges.ts'
import { oneOf, useUrlState, word } from '../lib/url-state.ts'
import { Page, Section } from '../ui/Page.tsx'
import { ChoiceMenu, RangePicker } from '../ui/RangePicker.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { Trend, type TrendMetric } from '../ui/Trend.tsx'
import { CampaignTable } from './CampaignTable.tsx'
import { usePortal } from './portal.ts'

const METRICS = ['totalLeads', 'netAccepted', 'failed', 'duplicate', 'returns', 'netRevenue'] as const
type Metric = (typeof METRICS)[number]
export type Figures = Reply<typeof supplierFigures>

const SIX: TrendMetric<Metric>[] = [
  { key: 'totalLeads', label: 'Total Leads' },
  { key: 'netAccepted', label: 'Net Accepted' },
  { key: 'failed', label: 'Failed' },
  { key: 'duplicate', label: 'Duplicate' },
  { key: 'returns', label: 'Returns' },
  { key: 'netRevenue', label: 'Net Revenue', money: true },
]

const read = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_28')),
  campaign: word(raw.campaign),
  metric: oneOf(raw.metric, METRICS),
})

/** The campaigns one posts to, whatever is filtered. */
function useCampaigns() {
  const { account } = usePortal()
  const { data } = useQuery(ask(supplierFigures, { params: { account }, query: { range: 'last_90' } }))
  return (data?.campaigns ?? []).map(({ id, name }) => ({ value: String(id), label: name }))
}

/** The six figures over a range, their trend, and each campaign's share. */
export function Dashboard() {
  const portal = usePortal()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const { range, campaign } = state
  const params = { account: portal.account }
  const asked = useQuery(ask(supplierFigures, { params, query: { range, campaign } }, { live: true }))
  const options = useCampaigns()
  const { data } = asked
  return (
    <Page
      title="Dashboard"
      asOf={data ? asOf(data.asOf, data.window.zone) : null}
      actions={
        <>
          {options.length > 1 && (
            <ChoiceMenu
              all="All campaigns"
              value={campaign}
              options={options}
              onChange={(value) => set({ campaign: value })}
            />
          )}
          <RangePicker
            range={rangeOr(range, 'last_28')}
            onChange={(next) => set({ range: writeRange(next) })}
            today={todayIn(portal.zone, now)}
            zone={portal.zone}
          />
        </>
      }
    >
      {data && (
        <>
          <Trend
            label="Figures"
            metrics={SIX}
            value={state.metric ?? 'netRevenue'}
            onChange={(metric) => set({ metric }, { replace: true })}
            data={data}
          />
          <Section
            title="By campaign"
            aside={<span className="small quiet">Returns count on the day of the lead itself</span>}
          >
            <CampaignTable data={data} />
          </Section>
        </>
      )}
      {asked.isPending && <Bones lines={10} />}
      {asked.isError && !data && (
        <Failed title="The figures could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
