/** The mails of this slice. */
import { type Letter, letter } from '../../../contract/letter.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { monthInWords } from './months.ts'

interface Ready {
  number: string
  month: string
  opening: number
  closing: number
  currency: string
}

export function statementReady({ number, month, opening, closing, currency }: Ready, link: string): Letter {
  const money = (amount: number) => moneyInWords(amount, currency)
  return letter(
    'statements.ready',
    `Your statement for ${monthInWords(month)}`,
    [
      `Statement ${number} for ${monthInWords(month)} is ready.`,
      `It begins with a balance of ${money(opening)} and ends with ${money(closing)}.`,
      'Open it here; the link works for 60 days, without signing in. It is a statement of account, not a tax invoice.',
    ],
    link,
  )
}
