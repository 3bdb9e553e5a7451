import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { listClients } from '../../../contract/api/clients.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { count, money } from '../../lib/format.ts'
import { usePaging } from '../../lib/paging.ts'
import { oneOf, useUrlState, word } from '../../lib/url-state.ts'
import { FilterBar, SearchField } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { NameDialog } from './NameDialog.tsx'
import { rolesOf } from './roles.ts'

type Row = Reply<typeof listClients>['items'][number]
const ROLES = ['buys', 'supplies'] as const
const readAddress = (raw: Record<string, unknown>) => ({
  search: word(raw.search),
  role: oneOf(raw.role, ROLES),
  cursor: word(raw.cursor),
})

const customersOf = ({ customers }: Row) => (customers === 1 ? '1 customer' : `${count(customers)} customers`)
/** Who supplies nothing has no amount of it. */
const some = (amount: number | undefined, parts: number, write: (amount: number) => string) =>
  parts > 0 && amount !== undefined ? write(amount) : '–'

function columnsOf(currency: string): Column<Row>[] {
  const amount = (value: number) => money(value, currency)
  return [
    { id: 'name', head: 'Client', name: true, cut: true, cell: (row) => row.name },
    { id: 'does', head: 'Does', cell: rolesOf },
    { id: 'campaigns', head: 'Campaigns', align: 'end', cell: (row) => count(row.campaigns) },
    { id: 'customers', head: 'Customers', align: 'end', cell: (row) => count(row.customers) },
    {
      id: 'supplied',
      head: 'Supplied',
      align: 'end',
      cell: ({ supplied, suppliers }) => some(supplied?.accepted, suppliers, count),
    },
    {
      id: 'earned',
      head: 'Earned',
      align: 'end',
      cell: ({ supplied, suppliers }) => some(supplied?.earned, suppliers, amount),
    },
    { id: 'bought', head: 'Bought', align: 'end', cell: ({ bought, buyers }) => some(bought?.leads, buyers, count) },
    { id: 'paid', head: 'Paid', align: 'end', cell: ({ bought, buyers }) => some(bought?.paid, buyers, amount) },
  ]
}

/** The companies the account deals with. */
export function ClientsPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const { state, set } = useUrlState(readAddress)
  const [naming, setNaming] = useState(false)
  const { search, role, cursor } = state
  const query = { search, role, cursor, figures: 'last_28' as const }
  const asked = useQuery(ask(listClients, { params: { account: account.id }, query }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next }))
  const columns = useMemo(() => columnsOf(account.currency), [account.currency])
  const href = (row: { id: number }) => `/${account.id}/clients/${row.id}`
  const onSearch = useCallback((text: string) => set({ search: text, cursor: undefined }), [set])
  const onClear = () => set({ search: undefined, role: undefined, cursor: undefined })
  const mayWrite = account.can.includes('client.write')
  const add = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
      onClick={() => setNaming(true)}
    >
      New Client
    </Button>
  )
  return (
    <Page
      title="Clients"
      fact="figures of the last 28 days"
      actions={mayWrite ? add : undefined}
      toolbar={
        <FilterBar
          search={<SearchField label="Name" value={search ?? ''} onChange={onSearch} />}
          filters={[
            {
              key: 'role',
              label: 'Does',
              options: [
                { value: 'buys', label: 'Buys' },
                { value: 'supplies', label: 'Supplies' },
              ],
              value: role,
              onChange: (value) => set({ role: oneOf(value, ROLES), cursor: undefined }),
            },
          ]}
          texts={texts.filters}
          onClear={onClear}
        />
      }
      flush
    >
      <Table
        label="Clients"
        columns={columns}
        rows={asked.data?.items}
        id={(row) => String(row.id)}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.name,
          amount: some(row.bought?.paid ?? 0, row.buyers, (paid) => money(paid, account.currency)),
          detail: rolesOf(row),
          aside: customersOf(row),
        })}
        flush
        instead={listState(asked, {
          what: 'Clients',
          filtered: Boolean(search || role),
          onClear,
          empty: 'A Client is a company you buy from, sell to, or both.',
          ...(mayWrite && { action: add }),
        })}
      />
      <Pager {...pager} />
      {naming && (
        <NameDialog onClose={() => setNaming(false)} onDone={(client) => void navigate({ to: href(client) })} />
      )}
    </Page>
  )
}
