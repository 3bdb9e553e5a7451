import type { CustomerFigures, portalFigures } from '../../../contract/api/figures.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { count, MISSING, money, moneyShort, percent } from '../../lib/format.ts'
import { comparison } from '../../lib/series.ts'
import { MoneyFigure, TextFigure } from '../../ui/Figure.tsx'
import type { Metric as Tab } from '../../ui/MetricTabs.tsx'

export type Figures = Reply<typeof portalFigures>

export const METRICS = ['spend', 'leads', 'returned', 'returnRate', 'netSpend', 'averagePrice'] as const
export type Metric = (typeof METRICS)[number]

const NAMES: Record<Metric, string> = {
  spend: 'Spend',
  leads: 'Leads',
  returned: 'Returned',
  returnRate: 'Return rate',
  netSpend: 'Net spend',
  averagePrice: 'Average price',
}
type Kind = 'money' | 'count' | 'rate'
const KINDS: Record<Metric, Kind> = {
  spend: 'money',
  leads: 'count',
  returned: 'count',
  returnRate: 'rate',
  netSpend: 'money',
  averagePrice: 'money',
}

const WHOLE = 10_000
/** Basis points with a decimal, or in tables without. */
export const rate = (value: number | null, digits = 1): string =>
  value === null ? MISSING : percent(value, WHOLE, digits)

/** A metric's value as people read it: exactly, or short for an axis. */
export function formatsOf(metric: Metric, currency: string) {
  const formats: Record<Kind, { exact: (value: number | null) => string; short: (value: number) => string }> = {
    money: { exact: (value) => money(value, currency), short: (value) => moneyShort(value, currency) },
    count: { exact: count, short: count },
    rate: { exact: (value) => rate(value), short: (value) => rate(value, 0) },
  }
  return formats[KINDS[metric]]
}

function figureOf(metric: Metric, totals: CustomerFigures, currency: string) {
  const value = totals[metric]
  if (value === null) return <TextFigure text={MISSING} />
  if (KINDS[metric] === 'money') return <MoneyFigure amount={value} currency={currency} />
  return <TextFigure text={formatsOf(metric, currency).exact(value)} />
}

/** What went before, as a sentence: sums by how much they changed, rates and averages by what they were. */
function beforeOf(metric: Metric, data: Figures): string {
  const [now, before] = [data.totals[metric], data.totalsBefore[metric]]
  const isSum = metric !== 'returnRate' && metric !== 'averagePrice'
  if (isSum) return comparison(now ?? 0, before ?? 0, data)
  return before === null ? 'none before' : `${formatsOf(metric, data.currency).exact(before)} before`
}

/** The six figures, each the tab of its own chart. */
export const tabsOf = (data: Figures): (Tab<Metric> & { label: string })[] =>
  METRICS.map((key) => ({
    key,
    label: NAMES[key],
    value: figureOf(key, data.totals, data.currency),
    detail: beforeOf(key, data),
  }))
