import { useQuery } from '@tanstack/react-query'
import { portalFigures } from '../../../contract/api/figures.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { beforeName, isRunning, labelsOf } from '../../lib/series.ts'
import { oneOf, useUrlState, word } from '../../lib/url-state.ts'
import { BarChart } from '../../ui/BarChart.tsx'
import { MetricTabs } from '../../ui/MetricTabs.tsx'
import { Section, Split } from '../../ui/Page.tsx'
import { ChoiceMenu, RangePicker, Segments } from '../../ui/RangePicker.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { LatestLeads } from '../LatestLeads.tsx'
import { useMe } from '../me.ts'
import { CampaignTable } from './CampaignTable.tsx'
import { DayTable } from './DayTable.tsx'
import { type Figures, formatsOf, METRICS, type Metric, tabsOf } from './metrics.tsx'

const PARTS = ['campaign', 'day'] as const
const RANGE = 'last_28'

const read = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, RANGE)),
  campaign: word(raw.campaign),
  metric: oneOf(raw.metric, METRICS),
  by: oneOf(raw.by, PARTS),
})
type Address = ReturnType<typeof read>
type SetAddress = (change: Partial<Address>, how?: { replace?: boolean }) => void

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** The figures, and one of them by day beside the time before. */
function Trend({ data, metric, onMetric }: { data: Figures; metric: Metric; onMetric: (metric: Metric) => void }) {
  const tabs = tabsOf(data)
  const name = tabs.find((tab) => tab.key === metric)?.label ?? ''
  const { exact, short } = formatsOf(metric, data.currency)
  const before = data.seriesBefore.map((slot) => slot[metric] ?? 0)
  return (
    <MetricTabs label="Leads and spend" metrics={tabs} value={metric} onChange={onMetric}>
      <BarChart
        title={`${name} by ${data.window.unit}`}
        labels={labelsOf(data.window, data.series)}
        values={data.series.map((slot) => slot[metric] ?? 0)}
        {...(before.some((value) => value > 0) && { before: { name: capitalised(beforeName(data)), values: before } })}
        name={name}
        format={exact}
        axis={short}
        unfinished={isRunning(data)}
      />
    </MetricTabs>
  )
}

/** Which time, and which campaign where there are several. */
function Choices({ state, set }: { state: Address; set: SetAddress }) {
  const me = useMe()
  const now = useNow()
  const { data } = useQuery(ask(portalFigures, { query: { range: 'last_90' } }))
  const campaigns = data?.campaigns ?? []
  return (
    <>
      {campaigns.length > 1 && (
        <ChoiceMenu
          all="All campaigns"
          value={state.campaign}
          options={campaigns.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={(campaign) => set({ campaign })}
        />
      )}
      <RangePicker
        range={rangeOr(state.range, RANGE)}
        onChange={(range) => set({ range: writeRange(range) })}
        today={todayIn(me.zone, now)}
        zone={me.zone}
      />
    </>
  )
}

/** The same figures in a table: by campaign, or by the slots of the chart. */
function Parts({ data, state, set }: { data: Figures | undefined; state: Address; set: SetAddress }) {
  const by = state.by ?? 'campaign'
  const unit = data?.window.unit === 'hour' ? 'By hour' : 'By day'
  return (
    <Section
      title={by === 'day' ? (data?.window.unit === 'hour' ? 'Hours' : 'Days') : 'Campaigns'}
      aside={
        <Segments
          label="Parts of the figures"
          value={by}
          options={[
            { value: 'campaign', label: 'By campaign' },
            { value: 'day', label: unit },
          ]}
          onChange={(chosen) => set({ by: chosen === 'day' ? 'day' : undefined }, { replace: true })}
        />
      }
    >
      {by === 'day' ? <DayTable data={data} /> : <CampaignTable data={data} />}
    </Section>
  )
}

/** Where the money of a range went: figures, chart, campaigns and days. All of the choice is the address. */
export function FiguresSection() {
  const { state, set } = useUrlState(read)
  const { range, campaign, metric } = state
  const asked = useQuery(ask(portalFigures, { query: { range, campaign } }, { live: true }))
  const { data } = asked
  return (
    <>
      <Section title="Leads and spend" aside={<Choices state={state} set={set} />}>
        {data && (
          <Trend
            data={data}
            metric={metric ?? 'spend'}
            onMetric={(chosen) => set({ metric: chosen }, { replace: true })}
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
        <Parts data={data} state={state} set={set} />
        <LatestLeads />
      </Split>
    </>
  )
}
