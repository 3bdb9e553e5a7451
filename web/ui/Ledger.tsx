import {
  IconArrowBackUp,
  IconCreditCard,
  IconListDetails,
  IconMinus,
  IconPlus,
  IconReceipt,
  IconRefresh,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TransferKind } from '../../contract/api/ledger.ts'
import { transferWords } from '../../contract/transfer-words.ts'
import { cardName } from '../lib/card.ts'
import { money } from '../lib/format.ts'
import { When } from './Figure.tsx'
import type { Column } from './rows.ts'
import { Table } from './Table.tsx'

type Charge = {
  id: string
  kind: 'deposit' | 'recharge' | 'operator'
  total: number
  fee: number
  card: { brand: string; last4: string } | null
}
export type Entry = {
  seq: number
  kind: TransferKind
  amount: number
  moved: number
  balanceAfter: number
  currency: string
  bookedAt: string
  leadId: string | null
  campaign: string | null
  charge: Charge | null
  note: string | null
  actorName?: string | null
}
/** Where what an entry belongs to can be seen; without one for charges, they are told and not linked. */
export type EntryLinks = { lead: (id: string) => ReactNode; charge?: (id: string, text: string) => ReactNode }

const icons: Partial<Record<TransferKind, typeof IconPlus>> = {
  sale: IconListDetails,
  credit: IconPlus,
  debit: IconMinus,
  return: IconArrowBackUp,
  fee: IconReceipt,
}
const DEPOSITS = { deposit: transferWords.deposit.one, recharge: 'Auto-recharge', operator: 'Card charged' }

/** "Lead", or for card money how it came. */
const kindOf = (entry: Entry): string =>
  entry.kind === 'deposit' && entry.charge ? DEPOSITS[entry.charge.kind] : transferWords[entry.kind].one

/** "charged $1,545.00, fee $45.00", on the entry that the balance felt. */
function chargeWords({ kind, currency, charge }: Entry): string | null {
  if (kind !== 'deposit' || !charge) return null
  const fee = charge.fee > 0 ? `, fee ${money(charge.fee, currency)}` : ''
  return `charged ${money(charge.total, currency)}${fee}`
}

function Belongs({ entry, links }: { entry: Entry; links: EntryLinks }) {
  if (entry.leadId) {
    const about = entry.kind === 'return' ? (entry.note ?? entry.campaign) : entry.campaign
    return (
      <>
        {links.lead(entry.leadId)} <span className="quiet">{about}</span>
      </>
    )
  }
  const words = [entry.note, entry.actorName && `by ${entry.actorName}`].filter(Boolean).join(' ')
  if (!entry.charge) return words || '–'
  const card = entry.charge.card ? cardName(entry.charge.card) : 'Card'
  return (
    <>
      {links.charge?.(entry.charge.id, card) ?? card}{' '}
      <span className="quiet">{[chargeWords(entry), words].filter(Boolean).join(', ')}</span>
    </>
  )
}

function Kind({ entry, about }: { entry: Entry; about?: string | null }) {
  const recharge = entry.kind === 'deposit' && entry.charge?.kind === 'recharge'
  const Icon = recharge ? IconRefresh : (icons[entry.kind] ?? IconCreditCard)
  return (
    <span className="line">
      <Icon size={15} stroke={1.9} aria-hidden />
      <span className="cut">
        {kindOf(entry)}
        {about && `, ${about}`}
      </span>
    </span>
  )
}

/** What the balance felt; what it did not feel, as a card's fee, is told quietly. */
function Amount({ entry }: { entry: Entry }) {
  if (entry.amount === 0) return <span className="quiet">{money(entry.moved, entry.currency)}</span>
  return (
    <span className={entry.amount > 0 ? 'credit' : undefined}>
      {money(entry.amount, entry.currency, { signed: true })}
    </span>
  )
}

function columnsOf(zone: string, zoneText: string, links: EntryLinks): Column<Entry>[] {
  return [
    {
      id: 'date',
      head: `Date (${zoneText})`,
      cell: (entry) => (
        <span className="second">
          <When at={entry.bookedAt} zone={zone} />
        </span>
      ),
    },
    { id: 'kind', head: 'What', cell: (entry) => <Kind entry={entry} /> },
    { id: 'for', head: 'For', cut: true, cell: (entry) => <Belongs entry={entry} links={links} /> },
    { id: 'amount', head: 'Amount', align: 'end', cell: (entry) => <Amount entry={entry} /> },
    {
      id: 'balance',
      head: 'Balance',
      align: 'end',
      cell: (entry) => <span className="second">{money(entry.balanceAfter, entry.currency)}</span>,
    },
  ]
}

/** Entries of a balance, newest first: every line with what it is for and the balance after it. */
export function Ledger(props: {
  entries: readonly Entry[] | undefined
  zone: string
  zoneText: string
  links: EntryLinks
  instead?: ReactNode
  flush?: boolean
}) {
  return (
    <Table
      label="Transactions"
      columns={columnsOf(props.zone, props.zoneText, props.links)}
      rows={props.entries}
      id={(entry) => String(entry.seq)}
      phone={(entry) => ({
        title: <Kind entry={entry} about={entry.kind === 'sale' ? entry.campaign : null} />,
        amount: <Amount entry={entry} />,
        detail: (
          <>
            <When at={entry.bookedAt} zone={props.zone} />
            <span className="cut">
              <Belongs entry={entry.kind === 'sale' ? { ...entry, campaign: null } : entry} links={props.links} />
            </span>
          </>
        ),
        aside: money(entry.balanceAfter, entry.currency),
      })}
      flush={props.flush ?? false}
      instead={props.instead}
    />
  )
}
