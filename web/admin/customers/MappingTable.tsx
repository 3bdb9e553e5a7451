import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { listMappings } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { oneOf } from '../../lib/url-state.ts'
import { FilterBar, SearchField } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { StatusBadge } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { type Address, CLEAR, type SetAddress } from './address.ts'
import css from './customers.module.css'

type Row = Reply<typeof listMappings>['items'][number]

const payer = ({ billed, billedTo }: Row) => (billed ? 'This customer' : (billedTo?.company ?? 'Nobody'))

function Filters({ state, set }: { state: Address; set: SetAddress }) {
  return (
    <FilterBar
      search={
        <SearchField
          label="Client, customer"
          value={state.search ?? ''}
          onChange={useCallback((search: string) => set({ search, cursor: undefined }), [set])}
        />
      }
      filters={[
        {
          key: 'billed',
          label: 'Pays',
          value: state.billed,
          options: [
            { value: 'yes', label: 'Yes' },
            { value: 'no', label: 'No' },
          ],
          onChange: (value) => set({ billed: oneOf(value, ['yes', 'no']), cursor: undefined }),
        },
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}

/** All customers and the Clients whose sales they see, with who pays for them. */
export function MappingTable({ state, set }: { state: Address; set: SetAddress }) {
  const account = useAccount()
  const navigate = useNavigate()
  const now = useNow()
  const { search, billed, cursor } = state
  const query = { search, billed, cursor }
  const asked = useQuery(ask(listMappings, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next }))
  const href = ({ customer }: Row) => `/${account.id}/customers/${customer.id}`
  const columns = useMemo((): Column<Row>[] => {
    const sees = (row: Row) => (row.visibleFrom ? `from ${day(row.visibleFrom, account.zone, now)}` : 'all sales')
    return [
      { id: 'client', head: 'Client', name: true, cut: true, cell: ({ client }) => client.name },
      {
        id: 'customer',
        head: 'Customer',
        cut: true,
        cell: ({ customer }) => (
          <span className="line">
            {customer.company}
            {customer.status === 'closed' && <StatusBadge state="archived" word="Closed" />}
          </span>
        ),
      },
      { id: 'sees', head: 'Sees', cell: sees },
      { id: 'pays', head: 'Paid by', cut: true, cell: payer },
    ]
  }, [account.zone, now])
  return (
    <>
      <div className={css.before}>
        <Filters state={state} set={set} />
      </div>
      <Table
        label="Mapping"
        columns={columns}
        rows={asked.data?.items}
        id={({ client, customer }) => `${client.id} ${customer.id}`}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.client.name,
          detail: row.customer.company,
          aside: row.billed ? 'Pays' : `Paid by ${row.billedTo?.company ?? 'nobody'}`,
        })}
        instead={listState(asked, {
          what: 'mappings',
          filtered: Boolean(search || billed),
          onClear: () => set(CLEAR),
          empty: 'A customer sees and pays for the sales of the Clients it is mapped to.',
        })}
      />
      <Pager {...pager} />
    </>
  )
}
