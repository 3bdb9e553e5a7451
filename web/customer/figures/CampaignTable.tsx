import { useNavigate } from '@tanstack/react-router'
import { count, money } from '../../lib/format.ts'
import type { Column } from '../../ui/rows.ts'
import { Empty } from '../../ui/States.tsx'
import { Sparkline } from '../../ui/small.tsx'
import { Table } from '../../ui/Table.tsx'
import { figureColumns } from './columns.tsx'
import type { Figures } from './metrics.tsx'

type Row = Figures['campaigns'][number]

const columnsOf = (data: Figures): Column<Row>[] => [
  { id: 'name', head: 'Campaign', name: true, cut: true, cell: (row) => row.name, total: 'Total' },
  ...figureColumns<Row>(data.totals, data.currency),
  { id: 'spark', head: '7 days', align: 'end', cell: (row) => <Sparkline values={row.spark} />, total: '' },
]

const NONE: Column<Row>[] = []

/** Where the money of the range went. */
export function CampaignTable({ data }: { data: Figures | undefined }) {
  const navigate = useNavigate()
  const currency = data?.currency ?? 'USD'
  const href = (row: Row) => `/leads?campaign=${row.id}`
  return (
    <Table
      label="Campaigns"
      columns={data ? columnsOf(data) : NONE}
      rows={data?.campaigns}
      id={(row) => String(row.id)}
      link={{ href, open: (row) => void navigate({ href: href(row) }) }}
      skeleton={3}
      phone={(row) => ({
        title: row.name,
        amount: money(row.spend, currency),
        detail: `${count(row.leads)} leads, ${count(row.returned)} returned`,
        aside: `${money(row.averagePrice, currency)} each`,
      })}
      phoneTotal={{ title: 'Total', amount: money(data?.totals.spend, currency) }}
      instead={
        data?.campaigns.length === 0 ? (
          <Empty title="No leads in this range">Choose another one above.</Empty>
        ) : undefined
      }
    />
  )
}
