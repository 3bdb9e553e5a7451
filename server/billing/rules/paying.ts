/** Whether, and how much, a customer can be charged. */
import type { ChargeKind } from '../../../contract/api/billing.ts'
import type { BillingMode, CustomerStatus } from '../../../contract/api/customers.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Cents } from '../../../contract/money.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { minimumDeposit, priceOf } from './amounts.ts'

interface Pays {
  billingMode: BillingMode
  status: CustomerStatus
  wantsRealTime: boolean
}
interface Fees {
  /** The customer's own; null: the portal's. */
  feeBp: number | null
  portalFeeBp: number
}

/** The operator may charge a card on file in any billing mode. */
export function whyNotPaying(payer: Pays, kind: ChargeKind): string | undefined {
  if (payer.status === 'closed') return 'This account is closed, so nothing can be paid in.'
  if (kind === 'operator' || payer.billingMode === 'real_time' || payer.wantsRealTime) return undefined
  return 'Card payments are not switched on for this account.'
}

export const feeOf = (payer: Fees): number => payer.feeBp ?? payer.portalFeeBp

/** Of one payment, fee included: eight digits. */
const MOST_AT_STRIPE = 99_999_999

/** @throws AppError invalid_input naming `amount` when it is less, or with its fee more, than can be paid at once */
export function refuseAmount(amount: Cents, payer: Fees & { minimumDeposit: number; currency: string }) {
  const { currency } = payer
  const refuse = (message: string) => new AppError('invalid_input', { field: 'amount', message })
  const least = minimumDeposit(payer.minimumDeposit, currency)
  if (amount < least) throw refuse(`The least that can be paid in is ${moneyInWords(least, currency)}.`)
  if (priceOf(amount, feeOf(payer)).total <= MOST_AT_STRIPE) return
  throw refuse(`The most that can be paid at once is ${moneyInWords(MOST_AT_STRIPE, currency)}, with the fee.`)
}
