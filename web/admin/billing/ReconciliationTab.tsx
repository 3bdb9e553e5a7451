import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { z } from 'zod'
import {
  type ReconciliationLine,
  readReconciliation,
  reconciliationStates,
} from '../../../contract/api/reconciliation.ts'
import { ask } from '../../lib/ask.ts'
import { count, money, when, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { oneOf, useUrlState, word } from '../../lib/url-state.ts'
import { When } from '../../ui/Figure.tsx'
import { FilterBar } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Note } from '../../ui/Note.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { CHARGE_KINDS, MATCHES } from './words.ts'

type Line = z.output<typeof ReconciliationLine>

const read = (raw: Record<string, unknown>) => ({
  state: oneOf(raw.state, reconciliationStates),
  cursor: word(raw.cursor),
})

function Found({ line }: { line: Line }) {
  const account = useAccount()
  if (line.state === 'differs') return <span className="second">{line.difference}</span>
  if (!line.charge) return <span className="quiet">Made elsewhere in your Stripe account</span>
  const { kind, customer } = line.charge
  return (
    <>
      {CHARGE_KINDS[kind]} of <Link to={`/${account.id}/customers/${customer.id}`}>{customer.company}</Link>
    </>
  )
}

const columnsOf = (zone: string, zoneText: string): Column<Line>[] => [
  { id: 'paid', head: `Paid (${zoneText})`, cell: (line) => <When at={line.paidAt} zone={zone} /> },
  { id: 'state', head: 'State', cell: (line) => <Status {...MATCHES[line.state]} /> },
  { id: 'with', head: 'With', cell: (line) => <Found line={line} /> },
  {
    id: 'payment',
    head: 'Payment at Stripe',
    cut: true,
    cell: (line) => <span className="mono second">{line.paymentIntentId}</span>,
  },
  {
    id: 'stripe-fee',
    head: 'Stripe kept',
    align: 'end',
    cell: (line) => <span className="second">{money(line.stripeFee, line.currency)}</span>,
  },
  {
    id: 'refunded',
    head: 'Taken back',
    align: 'end',
    cell: (line) => (
      <span className="second">
        {line.disputed ? 'Disputed' : line.refunded === 0 ? '–' : money(line.refunded, line.currency)}
      </span>
    ),
  },
  { id: 'amount', head: 'Amount', align: 'end', cell: (line) => money(line.amount, line.currency) },
]

/** Each payment at Stripe, and what the ledger says of it. */
export function ReconciliationTab() {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const query = { state: state.state, cursor: state.cursor, limit: 25 }
  const asked = useQuery(ask(readReconciliation, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const { data } = asked
  const clear = () => set({ state: undefined, cursor: undefined })
  return (
    <div className="stack">
      {data && data.differences > 0 && (
        <Note
          tone="warn"
          strong={data.differences === 1 ? 'One payment differs.' : `${count(data.differences)} payments differ.`}
        >
          What Stripe has and what the ledger says are not the same. Nothing is changed by itself.
        </Note>
      )}
      <FilterBar
        search={
          <span className="quiet num">
            {data &&
              (data.readAt
                ? `Stripe read through ${when(data.readAt, account.zone, now)}`
                : 'Stripe was not read through yet')}
          </span>
        }
        filters={[
          {
            key: 'state',
            label: 'State',
            value: state.state,
            options: reconciliationStates.map((value) => ({ value, label: MATCHES[value].word })),
            onChange: (value) => set({ state: oneOf(value, reconciliationStates), cursor: undefined }),
          },
        ]}
        texts={texts.filters}
        onClear={clear}
      />
      <Table
        label="Payments at Stripe"
        columns={columnsOf(account.zone, zoneName(account.zone, now))}
        rows={data?.items}
        id={(line) => line.paymentIntentId}
        phone={(line) => ({
          title: <Found line={line} />,
          amount: money(line.amount, line.currency),
          detail: <When at={line.paidAt} zone={account.zone} />,
          aside: <Status {...MATCHES[line.state]} />,
        })}
        instead={listState(asked, {
          what: 'payments',
          filtered: Boolean(state.state),
          onClear: clear,
          empty: 'Every payment at Stripe is compared with the ledger and stands here with what it was matched to.',
        })}
      />
      <Pager {...pager} />
    </div>
  )
}
