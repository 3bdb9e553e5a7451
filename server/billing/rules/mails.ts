/** What the mails about cards and charges say. */
import { type Letter, letter } from '../../../contract/letter.ts'
import { moneyInWords, rateInWords } from '../../../contract/words.ts'
import type { Charge } from './charges.ts'

export interface ReceiptFacts {
  charge: Charge
  /** The operator, as its portal is called. */
  portal: string
  balance: number
  /** The day in the account's zone. */
  day: string
  link: string
}

const cardInWords = (card: { brand: string; last4: string }): string =>
  `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} ending in ${card.last4}`

/** Of a charge that succeeded, to the billing address. */
export function receiptMail({ charge, portal, balance, day, link }: ReceiptFacts): Letter {
  const { amount, fee, feeBp, currency, cardBrand, cardLast4 } = charge
  const words = (cents: number) => moneyInWords(cents, currency)
  const total = words(amount + fee)
  const card = cardBrand && cardLast4 ? ` to your ${cardInWords({ brand: cardBrand, last4: cardLast4 })}` : ''
  const sum =
    fee === 0 ? `Added to your balance: ${words(amount)}.` : `${words(amount)} + ${rateInWords(feeBp)} = ${total}.`
  const isOwn = charge.kind !== 'recharge'
  return letter(
    isOwn ? 'billing.deposit_receipt' : 'billing.recharge_done',
    isOwn ? `Receipt: ${total} paid to ${portal}` : `Receipt: ${total} paid to ${portal} by auto-recharge`,
    [
      `${portal} charged ${total}${card} on ${day}.`,
      sum,
      ...(fee === 0 ? [] : [`Added to your balance: ${words(amount)}. Fee: ${words(fee)}.`]),
      ...(charge.reason ? [`Reason: ${charge.reason}`] : []),
      `Your balance is ${words(balance)} now. Payment ${charge.chargeId}.`,
    ],
    link,
  )
}

interface RemovalFacts {
  card: { brand: string; last4: string }
  /** Null: Stripe said it is gone. */
  by: string | null
  link: string
}

export function cardRemovedMail({ card, by, link }: RemovalFacts): Letter {
  const who = by === null ? 'It is no longer valid at the payment provider.' : `It was removed by ${by}.`
  return letter(
    'billing.card_removed',
    `Your card ending in ${card.last4} was removed`,
    [
      `${cardInWords(card)} is no longer on file. ${who}`,
      'Nothing is charged to it any more. Add another card to go on paying automatically.',
    ],
    link,
  )
}

/** The same, to the account's own people. */
export function cardRemovedNotice({ company, card, by, link }: RemovalFacts & { company: string }): Letter {
  const who = by === null ? 'Stripe says it is no longer valid.' : `Removed by ${by}.`
  return letter(
    'billing.card_removed_notice',
    `${company}: card removed`,
    [`${cardInWords(card)} of ${company} is no longer on file. ${who}`, 'Its billing mode stays as it is.'],
    link,
  )
}
