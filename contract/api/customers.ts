/** Customers: buyer organisations with an account in the Customer Portal, and the Clients they are mapped to. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, MOST_ID, PageQuery, pageOf } from '../page.ts'
import { customerRoles } from '../permissions.ts'
import { CustomerParams, Wallet } from './ledger.ts'
import { Email, NewPassword, PersonName } from './people.ts'

export const billingModes = ['none', 'manual', 'real_time'] as const
export type BillingMode = (typeof billingModes)[number]
export const customerStatuses = ['active', 'closed'] as const
export type CustomerStatus = (typeof customerStatuses)[number]

const Company = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')
const Instant = z.iso.datetime()

const Customer = z.object({
  id: z.number().int(),
  company: z.string(),
  billingEmail: z.string(),
  billingMode: z.enum(billingModes),
  status: z.enum(customerStatuses),
  createdAt: Instant,
})
const CustomerInList = Customer.extend({
  /** The first of its owners. */
  owner: z.object({ name: z.string(), email: z.string() }).nullable(),
  currency: z.string(),
  balance: z.number().int(),
  low: z.boolean(),
  mappings: z.number().int(),
})
const Mapping = z.object({
  client: z.object({ id: z.number().int(), name: z.string() }),
  /** Its sales are debited from this customer's wallet, if the billing mode says so. */
  billed: z.boolean(),
  /** The customer whose mapping is billed, if any. */
  billedTo: z.object({ id: z.number().int(), company: z.string() }).nullable(),
  visibleFrom: Instant.nullable(),
  createdAt: Instant,
})
export const CustomerDetails = Customer.extend({
  wallet: Wallet,
  users: z.array(z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(customerRoles) })),
  mappings: z.array(Mapping),
})

export const customerSorts = ['company', '-company', 'balance', '-balance'] as const
export const CustomerQuery = PageQuery.extend({
  search: z.string().trim().max(254).default(''),
  status: z.enum(customerStatuses).optional(),
  billingMode: z.enum(billingModes).optional(),
  /** With a minus: from the end. */
  sort: z.enum(customerSorts).default('company'),
})
export type CustomerQuery = z.output<typeof CustomerQuery>

export const listCustomers = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers',
  summary: 'The customers: filtered, searched by company and e-mail, sorted.',
  params: AccountPath,
  query: CustomerQuery,
  reply: pageOf(CustomerInList),
})

const NewCustomer = z.object({
  company: Company,
  billingEmail: Email,
  billingMode: z.enum(billingModes).default('none'),
  owner: z.object({ name: PersonName, email: Email, password: NewPassword }),
  /** Mapped at once. */
  clients: z.array(z.number().int().min(1).max(MOST_ID)).max(100).default([]),
})
export type NewCustomer = z.output<typeof NewCustomer>
export const createCustomer = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers',
  summary: 'Makes a customer with its wallet, its first owner and its mappings.',
  params: AccountPath,
  body: NewCustomer,
  reply: CustomerDetails,
})
export const readCustomer = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers/:customer',
  summary: 'A customer with wallet, users and mappings.',
  params: CustomerParams,
  reply: CustomerDetails,
})
const CustomerEdit = z.object({ company: Company, billingEmail: Email }).partial()
export type CustomerEdit = z.output<typeof CustomerEdit>
export const editCustomer = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/customers/:customer',
  summary: 'Changes company or billing e-mail.',
  params: CustomerParams,
  body: CustomerEdit,
  reply: CustomerDetails,
})
export const setBillingMode = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/billing-mode',
  summary: 'Sets how later sales are billed; Clients that nobody pays for yet become billed to this customer.',
  params: CustomerParams,
  body: z.object({ billingMode: z.enum(billingModes) }),
  reply: CustomerDetails,
})
export const setCustomerStatus = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/status',
  summary: 'Closes a customer, so that it buys nothing, or opens it again.',
  params: CustomerParams,
  body: z.object({ status: z.enum(customerStatuses) }),
  reply: CustomerDetails,
})

const MappingParams = CustomerParams.extend({ client: IdInPath })
export const mapClient = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/clients/:client',
  summary: 'Maps a Client to a customer, who sees its sales from a date on, or all.',
  params: MappingParams,
  body: z.object({ visibleFrom: z.iso.datetime({ offset: true }).nullable().default(null) }),
  reply: CustomerDetails,
})
export const unmapClient = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/customers/:customer/clients/:client',
  summary: 'Takes a Client from a customer, who then sees only its own ledger lines of it.',
  params: MappingParams,
  reply: CustomerDetails,
})
export const billClient = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/clients/:client/billed',
  summary: 'Moves the bill of a Client to this one of its customers.',
  params: MappingParams,
  reply: CustomerDetails,
})
