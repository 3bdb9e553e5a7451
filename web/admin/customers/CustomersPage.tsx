import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { billingModes, customerSorts, customerStatuses, listCustomers } from '../../../contract/api/customers.ts'
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
import { Status, StatusBadge } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { MODES, SORTS } from './words.ts'

type Row = Reply<typeof listCustomers>['items'][number]

const readAddress = (raw: Record<string, unknown>) => ({
  search: word(raw.search),
  status: oneOf(raw.status, customerStatuses),
  mode: oneOf(raw.mode, billingModes),
  sort: oneOf(raw.sort, customerSorts),
  cursor: word(raw.cursor),
})
type Address = ReturnType<typeof readAddress>

function State({ row }: { row: Row }) {
  if (row.status === 'closed') return <StatusBadge state="archived" word="Closed" />
  return row.low ? <StatusBadge state="paused" word="Paused: balance" /> : <Status state="active" />
}

const COLUMNS: Column<Row>[] = [
  { id: 'company', head: 'Company', name: true, cut: true, cell: (row) => row.company },
  { id: 'owner', head: 'Name', cut: true, cell: (row) => row.owner?.name ?? '–' },
  {
    id: 'email',
    head: 'E-mail',
    cut: true,
    cell: (row) => <span className="second">{row.owner?.email ?? row.billingEmail}</span>,
  },
  { id: 'status', head: 'Status', cell: (row) => <State row={row} /> },
  { id: 'mode', head: 'Billing', cell: (row) => MODES[row.billingMode] },
  { id: 'mappings', head: 'Mappings', align: 'end', cell: (row) => count(row.mappings) },
  { id: 'balance', head: 'Balance', align: 'end', cell: (row) => money(row.balance, row.currency) },
]

function Filters({ state, set }: { state: Address; set: (change: Partial<Address>) => void }) {
  return (
    <FilterBar
      search={
        <SearchField
          label="Company, name, e-mail"
          value={state.search ?? ''}
          onChange={useCallback((search: string) => set({ search, cursor: undefined }), [set])}
        />
      }
      filters={[
        {
          key: 'status',
          label: 'Status',
          value: state.status,
          options: [
            { value: 'active', label: 'Active' },
            { value: 'closed', label: 'Closed' },
          ],
          onChange: (value) => set({ status: oneOf(value, customerStatuses), cursor: undefined }),
        },
        {
          key: 'mode',
          label: 'Billing',
          value: state.mode,
          options: billingModes.map((mode) => ({ value: mode, label: MODES[mode] })),
          onChange: (value) => set({ mode: oneOf(value, billingModes), cursor: undefined }),
        },
        {
          key: 'sort',
          label: 'Sorted by',
          value: state.sort,
          options: customerSorts.map((sort) => ({ value: sort, label: SORTS[sort] })),
          onChange: (value) => set({ sort: oneOf(value, customerSorts), cursor: undefined }),
        },
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}

const CLEAR: Address = { search: undefined, status: undefined, mode: undefined, sort: undefined, cursor: undefined }

/** Everybody who buys through the portal, with what is left on their balance. */
export function CustomersPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const { state, set } = useUrlState(readAddress)
  const { search, status, mode, sort, cursor } = state
  const query = { search, status, billingMode: mode, sort, cursor }
  const asked = useQuery(ask(listCustomers, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next }))
  const href = (row: Row) => `/${account.id}/customers/${row.id}`
  return (
    <Page title="Customers" toolbar={<Filters state={state} set={set} />} flush>
      <Table
        label="Customers"
        columns={COLUMNS}
        rows={asked.data?.items}
        id={(row) => String(row.id)}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.company,
          amount: money(row.balance, row.currency),
          detail: (
            <>
              <State row={row} />
              <span>{row.owner?.name ?? row.billingEmail}</span>
            </>
          ),
          aside: MODES[row.billingMode],
        })}
        flush
        instead={listState(asked, {
          what: 'customers',
          filtered: Boolean(search || status || mode),
          onClear: () => set(CLEAR),
          empty: 'A customer buys leads through your portal and sees only its own.',
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
