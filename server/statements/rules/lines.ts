/** Entries of a journal as the lines of a statement, and what they sum up to. */
import type { TransferKind } from '../../../contract/api/ledger.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import { transferWords } from '../../../contract/transfer-words.ts'
import { moneyInWords } from '../../../contract/words.ts'
import type { Told } from '../../ledger/ops.ts'

export interface Line {
  day: string
  what: string
  /** null: the balance did not feel it. */
  amount: number | null
  balance: number
}

/** Above so many entries runs of leads and returns become one line: the file of values holds every one. */
export const MOST_LINES = 1_000

const many = (count: number, one: string, several: string): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : several}`

function whatOf(entry: Told): string {
  const { kind, leadId, campaign, charge, note, moved, amount, currency } = entry
  const card = charge?.card ? `${charge.card.brand} ${charge.card.last4}` : null
  const beside = amount === 0 ? `${moneyInWords(moved, currency)}, beside the balance` : null
  const parts = [leadId, campaign, card, beside, note].filter((part) => part !== null && part !== '')
  return [transferWords[kind].one, ...parts].join(' · ')
}

export const lineOf = (entry: Told, dayOf: (at: string) => string): Line => ({
  day: dayOf(entry.bookedAt),
  what: whatOf(entry),
  amount: entry.amount === 0 ? null : entry.amount,
  balance: entry.balanceAfter,
})

interface Run {
  line: Line
  leads: number
  returns: number
}

/** Puts leads and returns that follow each other on one day together; the balance after is that of the last. */
export class Folder {
  readonly lines: Line[] = []
  readonly #dayOf: (at: string) => string
  #run: Run | undefined

  constructor(dayOf: (at: string) => string) {
    this.#dayOf = dayOf
  }

  add(entry: Told): void {
    const line = lineOf(entry, this.#dayOf)
    if (entry.kind !== 'sale' && entry.kind !== 'return') {
      this.#run = undefined
      this.lines.push(line)
      return
    }
    if (this.#run?.line.day !== line.day) {
      this.#run = { line: { ...line, amount: 0 }, leads: 0, returns: 0 }
      this.lines.push(this.#run.line)
    }
    const run = this.#run
    if (entry.kind === 'sale') run.leads++
    else run.returns++
    run.line.amount = (run.line.amount ?? 0) + entry.amount
    run.line.balance = entry.balanceAfter
    const counts = [
      run.leads > 0 ? many(run.leads, 'lead', 'leads') : null,
      run.returns > 0 ? many(run.returns, 'return', 'returns') : null,
    ]
    run.line.what = counts.filter((text) => text !== null).join(', ')
  }
}

/** What each kind of entry came to, in the ledger's order; those that the balance does not feel apart. */
export class Sums {
  readonly #felt = new Map<TransferKind, number>()
  readonly #beside = new Map<TransferKind, number>()

  add({ kind, amount, moved }: Told): void {
    const [map, by] = amount === 0 ? [this.#beside, moved] : [this.#felt, amount]
    map.set(kind, asCents((map.get(kind) ?? 0) + by))
  }

  get felt(): [what: string, amount: Cents][] {
    return [...this.#felt].map(([kind, amount]) => [transferWords[kind].many, asCents(amount)])
  }

  get beside(): [what: string, amount: Cents][] {
    return [...this.#beside].map(([kind, amount]) => [transferWords[kind].many, asCents(amount)])
  }

  /** What the balance felt of it all. */
  get total(): Cents {
    return asCents([...this.#felt.values()].reduce((sum, amount) => sum + amount, 0))
  }
}
