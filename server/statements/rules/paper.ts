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
export const shortDay = (day: string): string =>
  new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )

const linesOf = ({ name, address, taxId }: Party): string[] => [
  name,
  ...address.split('\n').filter((line) => line.trim() !== ''),
  ...(taxId === '' ? [] : [`Tax id ${taxId}`]),
]

export function statementPaper(stated: Stated): Paper {
  const { number, month, zone, currency, issuedAt, sender, receiver, opening, closing, sums, lines, folded } = stated
  const days = daysOfMonth(month)
  const money = (amount: number): string => moneyInWords(amount, currency).replace('-', '−')
  const pair = ([what, amount]: [string, number]): [string, string] => [what, money(amount)]
  const period = `${longDay(days.from)} – ${longDay(days.to)}`
  return {
    title: `Statement ${number}`,
    author: sender.name,
    at: issuedAt,
    foot: `Statement ${number} · ${monthInWords(month)} · Statement of account, not a tax invoice`,
    blocks: [
      { kind: 'title', text: 'Statement of account', note: `No. ${number} · ${period}` },
      {
        kind: 'parties',
        parties: [
          { head: 'From', lines: linesOf(sender) },
          { head: 'To', lines: linesOf(receiver) },
        ],
      },
      {
        kind: 'pairs',
        rows: [['Opening balance', money(opening)], ...sums.felt.map(pair), ['Closing balance', money(closing)]],
      },
      ...(sums.beside.length > 0
        ? ([
            { kind: 'heading', text: 'Beside the balance' },
            { kind: 'pairs', rows: sums.beside.map(pair) },
          ] as const)
        : []),
      { kind: 'heading', text: 'Entries' },
      {
        kind: 'table',
        columns: [
          { head: 'Date', share: 0.8 },
          { head: 'What', share: 6 },
          { head: 'Amount', share: 1.3, right: true },
          { head: 'Balance', share: 1.3, right: true },
        ],
        rows: [
          [shortDay(days.from), 'Opening balance', '', money(opening)],
          ...lines.map(({ day, what, amount, balance }) => [
            shortDay(day),
            what,
            amount === null ? '–' : money(amount),
            money(balance),
          ]),
        ],
        total: [shortDay(days.to), 'Closing balance', money(sums.total), money(closing)],
      },
      {
        kind: 'text',
        text:
          `${NOT_AN_INVOICE} Days and entries are by date of booking, in the time zone ${zone}; amounts are in ${currency}.` +
          (folded ? ' Leads and returns are shown together by day; the CSV of this statement has each of them.' : ''),
        quiet: true,
      },
    ],
  }
}
