import { useNavigate } from '@tanstack/react-router'
import type { consoleFigures, TeamFigures } from '../../../contract/api/figures.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { count, money, percent } from '../../lib/format.ts'
import type { Column } from '../../ui/rows.ts'
import { Empty } from '../../ui/States.tsx'
import { Sparkline } from '../../ui/small.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'

type Row = Reply<typeof consoleFigures>['campaigns'][number]

/** Accepted with its share, the share dimmed. */
export function Accepted({ accepted, leads }: { accepted: number; leads: number }) {
  return (
    <>
      {count(accepted)}
      {leads > 0 && <span className="share small">{percent(accepted, leads, 0)}</span>}
    </>
  )
}

function columnsOf(totals: TeamFigures, currency: string): Column<Row>[] {
  return [
    { id: 'name', head: 'Campaign', name: true, cut: true, cell: (row) => row.name, total: 'Total' },
    { id: 'leads', head: 'Leads in', align: 'end', cell: (row) => count(row.leads), total: count(totals.leads) },
    {
      id: 'accepted',
      head: 'Accepted',
      align: 'end',
      cell: (row) => <Accepted accepted={row.accepted} leads={row.leads} />,
      total: <Accepted accepted={totals.accepted} leads={totals.leads} />,
    },
    {
      id: 'revenue',
      head: 'Revenue',
      align: 'end',
      cell: (row) => money(row.revenue, currency),
      total: money(totals.revenue, currency),
    },
    {
      id: 'profit',
      head: 'Profit',
      align: 'end',
      cell: (row) => money(row.profit, currency),
      total: money(totals.profit, currency),
    },
    { id: 'spark', head: '7 days', align: 'end', cell: (row) => <Sparkline values={row.spark} />, total: '' },
  ]
}

/** The campaigns of a range, footing to its totals. */
export function CampaignFigures({ rows, totals, currency }: { rows: Row[]; totals: TeamFigures; currency: string }) {
  const account = useAccount()
  const navigate = useNavigate()
  const href = (row: Row) => `/${account.id}/campaigns/${row.id}`
  return (
    <Table
      label="Campaigns"
      columns={columnsOf(totals, currency)}
      rows={rows}
      id={(row) => String(row.id)}
      link={{ href, open: (row) => void navigate({ to: href(row) }) }}
      phone={(row) => ({
        title: row.name,
        amount: money(row.revenue, currency),
        detail: `${count(row.accepted)} of ${count(row.leads)} accepted, ${percent(row.accepted, row.leads, 0)}`,
        aside: `${money(row.profit, currency)} profit`,
      })}
      phoneTotal={{ title: 'Total', amount: money(totals.revenue, currency) }}
      instead={rows.length === 0 ? <Empty title="No leads in this range">Choose another one above.</Empty> : undefined}
    />
  )
}
