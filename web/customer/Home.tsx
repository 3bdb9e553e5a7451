import { useQuery } from '@tanstack/react-query'
import { portalFigures } from '../../contract/api/figures.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { asOf, basisPoints, count, money, moneyShort } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { rangeOr, todayIn } from '../lib/ranges.ts'
import { comparison, isRunning, labelsOf } from '../lib/series.ts'
import { oneOf, useUrlState } from '../lib/url-state.ts'
import { BarChart } from '../ui/BarChart.tsx'
import { MoneyFigure, TextFigure } from '../ui/Figure.tsx'
import { MetricTabs, type Metric as Tab } from '../ui/MetricTabs.tsx'
import { Page, Section, Split } from '../ui/Page.tsx'
import { RangePicker } from '../ui/RangePicker.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { Balance } from './Balance.tsx'
import { CampaignSpend } from './CampaignSpend.tsx'
import { LatestLeads } from './LatestLeads.tsx'
import { useMe } from './me.ts'
import { Today } from './Today.tsx'

const METRICS = ['spend', 'leads', 'returned', 'netSpend'] as const
type Metric = (typeof METRICS)[number]
export type Figures = Reply<typeof portalFigures>

const read = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_28')),
  metric: oneOf(raw.metric, METRICS),
})

function tabsOf(data: Figures): Tab<Metric>[] {
  const { totals, totalsBefore, currency } = data
  const rate = totals.returnRate === null ? 'none returned' : `${basisPoints(totals.returnRate)} of leads`
  const average = totals.averagePrice === null ? 'nothing bought' : `${money(totals.averagePrice, currency)} a lead`
  return [
    {
      key: 'spend',
      label: 'Spend',
      value: <MoneyFigure amount={totals.spend} currency={currency} />,
      detail: comparison(totals.spend, totalsBefore.spend, data),
    },
    {
      key: 'leads',
      label: 'Leads',
      value: <TextFigure text={count(totals.leads)} />,
      detail: comparison(totals.leads, totalsBefore.leads, data),
    },
    { key: 'returned', label: 'Returned', value: <TextFigure text={count(totals.returned)} />, detail: rate },
    {
      key: 'netSpend',
      label: 'Net spend',
      value: <MoneyFigure amount={totals.netSpend} currency={currency} />,
      detail: average,
    },
  ]
}

const isMoney = (metric: Metric) => metric === 'spend' || metric === 'netSpend'

function Spend({ data, metric, onMetric }: { data: Figures; metric: Metric; onMetric: (metric: Metric) => void }) {
  const tabs = tabsOf(data)
  const name = tabs.find((tab) => tab.key === metric)?.label ?? ''
  const exact = (value: number) => (isMoney(metric) ? money(value, data.currency) : count(value))
  const short = (value: number) => (isMoney(metric) ? moneyShort(value, data.currency) : count(value))
  return (
    <MetricTabs label="Leads and spend" metrics={tabs} value={metric} onChange={onMetric}>
      <BarChart
        title={`${name} by ${data.window.unit}`}
        labels={labelsOf(data.window, data.series)}
        values={data.series.map((slot) => slot[metric])}
        name={name}
        format={exact}
        axis={short}
        unfinished={isRunning(data)}
      />
    </MetricTabs>
  )
}

function SpendSection() {
  const me = useMe()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const asked = useQuery(ask(portalFigures, { query: { range: state.range } }, { live: true }))
  const { data } = asked
  return (
    <>
      <Section
        title="Leads and spend"
        aside={
          <RangePicker
            range={rangeOr(state.range, 'last_28')}
            onChange={(range) => set({ range: writeRange(range) })}
            today={todayIn(me.zone, now)}
            zone={me.zone}
          />
        }
      >
        {data && (
          <Spend
            data={data}
            metric={state.metric ?? 'spend'}
            onMetric={(metric) => set({ metric }, { replace: true })}
          />
        )}
        {asked.isPending && <Bones lines={6} />}
        {asked.isError && !data && (
          <Failed title="The figures could not be read" onRetry={() => asked.refetch()}>
            {wordsOf(asked.error)}
          </Failed>
        )}
      </Section>
      <Split>
        <CampaignSpend data={data} />
        <LatestLeads />
      </Split>
    </>
  )
}

/** What is left, how today goes, and where the money went. */
export function Home() {
  const me = useMe()
  const today = useQuery(ask(portalFigures, { query: { range: 'today' } }, { live: true }))
  return (
    <Page title="Home" asOf={today.data ? asOf(today.data.asOf, me.zone) : null}>
      {me.can.includes('portal.wallet.read') ? (
        <Balance today={<Today data={today.data} />} />
      ) : (
        <Today data={today.data} />
      )}
      <SpendSection />
    </Page>
  )
}
