import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { listClients, readClient } from '../../../contract/api/clients.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { count, day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { FilterBar, SearchField } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page, Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Bones, Failed } from '../../ui/States.tsx'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { SupplierAccess } from '../team/SupplierAccess.tsx'
import { texts } from '../texts.ts'

type Row = Reply<typeof listClients>['items'][number]
type Details = Reply<typeof readClient>
const readAddress = (raw: Record<string, unknown>) => ({
  search: word(raw.search),
  cursor: word(raw.cursor),
  client: word(raw.client),
})

const customersOf = ({ customers }: Row) => (customers === 1 ? '1 customer' : `${count(customers)} customers`)

/** What a Client does here, in words. */
function does(row: Pick<Row, 'suppliers' | 'buyers'>): string {
  if (row.suppliers > 0 && row.buyers > 0) return 'Buys and supplies'
  if (row.buyers > 0) return 'Buys'
  return row.suppliers > 0 ? 'Supplies' : 'Neither yet'
}

function ClientBody({ data }: { data: Details }) {
  const account = useAccount()
  return (
    <div className="stack">
      <Section title="Campaigns">
        {data.campaigns.length === 0 && <p className="quiet">In none yet.</p>}
        {data.campaigns.map((campaign) => (
          <p key={campaign.id} className="line after">
            <Link to={`/${account.id}/campaigns/${campaign.id}`}>{campaign.name}</Link>
            <Status state={campaign.status} />
            <span className="quiet end">{does(campaign)}</span>
          </p>
        ))}
      </Section>
      <Section title="Customers">
        {data.customers.length === 0 && <p className="quiet">No customer of the portal sees its sales.</p>}
        {data.customers.map((customer) => (
          <p key={customer.id} className="line after">
            <Link to={`/${account.id}/customers/${customer.id}`}>{customer.company}</Link>
            <span className="quiet end">{customer.billed ? 'pays for its leads' : 'sees its leads'}</span>
          </p>
        ))}
      </Section>
      {account.can.includes('client.write') && <SupplierAccess client={data.id} />}
    </div>
  )
}

function ClientDrawer(props: { id: string; name: string | undefined; onClose: () => void; walk: Walk }) {
  const account = useAccount()
  const now = useNow()
  const asked = useQuery(ask(readClient, { params: { account: account.id, client: props.id } }))
  const data = String(asked.data?.id) === props.id ? asked.data : undefined
  return (
    <Drawer
      title={data?.name ?? props.name ?? 'Client'}
      lead={
        data ? (
          <p className="quiet">
            Client {data.id}, since {day(data.createdAt, account.zone, now)}
          </p>
        ) : (
          <Bones lines={1} />
        )
      }
      onClose={props.onClose}
      {...props.walk}
    >
      {data && <ClientBody data={data} />}
      {!data && asked.isError && <Failed title="This Client could not be read">{wordsOf(asked.error)}</Failed>}
    </Drawer>
  )
}

type Walk = { onPrevious: (() => void) | undefined; onNext: (() => void) | undefined }

/** The companies the account deals with. */
export function ClientsPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const { search, cursor, client } = state
  const asked = useQuery(ask(listClients, { params: { account: account.id }, query: { search, cursor } }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next, client: undefined }))
  const columns = useMemo(
    (): Column<Row>[] => [
      { id: 'name', head: 'Client', name: true, cut: true, cell: (row) => row.name },
      { id: 'does', head: 'Does', cell: does },
      {
        id: 'since',
        head: 'Since',
        cell: (row) => <span className="second">{day(row.createdAt, account.zone, now)}</span>,
      },
      { id: 'suppliers', head: 'Suppliers', align: 'end', cell: (row) => count(row.suppliers) },
      { id: 'buyers', head: 'Buyers', align: 'end', cell: (row) => count(row.buyers) },
      { id: 'customers', head: 'Customers', align: 'end', cell: (row) => count(row.customers) },
    ],
    [account.zone, now],
  )
  const items = asked.data?.items
  const at = items?.findIndex((row) => String(row.id) === client) ?? -1
  const beside = (by: number) => {
    const next = at < 0 ? undefined : items?.[at + by]
    return next && (() => set({ client: String(next.id) }, { replace: true }))
  }
  const onSearch = useCallback((text: string) => set({ search: text, cursor: undefined }), [set])
  const toolbar = (
    <FilterBar
      search={<SearchField label="Name" value={search ?? ''} onChange={onSearch} />}
      filters={[]}
      texts={texts.filters}
      onClear={() => set({ search: undefined })}
    />
  )
  return (
    <Page title="Clients" toolbar={toolbar} flush>
      <Table
        label="Clients"
        columns={columns}
        rows={items}
        id={(row) => String(row.id)}
        current={client}
        link={{
          href: (row) => href({ client: String(row.id) }),
          open: (row, how) => set({ client: String(row.id) }, how),
        }}
        phone={(row) => ({ title: row.name, detail: does(row), aside: customersOf(row) })}
        flush
        instead={listState(asked, {
          what: 'Clients',
          filtered: Boolean(search),
          onClear: () => set({ search: undefined, cursor: undefined }),
          empty: 'A Client is a company you buy from, sell to, or both.',
        })}
      />
      <Pager {...pager} />
      {client && (
        <ClientDrawer
          id={client}
          name={items?.[at]?.name}
          onClose={() => set({ client: undefined })}
          walk={{ onPrevious: beside(-1), onNext: beside(1) }}
        />
      )}
    </Page>
  )
}
