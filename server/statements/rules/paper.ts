/** A statement as a paper. Amounts are whole minor units until they are words, so it foots to the cent. */
import { moneyInWords } from '../../../contract/words.ts'
import type { Paper } from '../../platform/pdf.ts'
import type { Line, Sums } from './lines.ts'
import { daysOfMonth, monthInWords } from './months.ts'

export interface Party {
  name: string
  address: string
  taxId: string
}

export interface Stated {
  number: string
  month: string
  zone: string
  currency: string
  issuedAt: Date
  sender: Party
  receiver: Party
  opening: number
  closing: number
  sums: Sums
  lines: readonly Line[]
  /** Leads and returns of a day were put together. */
  folded: boolean
}

const NOT_AN_INVOICE = 'This is a statement of account, not a tax invoice.'

const longDay = (day: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
/** "Nov 3" */
const shortDay = (day: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

const linesOf = ({ name, address, taxId }: Party): string[] => [
  name,
  ...address.split('\n').filter((line) => line.trim() !== ''),
  ...(taxId === '' ? [] : [`Tax id ${taxId}`]),
]

type Money = (amount: number) => string

/** From opening to closing by kind, then what moved beside the balance. */
function sumBlocks({ opening, closing, sums }: Stated, money: Money): Paper['blocks'] {
  const pair = ([what, amount]: [string, number]): [string, string] => [what, money(amount)]
  const felt = [['Opening balance', money(opening)] as const, ...sums.felt.map(pair)]
  const beside: Paper['blocks'] = [
    { kind: 'heading', text: 'Beside the balance' },
    { kind: 'pairs', rows: sums.beside.map(pair) },
  ]
  return [
    { kind: 'pairs', rows: [...felt, ['Closing balance', money(closing)]] },
    ...(sums.beside.length > 0 ? beside : []),
  ]
}

function entryTable({ month, opening, closing, sums, lines }: Stated, money: Money): Paper['blocks'][number] {
  const days = daysOfMonth(month)
  const rows = lines.map(({ day, what, amount, balance }) => [
    shortDay(day),
    what,
    amount === null ? '–' : money(amount),
    money(balance),
  ])
  return {
    kind: 'table',
    columns: [
      { head: 'Date', share: 0.8 },
      { head: 'What', share: 6 },
      { head: 'Amount', share: 1.3, right: true },
      { head: 'Balance', share: 1.3, right: true },
    ],
    rows: [[shortDay(days.from), 'Opening balance', '', money(opening)], ...rows],
    total: [shortDay(days.to), 'Closing balance', money(sums.total), money(closing)],
  }
}

export function statementPaper(stated: Stated): Paper {
  const { number, month, zone, currency, issuedAt, sender, receiver, folded } = stated
  const days = daysOfMonth(month)
  const money: Money = (amount) => moneyInWords(amount, currency).replace('-', '−')
  const parties = [
    { head: 'From', lines: linesOf(sender) },
    { head: 'To', lines: linesOf(receiver) },
  ]
  const foot =
    `${NOT_AN_INVOICE} Days and entries are by date of booking, in the time zone ${zone}; amounts are in ${currency}.` +
    (folded ? ' Leads and returns are shown together by day; the CSV of this statement has each of them.' : '')
  return {
    title: `Statement ${number}`,
    author: sender.name,
    at: issuedAt,
    foot: `Statement ${number} · ${monthInWords(month)} · Statement of account, not a tax invoice`,
    blocks: [
      {
        kind: 'title',
        text: 'Statement of account',
        note: `No. ${number} · ${longDay(days.from)} – ${longDay(days.to)}`,
      },
      { kind: 'parties', parties },
      ...sumBlocks(stated, money),
      { kind: 'heading', text: 'Entries' },
      entryTable(stated, money),
      { kind: 'text', text: foot, quiet: true },
    ],
  }
}
