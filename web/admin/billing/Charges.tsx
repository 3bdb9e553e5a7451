import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type Charge, customerCharges } from '../../../contract/api/billing.ts'
import { ask } from '../../lib/ask.ts'
import { cardName } from '../../lib/card.ts'
import { money, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { When } from '../../ui/Figure.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { RefundDialog } from './RefundDialog.tsx'
import { CHARGE_KINDS, CHARGE_STATES, refundable } from './words.ts'

const PAGE = 10

function What({ charge }: { charge: Charge }) {
  const why = charge.declined?.message ?? charge.reason
  return (
    <>
      {CHARGE_KINDS[charge.kind]}
      {why && <span className="share">{why}</span>}
    </>
  )
}

function Taken({ charge }: { charge: Charge }) {
  if (charge.reversed === 0) return '–'
  return <span className="second">{money(charge.reversed, charge.currency)}</span>
}

const columnsOf = (zone: string, zoneText: string, refund: (charge: Charge) => ReactNode): Column<Charge>[] => [
  { id: 'date', head: `Date (${zoneText})`, cell: (charge) => <When at={charge.createdAt} zone={zone} /> },
  { id: 'what', head: 'What', cut: true, cell: (charge) => <What charge={charge} /> },
  { id: 'state', head: 'State', cell: (charge) => <Status {...CHARGE_STATES[charge.state]} /> },
  { id: 'card', head: 'Card', cell: (charge) => (charge.card ? cardName(charge.card) : '–') },
  { id: 'fee', head: 'Fee', align: 'end', cell: (charge) => money(charge.fee, charge.currency) },
  { id: 'total', head: 'Charged', align: 'end', cell: (charge) => money(charge.total, charge.currency) },
  { id: 'taken', head: 'Taken back', align: 'end', cell: (charge) => <Taken charge={charge} /> },
  { id: 'refund', head: '', align: 'end', cell: refund },
]

/** Every charge of the customer's card, and the way to give one back. */
export function Charges({ customer }: { customer: number }) {
  const account = useAccount()
  const now = useNow()
  const [cursor, setCursor] = useState<string>()
  const [refunding, setRefunding] = useState<Charge | null>(null)
  const params = { account: account.id, customer }
  const asked = useQuery(ask(customerCharges, { params, query: { cursor, limit: PAGE } }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, setCursor)
  const mayRefund = account.can.includes('wallet.charge')
  const refund = (charge: Charge) =>
    mayRefund && refundable(charge) > 0 ? (
      <Button size="xs" onClick={() => setRefunding(charge)}>
        Refund
      </Button>
    ) : null
  return (
    <Section title="Card payments">
      <Table
        label="Card payments"
        columns={columnsOf(account.zone, zoneName(account.zone, now), refund)}
        rows={asked.data?.items}
        id={(charge) => charge.id}
        phone={(charge) => ({
          title: <What charge={charge} />,
          amount: money(charge.total, charge.currency),
          detail: (
            <>
              <Status {...CHARGE_STATES[charge.state]} />
              <When at={charge.createdAt} zone={account.zone} />
            </>
          ),
          aside: refund(charge),
        })}
        skeleton={3}
        instead={listState(asked, {
          what: 'card payments',
          filtered: false,
          onClear: () => undefined,
          empty: 'Deposits, auto-recharges and what you charge by hand stand here.',
        })}
      />
      <Pager {...pager} />
      {refunding && (
        <RefundDialog key={refunding.id} customer={customer} charge={refunding} onClose={() => setRefunding(null)} />
      )}
    </Section>
  )
}
