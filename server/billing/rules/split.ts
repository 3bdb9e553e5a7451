/** Who bears what of a refund or dispute (spec 3.3). */
import { asCents, type Cents } from '../../../contract/money.ts'

/** What is left of a charge after what was taken back earlier. */
export interface Left {
  amount: Cents
  fee: Cents
}
export interface Split {
  wallet: Cents
  fee: Cents
  loss: Cents
}

interface Reversed {
  state: 'asked' | 'booked' | 'undone' | 'failed'
  amount: Cents
  keepFee: boolean
  walletPart: Cents
  feePart: Cents
}

/** After the reversals that stand; what was undone is there again. */
export function leftOf(charge: Left, reversals: readonly Reversed[]): Left {
  const booked = reversals.filter(({ state }) => state === 'booked')
  const sum = (part: 'walletPart' | 'feePart') => booked.reduce((total, reversal) => total + reversal[part], 0)
  return { amount: asCents(charge.amount - sum('walletPart')), fee: asCents(charge.fee - sum('feePart')) }
}

/** After those that were asked of Stripe as well, in their order: what can still be asked for. */
export function leftToAsk(charge: Left, reversals: readonly Reversed[]): Left {
  let left = leftOf(charge, reversals)
  for (const { state, amount, keepFee } of reversals) {
    if (state === 'asked') left = less(left, splitOf(amount, left, keepFee))
  }
  return left
}

const less = (left: Left, { wallet, fee }: Split): Left => ({
  amount: asCents(left.amount - wallet),
  fee: asCents(left.fee - fee),
})

/** `amount × part ÷ whole`, rounded half up; none of them negative. */
const portion = (amount: number, part: number, whole: number): number =>
  Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))

/**
 * Splits `amount` of the card's money: the balance and the fee bear it in proportion to what is left of each, the rest
 * is the operator's loss. Keeping the fee, the balance bears it alone as far as it goes.
 */
export function splitOf(amount: Cents, left: Left, keepFee: boolean): Split {
  const bearable = keepFee ? left.amount : left.amount + left.fee
  const borne = Math.min(amount, bearable)
  const wallet = keepFee || borne === 0 ? borne : portion(borne, left.amount, bearable)
  return { wallet: asCents(wallet), fee: asCents(borne - wallet), loss: asCents(amount - borne) }
}
