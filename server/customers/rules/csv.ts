/** The table of customers as comma-separated values; amounts as decimals of the account's currency. */
import type { BillingMode, CardStatus, CustomerStanding, RechargeStatus } from '../../../contract/api/customers.ts'
import { csvLine } from '../../../contract/csv.ts'
import { asCents, decimalText } from '../../../contract/money.ts'

const HEAD = [
  'Customer ID',
  'Company',
  'Name',
  'E-mail',
  'Billing e-mail',
  'Status',
  'Balance',
  'Currency',
  'Card',
  'Auto-reload',
  'Billing mode',
  'Mappings',
  'Since',
]

interface Told {
  customerId: number
  company: string
  ownerName: string | null
  ownerEmail: string | null
  billingEmail: string
  standing: CustomerStanding
  balance: number
  currency: string
  card: CardStatus
  recharge: RechargeStatus
  billingMode: BillingMode
  mappings: number
  createdAt: Date
}

export const csvHead: string = csvLine(HEAD)

export const csvRow = (row: Told): string =>
  csvLine([
    String(row.customerId),
    row.company,
    row.ownerName ?? '',
    row.ownerEmail ?? '',
    row.billingEmail,
    row.standing,
    decimalText(asCents(row.balance), row.currency),
    row.currency,
    row.card,
    row.recharge,
    row.billingMode,
    String(row.mappings),
    row.createdAt.toISOString(),
  ])
