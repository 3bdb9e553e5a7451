import type { z } from 'zod'
import type { CustomerLevels } from '../../contract/api/customer-levels.ts'
import type { CustomerDetails, CustomerStanding } from '../../contract/api/customers.ts'
import { presentWallet, type Wallet } from '../ledger/ops.ts'
import type { Customer, CustomerUser } from './tables/customers.ts'
import type { CustomerInList } from './tables/list.ts'
import type { Buying, Mapping, MappingInList } from './tables/mappings.ts'

function presentCustomer(customer: Omit<Customer, 'legalName' | 'address' | 'taxId'>) {
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
  const { standing, card, recharge, wantsRealTime } = row
  return {
    ...presentCustomer(row),
    owner,
    standing,
    currency,
    balance,
    low,
    card,
    recharge,
    wantsRealTime,
    mappings,
  }
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

export function presentMappingInList(row: MappingInList) {
  const { customerId: id, company, status } = row
  return { ...presentMapping(row), customer: { id, company, status } }
}

const presentPaper = ({ legalName, address, taxId }: Customer) => ({ legalName, address, taxId })

export function presentOwnCompany({ editable, ...customer }: Customer & { editable: boolean }) {
  const { company, billingEmail } = customer
  return { ...presentPaper(customer), company, billingEmail, editable }
}

const presentBuying = (row: Buying) => ({
  campaign: { id: row.campaignId, name: row.campaignName, status: row.campaignStatus },
  buyer: { id: row.buyerId, name: row.buyerName },
  client: row.clientName,
  billed: row.billed,
  paused: row.paused,
})

interface Whole extends Customer {
  wallet: Wallet
  users: CustomerUser[]
  mappings: Mapping[]
  campaigns: Buying[]
  standing: CustomerStanding
  levels: z.input<typeof CustomerLevels>
}

export function presentDetails(customer: Whole): z.input<typeof CustomerDetails> {
  const { standing, levels } = customer
  return {
    ...presentCustomer(customer),
    ...presentPaper(customer),
    standing,
    levels,
    wallet: presentWallet(customer.wallet),
    users: customer.users,
    mappings: customer.mappings.map(presentMapping),
    campaigns: customer.campaigns.map(presentBuying),
  }
}
