import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type OwnCharge, portalCharges, readDeposit } from '../../../contract/api/billing.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { cardName } from '../../lib/card.ts'
import { basisPoints, instant, money, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { MoneyFigure, When } from '../../ui/Figure.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Facts, Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Bones, Failed } from '../../ui/States.tsx'
import { type State, Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useMe } from '../me.ts'
import { GoOnButton } from './Outcome.tsx'

const KINDS = { deposit: 'Deposit', recharge: 'Auto-recharge', operator: 'Charge' } as const
const STATES: Record<OwnCharge['state'], { state: State; word: string }> = {
  succeeded: { state: 'accepted', word: 'Paid' },
  sent: { state: 'pending', word: 'Being confirmed' },
  open: { state: 'pending', word: 'Not finished' },
  declined: { state: 'failed', word: 'Declined' },
  expired: { state: 'cancelled', word: 'Expired' },
  cancelled: { state: 'cancelled', word: 'Cancelled' },
}

/** Of one that was paid: whether it was taken back since, by a refund or a dispute. */
function Standing({ charge }: { charge: OwnCharge }) {
  const { state, reversed, total } = charge
  if (state !== 'succeeded' || reversed === 0) return <Status {...STATES[state]} />
  return <Status state="returned" word={reversed >= total ? 'Taken back' : 'Partly taken back'} />
}
const cardOf = ({ card }: OwnCharge) => (card ? cardName(card) : '–')

function columnsOf(zone: string, zoneText: string): Column<OwnCharge>[] {
  return [
    { id: 'at', head: `Date (${zoneText})`, name: true, cell: (one) => <When at={one.createdAt} zone={zone} /> },
    { id: 'kind', head: 'What', cell: (one) => KINDS[one.kind] },
    { id: 'card', head: 'Card', cell: cardOf },
    { id: 'state', head: 'Status', cell: (one) => <Standing charge={one} /> },
    { id: 'amount', head: 'To the balance', align: 'end', cell: (one) => money(one.amount, one.currency) },
    { id: 'fee', head: 'Fee', align: 'end', cell: (one) => money(one.fee, one.currency) },
    { id: 'total', head: 'Charged', align: 'end', cell: (one) => money(one.total, one.currency) },
  ]
}

function rowsOf(charge: OwnCharge, zone: string): (readonly [string, string])[] {
  const { currency, feeBp, reversed, declined, reason, decidedAt } = charge
  return [
    ['To the balance', money(charge.amount, currency)],
    [`Card fee, ${basisPoints(feeBp)}`, money(charge.fee, currency)],
    ['Charged to', cardOf(charge)],
    ...(reversed > 0 ? ([['Taken back of it', money(reversed, currency)]] as const) : []),
    ...(declined ? ([['Declined because', declined.message]] as const) : []),
    ...(reason ? ([['Reason', reason]] as const) : []),
    ['Begun', instant(charge.createdAt, zone)],
    ...(decidedAt ? ([['Decided', instant(decidedAt, zone)]] as const) : []),
  ]
}

function Payment({ id, zone, onClose }: { id: string; zone: string; onClose: () => void }) {
  const asked = useQuery(ask(readDeposit, { params: { charge: id } }, { live: true }))
  const charge = asked.data?.id === id ? asked.data : undefined
  const pays = useMe().can.includes('portal.pay')
  return (
    <Drawer
      title={charge ? KINDS[charge.kind] : 'Payment'}
      lead={
        charge ? (
          <div className="line wrap">
            <MoneyFigure amount={charge.total} currency={charge.currency} />
            <Standing charge={charge} />
          </div>
        ) : (
          <Bones lines={1} />
        )
      }
      actions={charge?.state === 'open' && pays && <GoOnButton charge={charge} />}
      onClose={onClose}
    >
      {charge && <Facts rows={rowsOf(charge, zone)} />}
      {!charge && asked.isPending && <Bones lines={6} />}
      {!charge && asked.isError && (
        <Failed title="This payment could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Drawer>
  )
}

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor), payment: word(raw.payment) })

/** Every time a card was to be charged, and what became of it: those too that never reached the balance. */
export function PaymentsPage() {
  const me = useMe()
  const zoneText = zoneName(me.zone, useNow())
  const { state, set, href } = useUrlState(readAddress)
  const asked = useQuery(ask(portalCharges, { query: { cursor: state.cursor } }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor, payment: undefined }))
  const columns = useMemo(() => columnsOf(me.zone, zoneText), [me.zone, zoneText])
  return (
    <Page title="Card payments" back={{ to: '/billing', label: 'Billing' }} flush>
      <Table
        label="Card payments"
        columns={columns}
        rows={asked.data?.items}
        id={(charge) => charge.id}
        current={state.payment}
        link={{
          href: (charge) => href({ payment: charge.id }),
          open: (charge, how) => set({ payment: charge.id }, how),
        }}
        phone={(charge) => ({
          title: [KINDS[charge.kind], charge.card && cardName(charge.card)].filter(Boolean).join(', '),
          amount: money(charge.total, charge.currency),
          detail: <Standing charge={charge} />,
          aside: <When at={charge.createdAt} zone={me.zone} />,
        })}
        flush
        instead={listState(asked, {
          what: 'card payments',
          filtered: false,
          onClear: () => undefined,
          empty: 'Deposits and recharges by card appear here, with what became of each.',
        })}
      />
      <Pager {...pager} />
      {state.payment && <Payment id={state.payment} zone={me.zone} onClose={() => set({ payment: undefined })} />}
    </Page>
  )
}
