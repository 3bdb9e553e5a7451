import type { ReactNode } from 'react'
import { count, money, moneyShort, zoneCity } from '../lib/format.ts'
import { beforeName, type Counted, comparison, isRunning, labelsOf, valuesOf } from '../lib/series.ts'
import { Chart } from './Chart.tsx'
import { MoneyFigure, TextFigure } from './Figure.tsx'
import { MetricTabs } from './MetricTabs.tsx'

type Numbers<Key extends string> = Record<Key, number>
export type TrendMetric<Key extends string> = {
  key: Key
  label: string
  /** An amount of the reply's currency. */
  money?: boolean
  /** Replaces the comparison: "67.8% of leads in". */
  detail?: string
}
export type TrendProps<Key extends string> = {
  label: string
  metrics: readonly TrendMetric<Key>[]
  value: Key
  onChange: (key: Key) => void
  data: Counted & {
    currency: string
    totals: Numbers<Key>
    totalsBefore: Numbers<Key>
    series: (Numbers<Key> & { at: string })[]
    seriesBefore: (Numbers<Key> & { at: string })[]
  }
  fact?: ReactNode
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)

/** A row of figures and the trend of the chosen one, against the period before. */
export function Trend<Key extends string>({ label, metrics, value, onChange, data }: TrendProps<Key>) {
  const chosen = metrics.find((metric) => metric.key === value) ?? metrics[0]
  if (!chosen) return null
  const isMoney = chosen.money ?? false
  const unit = data.window.unit === 'hour' ? 'by hour' : 'by day'
  return (
    <MetricTabs
      label={label}
      value={chosen.key}
      onChange={onChange}
      metrics={metrics.map((metric) => ({
        key: metric.key,
        label: metric.label,
        value: metric.money ? (
          <MoneyFigure amount={data.totals[metric.key]} currency={data.currency} />
        ) : (
          <TextFigure text={count(data.totals[metric.key])} />
        ),
        detail: metric.detail ?? comparison(data.totals[metric.key], data.totalsBefore[metric.key], data),
      }))}
    >
      <Chart
        title={`${chosen.label} ${unit}`}
        labels={labelsOf(data.window, data.series)}
        values={valuesOf(data.series, data.asOf, (slot) => slot[chosen.key])}
        before={data.series.map((_, i) => data.seriesBefore[i]?.[chosen.key] ?? null)}
        names={{ values: isRunning(data) ? 'So far' : chosen.label, before: capital(beforeName(data)) }}
        unfinished={isRunning(data)}
        format={(amount) => (isMoney ? money(amount, data.currency) : count(amount))}
        axis={(amount) => (isMoney ? moneyShort(amount, data.currency) : count(amount))}
        fact={`${unit}, as in ${zoneCity(data.window.zone)}`}
      />
    </MetricTabs>
  )
}
