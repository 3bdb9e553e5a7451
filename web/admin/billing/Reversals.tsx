import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { customerReversals, type Reversal } from '../../../contract/api/recharge.ts'
import { ask } from '../../lib/ask.ts'
import { money, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { When } from '../../ui/Figure.tsx'
import { Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { reversalState } from './words.ts'

const PAGE = 10

/** Who bears it. */
function shares({ wallet, fee, loss, currency }: Reversal): string {
  const parts = [
    wallet > 0 && `balance ${money(wallet, currency)}`,
    fee > 0 && `fee ${money(fee, currency)}`,
    loss > 0 && `you ${money(loss, currency)}`,
  ]
  return parts.filter(Boolean).join(', ') || '–'
}

const why = ({ failure, reason }: Reversal): string => failure ?? reason ?? '–'

const columnsOf = (zone: string, zoneText: string): Column<Reversal>[] => [
  { id: 'date', head: `Date (${zoneText})`, cell: (one) => <When at={one.createdAt} zone={zone} /> },
  { id: 'what', head: 'What', cell: (one) => (one.kind === 'dispute' ? 'Dispute' : 'Refund') },
  { id: 'state', head: 'State', cell: (one) => <Status {...reversalState(one)} /> },
  { id: 'why', head: 'Why', cut: true, cell: (one) => <span className="second">{why(one)}</span> },
  { id: 'shares', head: 'Borne by', cell: (one) => <span className="second">{shares(one)}</span> },
  { id: 'amount', head: 'Amount', align: 'end', cell: (one) => money(one.amount, one.currency) },
]

/** What was taken back of the card payments, and who bears it. Absent where there is none. */
export function Reversals({ customer }: { customer: number }) {
  const account = useAccount()
  const now = useNow()
  const [cursor, setCursor] = useState<string>()
  const params = { account: account.id, customer }
  const asked = useQuery(ask(customerReversals, { params, query: { cursor, limit: PAGE } }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, setCursor)
  if (!asked.data || asked.data.items.length === 0) return null
  return (
    <Section title="Refunds and disputes">
      <Table
        label="Refunds and disputes"
        columns={columnsOf(account.zone, zoneName(account.zone, now))}
        rows={asked.data.items}
        id={(one) => one.id}
        phone={(one) => ({
          title: one.kind === 'dispute' ? 'Dispute' : 'Refund',
          amount: money(one.amount, one.currency),
          detail: (
            <>
              <Status {...reversalState(one)} />
              <span>{shares(one)}</span>
            </>
          ),
          aside: <When at={one.createdAt} zone={account.zone} />,
        })}
      />
      <Pager {...pager} />
    </Section>
  )
}
