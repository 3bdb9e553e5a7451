/**
 * Why a buyer did not get a lead, and why a lead did not sell, in words that name the rule (spec 1, invariant 8).
 */
import type { BuyerPart } from './settings.ts'
import { CODE_WORDS, CODES, type VerdictCode } from './verdict.ts'
import { filterInWords, type LabelOf, moneyInWords, scheduleInWords } from './words.ts'

type Period = 'day' | 'week' | 'month' | 'total'

/** Static reasons are recomputed from the lead's settings version; moving ones were kept on the lead. */
export type SkipReason =
  | { kind: 'closed' | 'earlier_buyer' | 'not_reached' }
  | { kind: 'not_its_turn' | 'sell_limit' | 'deadline' | 'after_unknown' | 'closed_meanwhile' | 'check' }
  | { kind: 'filter'; index: number }
  | { kind: 'below_floor' | 'below_margin'; price: number }
  | { kind: 'paused' | 'balance' | 'same_person' | 'duplicate' }
  | { kind: 'cap' | 'budget'; period: Period }

/** What the words are taken from: the buyer as it was in the lead's version. */
export interface SkipContext {
  buyer: BuyerPart | undefined
  labelOf: LabelOf
  currency: string
  minimumMargin: number | null
}

const PERIOD_WORDS: Record<Period, string> = { day: 'Daily', week: 'Weekly', month: 'Monthly', total: 'Total' }

function filterReason(index: number, { buyer, labelOf }: SkipContext): string {
  const filter = buyer?.filters[index]
  return filter ? `Filter ${index + 1}: ${filterInWords(filter, labelOf)}.` : `Filter ${index + 1}.`
}

function capReason(reason: { kind: 'cap' | 'budget'; period: Period }, { buyer, currency }: SkipContext): string {
  const name = `${PERIOD_WORDS[reason.period]} ${reason.kind}`
  if (reason.kind === 'budget') {
    const limit = buyer?.budget[reason.period] ?? 0
    return limit > 0 ? `${name} of ${moneyInWords(limit, currency)} has no room for it.` : `${name} has no room for it.`
  }
  const limit = buyer?.caps[reason.period] ?? 0
  // a number for that weekday may have stood in place of the daily one
  const certain = reason.period !== 'day' || Object.keys(buyer?.caps.weekdays ?? {}).length === 0
  return limit > 0 && certain ? `${name} of ${limit.toLocaleString('en-US')} was reached.` : `${name} was reached.`
}

/** One sentence on why a buyer was passed over. */
export function reasonInWords(reason: SkipReason, context: SkipContext): string {
  const money = (amount: number) => moneyInWords(amount, context.currency)
  switch (reason.kind) {
    case 'closed':
      return context.buyer ? `Closed at that time: ${scheduleInWords(context.buyer.schedule)}.` : 'Closed at that time.'
    case 'filter':
      return filterReason(reason.index, context)
    case 'below_floor':
      return `Its price of ${money(reason.price)} is below the floor of ${money(context.buyer?.floor ?? 0)}.`
    case 'below_margin':
      return `Its price of ${money(reason.price)} leaves less than the minimum margin of ${money(context.minimumMargin ?? 0)}.`
    case 'paused':
      return 'It was paused.'
    case 'balance':
      return 'Its customer’s balance could not pay.'
    case 'same_person':
      return 'Its customer had bought the same person before.'
    case 'duplicate':
      return 'It had bought a duplicate of this lead before.'
    case 'cap':
    case 'budget':
      return capReason(reason, context)
    case 'earlier_buyer':
      return 'The lead went to a buyer before it.'
    case 'not_its_turn':
      return 'It was another buyer’s turn.'
    case 'sell_limit':
      return 'The lead had been sold as often as the sell limit allows.'
    case 'deadline':
      return 'The lead’s time was up before it was this buyer’s turn.'
    case 'after_unknown':
      return 'A buyer before it may have taken the lead, and its settings say to stop then.'
    case 'closed_meanwhile':
      return 'The campaign or the supplier was closed or changed before it was this buyer’s turn.'
    case 'check':
      return 'An outside check of this buyer did not let the lead through.'
    case 'not_reached':
      return 'The lead ended before any buyer was asked.'
  }
}

// the table has every code there is; a foreign number reads undefined
const wordsOfCode = (code: number): string | undefined => CODE_WORDS[code as VerdictCode]

/** What became of a lead, for a list: "Failed validation: phone: required". Accepted leads have no reason. */
export function outcomeInWords(code: number, detail: string | null): string | null {
  if (code === CODES.accepted) return null
  const words = wordsOfCode(code) ?? `Code ${code}`
  return detail ? `${words}: ${detail}` : words
}
