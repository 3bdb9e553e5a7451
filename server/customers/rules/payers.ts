/** Who pays for a Client's buyers, and what a customer may be set to. */
import type { BillingMode, CustomerStatus } from '../../../contract/api/customers.ts'
import { AppError } from '../../../contract/errors.ts'

interface Payer {
  billingMode: BillingMode
  status: CustomerStatus
}

/** The first customer with a billing mode gets a Client's bill; from then on it moves only when somebody moves it. */
export function canBeBilled(customer: Payer): boolean {
  return customer.billingMode !== 'none' && customer.status === 'active'
}

/** @throws AppError not_allowed_now, saying why this customer cannot pay */
export function refuseBill(customer: Payer): void {
  if (canBeBilled(customer)) return
  const message =
    customer.status === 'closed'
      ? 'A closed customer cannot be billed. Open it again first.'
      : 'This customer has no billing mode. Set one first.'
  throw new AppError('not_allowed_now', { message })
}
