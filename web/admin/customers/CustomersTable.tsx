import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { listCustomers } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { count, money } from '../../lib/format.ts'
import { usePaging } from '../../lib/paging.ts'
import { listState } from '../../ui/ListState.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { StatusBadge } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { type Address, CLEAR, choiceOf, type SetAddress } from './address.ts'
import { Standing } from './Standing.tsx'
import { CARDS, MODES, RECHARGES } from './words.ts'

type Row = Reply<typeof listCustomers>['items'][number]

function Card({ row }: { row: Row }) {
  if (row.card === 'failing') return <StatusBadge state="failed" word="Failing" />
  if (row.card === 'expired') return <StatusBadge state="pending" word="Expired" />
  return <span className={row.card === 'none' ? 'quiet' : undefined}>{CARDS[row.card]}</span>
}

function Recharge({ row }: { row: Row }) {
  if (row.recharge === 'stopped') return <StatusBadge state="pending" word="Stopped" />
  return <span className={row.recharge === 'off' ? 'quiet' : undefined}>{RECHARGES[row.recharge]}</span>
}

/** Real-Time that was chosen takes effect with a card. */
const modeWord = ({ billingMode, wantsRealTime }: Row) =>
  wantsRealTime ? `${MODES[billingMode]}, then Real-Time` : MODES[billingMode]

type By = 'company' | 'name' | 'balance'

function columnsOf({ sort = 'company' }: Address, set: SetAddress): Column<Row>[] {
  const order = (by: By): Column<Row>['sort'] => ({
    now: sort === by ? 'asc' : sort === `-${by}` ? 'desc' : undefined,
    onSort: () => set({ sort: sort === by ? `-${by}` : by, cursor: undefined }),
  })
  return [
    { id: 'company', head: 'Company', name: true, cut: true, sort: order('company'), cell: (row) => row.company },
    { id: 'owner', head: 'Name', cut: true, sort: order('name'), cell: (row) => row.owner?.name || '–' },
    {
      id: 'email',
      head: 'E-mail',
      cut: true,
      cell: (row) => <span className="second">{row.owner?.email ?? row.billingEmail}</span>,
    },
    { id: 'status', head: 'Status', cell: (row) => <Standing standing={row.standing} low={row.low} /> },
    { id: 'card', head: 'Card', cell: (row) => <Card row={row} /> },
    { id: 'recharge', head: 'Auto-reload', cell: (row) => <Recharge row={row} /> },
    { id: 'mode', head: 'Billing', cell: modeWord },
    { id: 'mappings', head: 'Mappings', align: 'end', cell: (row) => count(row.mappings) },
    {
      id: 'balance',
      head: 'Balance',
      align: 'end',
      sort: order('balance'),
      cell: (row) => money(row.balance, row.currency),
    },
  ]
}

/** Everybody who buys through the portal, with what is left on their balance. */
export function CustomersTable({ state, set }: { state: Address; set: SetAddress }) {
  const account = useAccount()
  const navigate = useNavigate()
  const { cursor, search, status, mode, card, mapping } = state
  const query = { ...choiceOf(state), cursor }
  const asked = useQuery(ask(listCustomers, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next }))
  const href = (row: Row) => `/${account.id}/customers/${row.id}`
  const columns = useMemo(() => columnsOf(state, set), [state, set])
  return (
    <>
      <Table
        label="Customers"
        columns={columns}
        rows={asked.data?.items}
        id={(row) => String(row.id)}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.company,
          amount: money(row.balance, row.currency),
          detail: (
            <>
              <Standing standing={row.standing} low={row.low} />
              <span>{row.owner?.name || row.billingEmail}</span>
            </>
          ),
          aside: modeWord(row),
        })}
        instead={listState(asked, {
          what: 'customers',
          filtered: Boolean(search || status || mode || card || mapping),
          onClear: () => set(CLEAR),
          empty: 'A customer buys leads through your portal and sees only its own.',
        })}
      />
      <Pager {...pager} />
    </>
  )
}
