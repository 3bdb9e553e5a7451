import { useNavigate } from '@tanstack/react-router'
import type { readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { Section } from '../../ui/Page.tsx'
import type { Column } from '../../ui/rows.ts'
import { Empty } from '../../ui/States.tsx'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'

type Customer = Reply<typeof readCustomer>
type Buying = Customer['campaigns'][number]

/** What stops first is said: the campaign, else the buyer in it. */
function State({ row: { campaign, paused } }: { row: Buying }) {
  if (campaign.status !== 'active') return <Status state={campaign.status} />
  return paused ? <Status state="paused" word="Buyer paused" /> : <Status state="active" />
}

const pays = ({ billed }: Buying) => (billed ? 'Paid by this customer' : 'Seen only')
const COLUMNS: Column<Buying>[] = [
  { id: 'campaign', head: 'Campaign', name: true, cut: true, cell: ({ campaign }) => campaign.name },
  { id: 'buyer', head: 'Buyer', cut: true, cell: ({ buyer }) => buyer.name },
  { id: 'client', head: 'Client', cut: true, cell: ({ client }) => <span className="second">{client}</span> },
  { id: 'state', head: 'Status', cell: (row) => <State row={row} /> },
  { id: 'pays', head: 'Leads', cell: pays },
]

/** Where the customer's Clients buy. */
export function Campaigns({ customer }: { customer: Customer }) {
  const account = useAccount()
  const navigate = useNavigate()
  const href = ({ campaign }: Buying) => `/${account.id}/campaigns/${campaign.id}?tab=buyers`
  return (
    <Section title="Campaigns">
      <Table
        label="Campaigns"
        columns={COLUMNS}
        rows={customer.campaigns}
        id={({ buyer }) => String(buyer.id)}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.campaign.name,
          detail: (
            <>
              <State row={row} />
              <span>{row.buyer.name}</span>
            </>
          ),
          aside: pays(row),
        })}
        instead={
          customer.campaigns.length === 0 ? (
            <Empty title="Buys in no campaign yet">Add one of its Clients to a campaign as a buyer.</Empty>
          ) : undefined
        }
      />
    </Section>
  )
}
