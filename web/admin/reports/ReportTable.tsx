import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import {
  DIMENSION_NAMES,
  type Dimension,
  type Measure,
  type ReportLine,
  type runReport,
} from '../../../contract/api/reports.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { change, count, money, percent } from '../../lib/format.ts'
import { inAddress } from '../../lib/url-state.ts'
import type { Column } from '../../ui/rows.ts'
import { Empty } from '../../ui/States.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import type { Address, SetAddress } from './address.ts'
import { filterFor, keyText } from './keys.ts'

export type ReportReply = Reply<typeof runReport>
type Sort = Measure | 'first' | 'second'
type Status = 'accepted' | 'duplicated' | 'failed'

const rateOf = (digits: number) => (value: number | null) => (value === null ? '–' : percent(value, 10_000, digits))
const rate = rateOf(0)
const isTime = (dimension: Dimension) => ['day', 'hour', 'weekday'].includes(dimension)

/** The filters that stand for one line in the list of leads; null where the list cannot say the same. */
function listOf(line: ReportLine, dimensions: readonly Dimension[], state: Address, zone: string) {
  // the list counts days where the account is
  if (state.zone !== undefined && state.zone !== zone) return null
  const { range, campaign, supplier, buyer } = state
  const filters = line.keys.map((key, place) => filterFor(dimensions[place] ?? 'hour', key))
  if (filters.includes(null)) return null
  return Object.assign({ range, campaign, supplier, buyer, test: 'live' }, ...filters)
}

function Leads(props: { line: ReportLine; value: number | null; status?: Status; to: Record<string, string> | null }) {
  const account = useAccount()
  const { line, value, status, to } = props
  if (!to || !value) return count(value)
  const what = `${line.keys.map(({ label }) => label).join(', ')}: ${status ?? 'all'} leads`
  return (
    <Link to={`/${account.id}/leads`} search={inAddress({ ...to, status })} title={what}>
      {count(value)}
    </Link>
  )
}

/** How a sorted column is asked for, and what a further click does. */
function sortingOf(state: Address, set: SetAddress, dimensions: readonly Dimension[]) {
  const usual = dimensions[0] && isTime(dimensions[0]) ? 'first' : 'revenue'
  const now = state.sort ?? usual
  const order = state.sort ? (state.order ?? 'desc') : usual === 'first' ? 'asc' : 'desc'
  return (sort: Sort) => ({
    now: sort === now ? order : undefined,
    onSort: () => {
      const starts = sort === 'first' || sort === 'second' ? 'asc' : 'desc'
      set({ sort, order: sort !== now ? starts : order === 'asc' ? 'desc' : 'asc' }, { replace: true })
    },
  })
}

interface Looks {
  data: ReportReply
  state: Address
  set: SetAddress
  zone: string
}

function columnsOf({ data, state, set, zone }: Looks): Column<ReportLine>[] {
  const { totals, currency, counts, dimensions } = data
  const sorting = sortingOf(state, set, dimensions)
  const figure = (id: Measure, head: string, write: (value: number | null) => string): Column<ReportLine> => ({
    id,
    head,
    align: 'end',
    sort: sorting(id),
    cell: ({ figures }) => write(figures[id]),
    total: write(totals[id]),
  })
  const leads = (id: Status | 'leads', head: string): Column<ReportLine> => ({
    ...figure(id, head, count),
    cell: (line) => (
      <Leads
        line={line}
        value={line.figures[id]}
        to={counts === 'leads' || id === 'accepted' ? listOf(line, dimensions, state, zone) : null}
        {...(id !== 'leads' && { status: id })}
      />
    ),
  })
  const amount = (value: number | null) => money(value, currency)
  return [
    ...dimensions.map(
      (dimension, place): Column<ReportLine> => ({
        id: dimension,
        head: DIMENSION_NAMES[dimension],
        name: place === 0,
        cut: true,
        sort: sorting(place === 0 ? 'first' : 'second'),
        cell: ({ keys }) => keys[place] && keyText(dimension, keys[place]),
        total: place === 0 ? 'Total' : '',
      }),
    ),
    leads('leads', counts === 'leads' ? 'Leads in' : 'Posts'),
    leads('accepted', 'Accepted'),
    figure('acceptance', 'Accepted %', rate),
    leads('duplicated', 'Duplicates'),
    leads('failed', 'Failed'),
    figure('returnRate', 'Returned %', rateOf(1)),
    figure('revenue', 'Revenue', amount),
    figure('cost', 'Cost', amount),
    figure('profit', 'Profit', amount),
    figure('margin', 'Margin', rate),
    {
      id: 'change',
      head: 'Before',
      align: 'end',
      cell: ({ figures, before }) => <span className="second">{changeOf(figures.revenue, before?.revenue)}</span>,
      total: changeOf(totals.revenue, data.totalsBefore?.revenue),
    },
  ]
}

/** Revenue against the time before. */
const changeOf = (now: number, before: number | undefined) =>
  before === undefined ? '–' : (change(now, before, 0) ?? (now > 0 ? 'new' : '–'))

/** The lines of a report; counts lead to the leads they are of. */
export function ReportTable({ data, state, set }: Omit<Looks, 'zone'>) {
  const { zone } = useAccount()
  const columns = useMemo(() => columnsOf({ data, state, set, zone }), [data, state, set, zone])
  const { currency, dimensions } = data
  return (
    <Table
      label="Report"
      columns={columns}
      rows={data.lines}
      id={(line) => JSON.stringify(line.keys.map(({ id }) => id))}
      phone={({ keys, figures }) => ({
        title: keys.map((key, place) => keyText(dimensions[place] ?? 'campaign', key)).join(', '),
        amount: money(figures.revenue, currency),
        detail:
          figures.leads === null
            ? `${count(figures.accepted)} sold`
            : `${count(figures.accepted)} of ${count(figures.leads)} accepted, ${rate(figures.acceptance)}`,
        aside:
          figures.profit === null
            ? `${rate(figures.returnRate)} returned`
            : `${money(figures.profit, currency)} profit`,
      })}
      phoneTotal={{ title: 'Total', amount: money(data.totals.revenue, currency) }}
      instead={
        data.lines.length === 0 ? (
          <Empty title="No leads in this range">Choose other days, or take a filter away.</Empty>
        ) : undefined
      }
    />
  )
}
