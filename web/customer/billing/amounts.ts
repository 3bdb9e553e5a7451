import { asCents, shareOf } from '../../../contract/money.ts'

/** What the card is charged on top of an amount of credit. */
export const feeOf = (amount: number, feeBp: number): number => shareOf(asCents(amount), feeBp)

/** Under a hundred of most currencies a deposit is not worth the way to the page. */
const LEAST_OFFERED = 10_000

/** Four round amounts to choose from, none under the minimum: 1, 2, 5, 10 of whatever size it takes. */
export function offeredAmounts(minimum: number): number[] {
  const from = Math.max(minimum, LEAST_OFFERED)
  const offered: number[] = []
  for (let size = LEAST_OFFERED; offered.length < 4; size *= 10) {
    offered.push(...[1, 2, 5].map((times) => times * size).filter((amount) => amount >= from))
  }
  return offered.slice(0, 4)
}
