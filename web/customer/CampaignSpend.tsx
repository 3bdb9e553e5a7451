import { useNavigate } from '@tanstack/react-router'
import { count, money } from '../lib/format.ts'
import { Section } from '../ui/Page.tsx'
import type { Column } from '../ui/rows.ts'
import { Empty } from '../ui/States.tsx'
import { Sparkline } from '../ui/small.tsx'
import { Table } from '../ui/Table.tsx'
import type { Figures } from './Home.tsx'

type Row = Figures['campaigns'][number]

function columnsOf({ totals, currency }: Figures): Column<Row>[] {
  return [
    { id: 'name', head: 'Campaign', name: true, cut: true, cell: (row) => row.name, total: 'Total' },
    { id: 'leads', head: 'Leads', align: 'end', cell: (row) => count(row.leads), total: count(totals.leads) },
    {
      id: 'returned',
      head: 'Returned',
      align: 'end',
      cell: (row) => count(row.returned),
      total: count(totals.returned),
    },
    {
      id: 'average',
      head: 'Average price',
      align: 'end',
      cell: (row) => money(row.averagePrice, currency),
      total: money(totals.averagePrice, currency),
    },
    {
      id: 'spend',
      head: 'Spend',
      align: 'end',
      cell: (row) => money(row.spend, currency),
      total: money(totals.spend, currency),
    },
    { id: 'spark', head: '7 days', align: 'end', cell: (row) => <Sparkline values={row.spark} />, total: '' },
  ]
}

const NONE: Column<Row>[] = []

/** Where the money of the range went. */
export function CampaignSpend({ data }: { data: Figures | undefined }) {
  const navigate = useNavigate()
  const currency = data?.currency ?? 'USD'
  const href = (row: Row) => `/leads?campaign=${row.id}`
  return (
    <Section title="By campaign">
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
          detail: `${count(row.leads)} leads`,
          aside: `${money(row.averagePrice, currency)} each`,
        })}
        phoneTotal={{ title: 'Total', amount: money(data?.totals.spend, currency) }}
        instead={
          data?.campaigns.length === 0 ? (
            <Empty title="No leads in this range">Choose another one above.</Empty>
          ) : undefined
        }
      />
    </Section>
  )
}
