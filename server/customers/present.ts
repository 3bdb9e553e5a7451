import type { z } from 'zod'
import type { CustomerDetails } from '../../contract/api/customers.ts'
import { presentWallet, type Wallet } from '../ledger/ops.ts'
import type { Customer, CustomerUser } from './tables/customers.ts'
import type { CustomerInList } from './tables/list.ts'
import type { Mapping } from './tables/mappings.ts'

function presentCustomer(customer: Customer) {
  return {
    id: customer.customerId,
    company: customer.company,
    billingEmail: customer.billingEmail,
    billingMode: customer.billingMode,
    status: customer.status,
    createdAt: customer.createdAt.toISOString(),
  }
}

export function presentInList(row: CustomerInList) {
  const { ownerName, ownerEmail, currency, balance, low, mappings } = row
  const owner = ownerName === null || ownerEmail === null ? null : { name: ownerName, email: ownerEmail }
  return { ...presentCustomer(row), owner, currency, balance, low, mappings }
}

function presentMapping(mapping: Mapping) {
  const { billedTo, billedToCompany } = mapping
  return {
    client: { id: mapping.clientId, name: mapping.clientName },
    billed: mapping.billed,
    billedTo: billedTo === null || billedToCompany === null ? null : { id: billedTo, company: billedToCompany },
    visibleFrom: mapping.visibleFrom?.toISOString() ?? null,
    createdAt: mapping.createdAt.toISOString(),
  }
}

export function presentDetails(
  customer: Customer & { wallet: Wallet; users: CustomerUser[]; mappings: Mapping[] },
): z.input<typeof CustomerDetails> {
  return {
    ...presentCustomer(customer),
    wallet: presentWallet(customer.wallet),
    users: customer.users,
    mappings: customer.mappings.map(presentMapping),
  }
}
