import { DIMENSION_NAMES, type Dimension, type ReportFigures } from '../../../contract/api/reports.ts'
import { count, money, moneyShort, percent, zoneCity } from '../../lib/format.ts'
import { beforeName, comparison, isRunning } from '../../lib/series.ts'
import { BarChart } from '../../ui/BarChart.tsx'
import { Chart } from '../../ui/Chart.tsx'
import { MoneyFigure, TextFigure } from '../../ui/Figure.tsx'
import { MetricTabs } from '../../ui/MetricTabs.tsx'
import { Reasons } from '../../ui/small.tsx'
import { METRICS, type Metric } from './address.ts'
import { keyLong, keyText } from './keys.ts'
import type { ReportReply } from './ReportTable.tsx'
import css from './reports.module.css'

const LABELS: Record<Metric, string> = {
  leads: 'Leads in',
  accepted: 'Accepted',
  returned: 'Returned',
  revenue: 'Revenue',
  cost: 'Cost',
  profit: 'Profit',
}
const MONEY: readonly Metric[] = ['revenue', 'cost', 'profit']
/** Bars of what has no order of its own. */
const MOST_BARS = 10

function detailOf(metric: Metric, data: ReportReply): string {
  const { totals, totalsBefore } = data
  if (metric === 'accepted' && totals.leads) return `${percent(totals.accepted, totals.leads)} of ${data.counts}`
  if (metric === 'returned') return `${percent(totals.returned, totals.accepted)} of accepted`
  if (metric === 'profit' && totals.profit !== null) return `${percent(totals.profit, totals.revenue)} margin`
  const [now, before] = [totals[metric], totalsBefore?.[metric]]
  return now === null || before === null || before === undefined ? '' : comparison(now, before, data)
}

const writerOf = (metric: Metric, currency: string) => (value: number) =>
  MONEY.includes(metric) ? money(value, currency) : count(value)

function Series({ data, by, metric }: { data: ReportReply; by: Dimension; metric: Metric }) {
  const write = writerOf(metric, data.currency)
  const axis = (value: number) => (MONEY.includes(metric) ? moneyShort(value, data.currency) : count(value))
  const labels = data.series.map(({ key }) => ({ short: keyText(by, key), long: keyLong(by, key) }))
  const figureOf = (figures: ReportFigures | null) => figures?.[metric] ?? null
  const values = data.series.map(({ figures }) => figureOf(figures))
  const title = `${LABELS[metric]} by ${DIMENSION_NAMES[by].toLowerCase()}`
  if (by === 'weekday' || by === 'hour') {
    return (
      <BarChart
        title={title}
        labels={labels}
        values={values.map((value) => Math.max(0, value ?? 0))}
        name={LABELS[metric]}
        format={write}
        axis={axis}
      />
    )
  }
  const before = data.totalsBefore ? data.series.map((slot) => figureOf(slot.before)) : undefined
  const name = beforeName(data)
  return (
    <Chart
      title={title}
      labels={labels}
      values={values}
      {...(before && { before })}
      names={{ values: LABELS[metric], ...(before && { before: name.slice(0, 1).toUpperCase() + name.slice(1) }) }}
      unfinished={isRunning(data)}
      format={write}
      axis={axis}
      fact={`by day, as in ${zoneCity(data.window.zone)}`}
    />
  )
}

/** What has no order is drawn as bars, the largest first. */
function Largest({ data, by, metric }: { data: ReportReply; by: Dimension; metric: Metric }) {
  const write = writerOf(metric, data.currency)
  const rows = data.series
    .map(({ key, figures }) => ({ key, value: figures[metric] ?? 0 }))
    .sort((a, b) => b.value - a.value)
  const shown = rows.slice(0, MOST_BARS)
  return (
    <div className={css.largest}>
      <Reasons
        rows={shown.map(({ key, value }) => ({
          id: key.id ?? '',
          name: keyText(by, key),
          count: Math.max(0, value),
          text: write(value),
        }))}
      />
      {rows.length > shown.length && (
        <p className="small quiet after">The {count(shown.length)} largest; the others stand in the table.</p>
      )}
    </div>
  )
}

/** Totals against the time before, and the chosen one by the first dimension. */
export function ReportChart(props: {
  data: ReportReply
  by: Dimension
  metric: Metric
  onMetric: (metric: Metric) => void
}) {
  const { data, by, metric } = props
  const isTime = by === 'day' || by === 'weekday' || by === 'hour'
  return (
    <MetricTabs
      label="Figures"
      value={metric}
      onChange={props.onMetric}
      metrics={METRICS.map((key) => {
        const value = data.totals[key]
        const money = MONEY.includes(key) && value !== null
        return {
          key,
          label: key === 'leads' && data.counts === 'posts' ? 'Posts to buyers' : LABELS[key],
          value: money ? (
            <MoneyFigure amount={value} currency={data.currency} />
          ) : (
            <TextFigure text={value === null ? '–' : count(value)} />
          ),
          detail: detailOf(key, data),
        }
      })}
    >
      {isTime ? <Series data={data} by={by} metric={metric} /> : <Largest data={data} by={by} metric={metric} />}
    </MetricTabs>
  )
}
