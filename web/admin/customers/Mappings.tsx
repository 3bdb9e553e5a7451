import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { inAddress } from '../../lib/url-state.ts'
import { Section } from '../../ui/Page.tsx'
import type { Column } from '../../ui/rows.ts'
import { Empty } from '../../ui/States.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { EditMappings } from './EditMappings.tsx'

type Customer = Reply<typeof readCustomer>
type Mapping = Customer['mappings'][number]

function payer({ billed, billedTo }: Mapping): string {
  if (billed) return 'This customer'
  return billedTo ? billedTo.company : 'Nobody'
}

/** Whose sales the customer sees, and who pays for them. */
export function Mappings({ customer }: { customer: Customer }) {
  const account = useAccount()
  const now = useNow()
  const [editing, setEditing] = useState(false)
  const seen = (mapping: Mapping) =>
    mapping.visibleFrom ? `from ${day(mapping.visibleFrom, account.zone, now)}` : 'all sales'
  const columns: Column<Mapping>[] = [
    {
      id: 'client',
      head: 'Client',
      name: true,
      cell: ({ client }) => (
        <Link className="plain" to={`/${account.id}/clients`} search={inAddress({ search: client.name })}>
          {client.name}
        </Link>
      ),
    },
    { id: 'sees', head: 'Sees', cell: seen },
    { id: 'pays', head: 'Paid by', cell: payer },
  ]
  return (
    <Section
      title="Mappings"
      aside={
        account.can.includes('customer.write') && (
          <Button size="xs" onClick={() => setEditing(true)}>
            Edit mappings
          </Button>
        )
      }
    >
      <Table
        label="Mappings"
        columns={columns}
        rows={customer.mappings}
        id={({ client }) => String(client.id)}
        phone={(mapping) => ({ title: mapping.client.name, amount: payer(mapping), detail: seen(mapping) })}
        instead={
          customer.mappings.length === 0 ? (
            <Empty title="Not mapped to a Client">It sees no sales and buys nothing until it is.</Empty>
          ) : undefined
        }
      />
      {editing && <EditMappings customer={customer} onClose={() => setEditing(false)} />}
    </Section>
  )
}
