import { IconArrowBackUp, IconCreditCard, IconListDetails, IconMinus, IconPlus } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TransferKind } from '../../contract/api/ledger.ts'
import { transferWords } from '../../contract/transfer-words.ts'
import { money } from '../lib/format.ts'
import { When } from './Figure.tsx'
import type { Column } from './rows.ts'
import { Table } from './Table.tsx'

export type Entry = {
  seq: number
  kind: TransferKind
  amount: number
  balanceAfter: number
  currency: string
  bookedAt: string
  leadId: string | null
  note: string | null
  actorName?: string | null
}

const icons: Partial<Record<TransferKind, typeof IconPlus>> = {
  sale: IconListDetails,
  credit: IconPlus,
  debit: IconMinus,
  return: IconArrowBackUp,
}

/** What an entry is for: its lead, or the words it was booked with. */
function purpose(entry: Entry, leadLink: (id: string) => ReactNode): ReactNode {
  if (entry.leadId) return leadLink(entry.leadId)
  return [entry.note, entry.actorName && `by ${entry.actorName}`].filter(Boolean).join(' ') || '–'
}

function Kind({ entry }: { entry: Entry }) {
  const Icon = icons[entry.kind] ?? IconCreditCard
  return (
    <span className="line">
      <Icon size={15} stroke={1.9} aria-hidden />
      {transferWords[entry.kind].one}
    </span>
  )
}

const Amount = ({ entry }: { entry: Entry }) => (
  <span className={entry.amount > 0 ? 'credit' : undefined}>
    {money(entry.amount, entry.currency, { signed: true })}
  </span>
)

function columnsOf(zone: string, zoneText: string, leadLink: (id: string) => ReactNode): Column<Entry>[] {
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
    { id: 'for', head: 'For', cut: true, cell: (entry) => purpose(entry, leadLink) },
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
  leadLink: (id: string) => ReactNode
  instead?: ReactNode
  flush?: boolean
}) {
  return (
    <Table
      label="Transactions"
      columns={columnsOf(props.zone, props.zoneText, props.leadLink)}
      rows={props.entries}
      id={(entry) => String(entry.seq)}
      phone={(entry) => ({
        title: <Kind entry={entry} />,
        amount: <Amount entry={entry} />,
        detail: (
          <>
            <When at={entry.bookedAt} zone={props.zone} />
            <span>{purpose(entry, props.leadLink)}</span>
          </>
        ),
        aside: money(entry.balanceAfter, entry.currency),
      })}
      flush={props.flush ?? false}
      instead={props.instead}
    />
  )
}
