import { defaultMostADay } from '../../../contract/consent.ts'
import { money } from '../../lib/format.ts'
import type { Recharge } from './asked.ts'

type Terms = NonNullable<Recharge['set']>

/** What one charge is at least, in credit. */
export const oneCharge = (set: Pick<Terms, 'amount'>, recharge: Recharge): number =>
  Math.max(set.amount, recharge.terms.minimumDeposit)

/** The most of a day: the person's own, or ten charges. */
export const mostADay = (set: Pick<Terms, 'amount' | 'mostAmountADay'>, recharge: Recharge): number =>
  set.mostAmountADay ?? defaultMostADay(set, recharge.terms.minimumDeposit)

/** "$500", "$500.50": cents only where there are any, as in a sentence. */
export function shortMoney(amount: number, currency: string): string {
  return money(amount, currency).replace(/[.,]0+(?=\D*$)/, '')
}

/** What a person does about it; `again` is another card, or this one once more. */
export type Remedy = 'card' | 'again' | 'funds' | 'none'
export interface Trouble {
  strong: string
  text: string
  remedy: Remedy
}

/** After a decline it works on for a while: until it stops, another card can be used. */
function backingOff(at: string): Trouble {
  return {
    strong: 'The card was declined.',
    text: `Auto-recharge tries it again at ${at}, and stops after the third time.`,
    remedy: 'card',
  }
}

/** What is wrong and what to do; undefined while nothing is, and for one that nobody switched on. */
export function troubleOf(recharge: Recharge, company: string, timeOf: (at: string) => string): Trouble | undefined {
  const { set, works, idle, declines, nextTryAt } = recharge
  if (!set?.on) return undefined
  if (works) return declines > 0 && nextTryAt ? backingOff(timeOf(nextTryAt)) : undefined
  switch (idle) {
    case 'declines':
    case 'hard_decline':
      return {
        strong: 'Auto-recharge has stopped: the card was declined.',
        text: 'Use another card, or try this one again.',
        remedy: 'again',
      }
    case 'authentication':
      return {
        strong: 'Auto-recharge has stopped: your bank wants you to confirm.',
        text: 'Pay once on the secure page, where your bank can ask you, or use another card.',
        remedy: 'funds',
      }
    case 'dispute':
      return {
        strong: 'Auto-recharge has stopped: a payment is disputed.',
        text: `${company} switches it on again once that is settled.`,
        remedy: 'none',
      }
    case 'no_card':
      return {
        strong: 'Auto-recharge waits for a card.',
        text: 'There is none on file.',
        remedy: 'card',
      }
    case 'card_expired':
      return { strong: 'Auto-recharge waits for a card.', text: 'Yours has expired.', remedy: 'card' }
    case 'limit_today':
      return {
        strong: 'Auto-recharge has reached its limit of today.',
        text: 'It goes on tomorrow. You can add funds now, or raise the limit.',
        remedy: 'funds',
      }
    case 'not_connected':
      return {
        strong: 'Auto-recharge rests: card payments are switched off.',
        text: `Ask ${company}.`,
        remedy: 'none',
      }
    default:
      return undefined
  }
}
