import type { BillingMode, customerSorts } from '../../../contract/api/customers.ts'

export const MODES: Record<BillingMode, string> = { none: 'None', manual: 'Manual', real_time: 'Real-Time' }
export const SORTS: Record<(typeof customerSorts)[number], string> = {
  company: 'Company, A to Z',
  '-company': 'Company, Z to A',
  balance: 'Balance, lowest first',
  '-balance': 'Balance, highest first',
}
