/** The sentence by which a customer agrees to be charged without being there: shown beside the switch, and kept. */
import type { RechargeTerms } from './api/recharge.ts'
import { asCents, shareOf } from './money.ts'
import { moneyInWords, rateInWords } from './words.ts'

export interface ConsentFacts {
  company: string
  currency: string
  feeBp: number
  minimumDeposit: number
}

/** The most that is charged in a day where nobody said another: ten charges' worth. */
export const defaultMostADay = (terms: Pick<RechargeTerms, 'amount'>, minimumDeposit: number): number =>
  10 * Math.max(terms.amount, minimumDeposit)

export function consentSentence(terms: RechargeTerms, facts: ConsentFacts): string {
  const words = (amount: number) => moneyInWords(amount, facts.currency)
  const one = Math.max(terms.amount, facts.minimumDeposit)
  const total = one + shareOf(asCents(one), facts.feeBp)
  const fee = facts.feeBp === 0 ? '' : ` plus a fee of ${rateInWords(facts.feeBp)} (${words(total)} in all)`
  const times = terms.mostChargesADay === 1 ? 'once' : `${terms.mostChargesADay} times`
  const most = terms.mostAmountADay ?? defaultMostADay(terms, facts.minimumDeposit)
  return [
    `I allow ${facts.company} to charge my card on file whenever my balance falls below ${words(terms.threshold)}:`,
    `${words(one)}${fee}, or more where ${words(one)} would not bring the balance back to ${words(terms.threshold)};`,
    `at most ${times} and ${words(most)} a day, before fees. I can switch this off at any time on this page.`,
  ].join(' ')
}
