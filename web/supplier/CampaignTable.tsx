import { useNavigate } from '@tanstack/react-router'
import { count, money, percent } from '../lib/format.ts'
import type { Column } from '../ui/rows.ts'
import { Empty } from '../ui/States.tsx'
import { Sparkline } from '../ui/small.tsx'
import { Table } from '../ui/Table.tsx'
import type { Figures } from './Dashboard.tsx'
import { usePortal } from './portal.ts'

type Row = Figures['campaigns'][number]
type Counted = 'totalLeads' | 'failed' | 'duplicate' | 'returns'

const Accepted = ({ row }: { row: Pick<Row, 'netAccepted' | 'totalLeads'> }) => (
  <>
    {count(row.netAccepted)}
    {row.totalLeads > 0 && <span className="share small">{percent(row.netAccepted, row.totalLeads, 0)}</span>}
  </>
)

function columnsOf({ totals, currency }: Figures): Column<Row>[] {
  const number = (id: Counted, head: string): Column<Row> => ({
    id,
    head,
    align: 'end',
    cell: (row) => count(row[id]),
    total: count(totals[id]),
  })
  return [
    { id: 'name', head: 'Campaign', name: true, cut: true, cell: (row) => row.name, total: 'Total' },
    {
      id: 'suppliers',
      head: 'Supplier',
      cut: true,
      cell: (row) => <span className="second">{row.suppliers.map((supplier) => supplier.id).join(', ')}</span>,
    },
    number('totalLeads', 'Total Leads'),
    {
      id: 'accepted',
      head: 'Net Accepted',
      align: 'end',
      cell: (row) => <Accepted row={row} />,
      total: <Accepted row={totals} />,
    },
    number('failed', 'Failed'),
    number('duplicate', 'Duplicate'),
    number('returns', 'Returns'),
    {
      id: 'revenue',
      head: 'Net Revenue',
      align: 'end',
      cell: (row) => money(row.netRevenue, currency),
      total: money(totals.netRevenue, currency),
    },
    { id: 'spark', head: '7 days', align: 'end', cell: (row) => <Sparkline values={row.spark} />, total: '' },
  ]
}

/** Each campaign's share of the six figures, footing to them. */
export function CampaignTable({ data }: { data: Figures }) {
  const portal = usePortal()
  const navigate = useNavigate()
  const href = (row: Row) => `/${portal.account}/leads?campaign=${row.id}`
  return (
    <Table
      label="Campaigns"
      columns={columnsOf(data)}
      rows={data.campaigns}
      id={(row) => String(row.id)}
      link={{ href, open: (row) => void navigate({ href: href(row) }) }}
      phone={(row) => ({
        title: row.name,
        amount: money(row.netRevenue, data.currency),
        detail: `${count(row.netAccepted)} of ${count(row.totalLeads)} accepted`,
        aside: `${count(row.returns)} returned`,
      })}
      phoneTotal={{ title: 'Total', amount: money(data.totals.netRevenue, data.currency) }}
      instead={
        data.campaigns.length === 0 ? (
          <Empty title="No leads in this range">Choose another one above.</Empty>
        ) : undefined
      }
    />
  )
}
