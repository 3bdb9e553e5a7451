import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { consoleFigures } from '../../contract/api/figures.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { asOf, count, longDay, money, percent } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { rangeOr, todayIn } from '../lib/ranges.ts'
import { oneOf, useUrlState } from '../lib/url-state.ts'
import { Column, Page, Section, Split } from '../ui/Page.tsx'
import { RangePicker } from '../ui/RangePicker.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { Reasons } from '../ui/small.tsx'
import { Trend, type TrendMetric } from '../ui/Trend.tsx'
import { useAccount } from './account.ts'
import { NeedsAttention } from './alerts/NeedsAttention.tsx'
import { Delayed } from './billing/Delayed.tsx'
import { CampaignFigures } from './campaigns/CampaignFigures.tsx'
import { CapsInUse } from './home/CapsInUse.tsx'
import { TopLists } from './home/TopLists.tsx'
import { LiveFeed } from './LiveFeed.tsx'
import { SetupGuide } from './SetupGuide.tsx'

const METRICS = ['leads', 'accepted', 'revenue', 'cost', 'profit'] as const
type Metric = (typeof METRICS)[number]
type Figures = Reply<typeof consoleFigures>

const read = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'today')),
  metric: oneOf(raw.metric, METRICS),
})

function metricsOf({ totals, currency }: Figures): TrendMetric<Metric>[] {
  const each = totals.accepted > 0 ? Math.round(totals.cost / totals.accepted) : null
  return [
    { key: 'leads', label: 'Leads in' },
    {
      key: 'accepted',
      label: 'Accepted',
      detail: totals.leads === 0 ? 'no leads yet' : `${percent(totals.accepted, totals.leads)} of leads in`,
    },
    { key: 'revenue', label: 'Revenue', money: true },
    {
      key: 'cost',
      label: 'Cost',
      money: true,
      detail: each === null ? 'no lead accepted' : `${money(each, currency)} a lead`,
    },
    {
      key: 'profit',
      label: 'Profit',
      money: true,
      detail: totals.revenue === 0 ? 'no revenue yet' : `${percent(totals.profit, totals.revenue)} margin`,
    },
  ]
}

function Failures({ data }: { data: Figures }) {
  const { failed, totals } = data
  return (
    <Section title={totals.failed > 0 ? `Why ${count(totals.failed)} failed` : 'Nothing failed'}>
      <Reasons
        rows={failed.map((reason) => ({ name: reason.words, count: reason.leads, text: count(reason.leads) }))}
      />
      {totals.duplicated > 0 && (
        <p className="small quiet after">
          {totals.duplicated === 1
            ? 'Another one was a duplicate.'
            : `Another ${count(totals.duplicated)} were duplicates.`}
        </p>
      )}
    </Section>
  )
}

function Overview(props: { data: Figures; metric: Metric; onMetric: (metric: Metric) => void; range: string }) {
  const { data, metric, onMetric, range } = props
  const account = useAccount()
  return (
    <>
      <Trend label="Figures" metrics={metricsOf(data)} value={metric} onChange={onMetric} data={data} />
      <Split>
        <Column>
          <Section
            title="Campaigns"
            aside={
              <Link className="small" to={`/${account.id}/campaigns`}>
                All campaigns
              </Link>
            }
          >
            <CampaignFigures rows={data.campaigns} totals={data.totals} currency={data.currency} />
          </Section>
          <TopLists range={range} />
        </Column>
        <Column>
          <Failures data={data} />
          <CapsInUse />
        </Column>
      </Split>
    </>
  )
}

/** How the day goes: five figures with their trend, campaigns, why leads failed, and what is coming in. */
export function Home() {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const figures = useQuery(
    ask(consoleFigures, { params: { account: account.id }, query: { range: state.range } }, { live: true }),
  )
  const { data } = figures
  return (
    <Page
      title="Home"
      fact={<span className="hide-phone">{longDay(now, account.zone)}</span>}
      asOf={data ? asOf(data.asOf, data.window.zone) : null}
      actions={
        <RangePicker
          range={rangeOr(state.range, 'today')}
          onChange={(range) => set({ range: writeRange(range) })}
          today={todayIn(account.zone, now)}
          zone={account.zone}
        />
      }
      rail={
        <>
          <NeedsAttention />
          <LiveFeed />
        </>
      }
    >
      <Delayed />
      <SetupGuide />
      {data && (
        <Overview
          data={data}
          metric={state.metric ?? 'revenue'}
          onMetric={(metric) => set({ metric }, { replace: true })}
          range={state.range}
        />
      )}
      {figures.isPending && <Bones lines={9} />}
      {figures.isError && !data && (
        <Failed title="The figures could not be read" onRetry={() => figures.refetch()}>
          {wordsOf(figures.error)}
        </Failed>
      )}
    </Page>
  )
}
