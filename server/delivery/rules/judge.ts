/** What an answer means for a lead. */
import type { Answers, OutsideCheck, Place } from '../../../contract/delivery.ts'
import { asCents, type Cents, minorDigits } from '../../../contract/money.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { Answer, compilePlace, compileTests, type RawAnswer } from './answers.ts'

const LONGEST_REASON = 200
const MONEY = /^(?:[A-Z]{3}|[$€£¥])?\s*(\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.(\d{1,12}))?\s*(?:[A-Z]{3}|[$€£¥])?$/i

/** Rule: the one that decided, from 0; null where none fits. */
export type Judgement = { readonly rule: number | null } & (
  | { readonly outcome: 'accepted'; readonly price: Cents | null }
  | { readonly outcome: 'duplicated' | 'rejected'; readonly reason: string }
)

/** For a price: the most this buyer may say, and in which money. */
export interface Ceiling {
  readonly price: Cents
  readonly currency: string
}

/** One line that can be stored and shown. */
export function reasonText(text: string): string {
  const line = text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed()
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON - 1)}…` : line
}

/** An amount as somebody wrote it; less than the smallest coin is dropped, so that no more is taken than was said. */
export function priceOf(text: string, units: 'major' | 'minor', currency: string): Cents | null {
  const found = MONEY.exec(text.trim())
  if (!found) return null
  const [, whole = '', fraction = ''] = found
  const digits = units === 'minor' ? 0 : minorDigits(currency)
  return asCents(Number(whole.replaceAll(',', '') + fraction.padEnd(digits, '0').slice(0, digits)))
}

/** Compiles a buyer's rules. */
export function compileAnswers(answers: Answers): (raw: RawAnswer, ceiling: Ceiling) => Judgement {
  const rules = answers.rules.map(({ outcome, tests }) => ({ outcome, holds: compileTests(tests) }))
  const reasonAt = readerOf(answers.reason)
  const priceAt = answers.price && { read: compilePlace(answers.price.place), units: answers.price.units }
  return (raw, ceiling) => {
    const answer = new Answer(raw)
    const nth = rules.findIndex(({ holds }) => holds(answer))
    const rule = rules[nth]
    if (!rule) return { outcome: 'rejected', rule: null, reason: unmatched(raw, reasonAt(answer)) }
    if (rule.outcome !== 'accepted')
      return { outcome: rule.outcome, rule: nth, reason: reasonText(reasonAt(answer) ?? `Rule ${nth + 1}`) }
    if (!priceAt) return { outcome: 'accepted', rule: nth, price: null }
    return priced(priceAt.read(answer), priceAt.units, ceiling, nth)
  }
}

function priced(text: string | null, units: 'major' | 'minor', ceiling: Ceiling, rule: number): Judgement {
  const price = text === null ? null : priceOf(text, units, ceiling.currency)
  if (price === null) return { outcome: 'rejected', rule, reason: 'Accepted, but without a price that can be read.' }
  if (price <= ceiling.price) return { outcome: 'accepted', rule, price }
  const [said, most] = [price, ceiling.price].map((amount) => moneyInWords(amount, ceiling.currency))
  return { outcome: 'rejected', rule, reason: `It named ${said}, which is above its price of ${most}.` }
}

const readerOf = (place: Place | null) => (place ? compilePlace(place) : () => null)

const unmatched = ({ status }: RawAnswer, reason: string | null): string =>
  reasonText(reason ?? `No rule fits the answer (status ${status}).`)

export type CheckJudgement = {
  readonly found: readonly { field: string; text: string }[]
  readonly rule: number | null
} & ({ readonly result: 'pass' } | { readonly result: 'reject' | 'failed'; readonly reason: string })

/** Compiles an outside check's rules. */
export function compileCheck(check: OutsideCheck): (raw: RawAnswer) => CheckJudgement {
  const rules = check.rules.map(({ tests, action }) => ({
    holds: compileTests(tests),
    action,
    read: action.do === 'save' ? compilePlace(action.from) : () => null,
  }))
  const reasonAt = readerOf(check.reason)
  return (raw) => {
    const answer = new Answer(raw)
    const found: { field: string; text: string }[] = []
    for (const [nth, { holds, action, read }] of rules.entries()) {
      if (!holds(answer)) continue
      if (action.do === 'pass') return { result: 'pass', rule: nth, found }
      if (action.do === 'reject')
        return { result: 'reject', rule: nth, found, reason: reasonText(reasonAt(answer) ?? check.name) }
      const text = read(answer)
      if (text !== null) found.push({ field: action.field, text })
    }
    if (found.length > 0) return { result: 'pass', rule: null, found }
    return { result: 'failed', rule: null, found, reason: `No rule fits the answer (status ${raw.status}).` }
  }
}
