import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { topFigures } from '../../../contract/api/figures.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { count, money, percent } from '../../lib/format.ts'
import { inAddress } from '../../lib/url-state.ts'
import { Section } from '../../ui/Page.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { Accepted } from '../campaigns/CampaignFigures.tsx'

type Top = Reply<typeof topFigures>
type Supplier = Top['suppliers'][number]
type Buyer = Top['buyers'][number]

function supplierColumns(currency: string): Column<Supplier>[] {
  return [
    { id: 'name', head: 'Supplier', name: true, cut: true, cell: (row) => row.name },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (row) => <span className="second">{row.campaign.name}</span> },
    { id: 'leads', head: 'Leads in', align: 'end', cell: (row) => count(row.leads) },
    {
      id: 'accepted',
      head: 'Accepted',
      align: 'end',
      cell: (row) => <Accepted accepted={row.accepted} leads={row.leads} />,
    },
    { id: 'cost', head: 'Cost', align: 'end', cell: (row) => money(row.cost, currency) },
    { id: 'profit', head: 'Profit', align: 'end', cell: (row) => money(row.profit, currency) },
  ]
}

function buyerColumns(currency: string): Column<Buyer>[] {
  return [
    { id: 'name', head: 'Buyer', name: true, cut: true, cell: (row) => row.name },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (row) => <span className="second">{row.campaign.name}</span> },
    { id: 'leads', head: 'Bought', align: 'end', cell: (row) => count(row.leads) },
    { id: 'returned', head: 'Returned', align: 'end', cell: (row) => percent(row.returned, row.leads, 0) },
    { id: 'average', head: 'Average', align: 'end', cell: (row) => money(row.averagePrice, currency) },
    { id: 'spend', head: 'Paid', align: 'end', cell: (row) => money(row.netSpend, currency) },
  ]
}

function ReportLink({ by, range }: { by: 'supplier' | 'buyer'; range: string }) {
  const account = useAccount()
  return (
    <Link className="small" to={`/${account.id}/reports`} search={inAddress({ by, range })}>
      Report
    </Link>
  )
}

/** Who supplied and who bought most over the page's range. */
export function TopLists({ range }: { range: string }) {
  const account = useAccount()
  const navigate = useNavigate()
  const { data } = useQuery(ask(topFigures, { params: { account: account.id }, query: { range } }, { live: true }))
  if (!data || data.suppliers.length + data.buyers.length === 0) return null
  const { currency } = data
  const href = (row: Supplier | Buyer, tab: string) => `/${account.id}/campaigns/${row.campaign.id}?tab=${tab}`
  const linkTo = (tab: string) => ({
    href: (row: Supplier | Buyer) => href(row, tab),
    open: (row: Supplier | Buyer) => void navigate({ to: href(row, tab) }),
  })
  return (
    <>
      <Section title="Top suppliers" aside={<ReportLink by="supplier" range={range} />}>
        <Table
          label="Top suppliers"
          columns={supplierColumns(currency)}
          rows={data.suppliers}
          id={(row) => String(row.id)}
          link={linkTo('suppliers')}
          phone={(row) => ({
            title: row.name,
            amount: money(row.profit, currency),
            detail: `${count(row.accepted)} of ${count(row.leads)} accepted`,
            aside: row.campaign.name,
          })}
        />
      </Section>
      <Section title="Top buyers" aside={<ReportLink by="buyer" range={range} />}>
        <Table
          label="Top buyers"
          columns={buyerColumns(currency)}
          rows={data.buyers}
          id={(row) => String(row.id)}
          link={linkTo('buyers')}
          phone={(row) => ({
            title: row.name,
            amount: money(row.netSpend, currency),
            detail: `${count(row.leads)} bought`,
            aside: row.campaign.name,
          })}
        />
      </Section>
    </>
  )
}
