/** Customers: buyer organisations with an account in the Customer Portal, and the Clients they are mapped to. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, MOST_ID, PageQuery, pageOf } from '../page.ts'
import { customerRoles } from '../permissions.ts'
import { CustomerLevels, LevelsEdit } from './customer-levels.ts'
import { CustomerParams, Wallet } from './ledger.ts'
import { Email, PersonName } from './people.ts'

export const billingModes = ['none', 'manual', 'real_time'] as const
export type BillingMode = (typeof billingModes)[number]
export const customerStatuses = ['active', 'closed'] as const
export type CustomerStatus = (typeof customerStatuses)[number]

const Company = z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters')
/** As statements print it; of several lines. */
const Address = z.string().trim().max(500, 'must have at most 500 characters')
/** Who a customer is on paper. */
export const Paper = z.object({
  legalName: z.string().trim().max(200, 'must have at most 200 characters'),
  address: Address,
  taxId: z.string().trim().max(60, 'must have at most 60 characters'),
})
const Instant = z.iso.datetime()

const Customer = z.object({
  id: z.number().int(),
  company: z.string(),
  billingEmail: z.string(),
  billingMode: z.enum(billingModes),
  status: z.enum(customerStatuses),
  createdAt: Instant,
})
/** As it is shown: `invited` is an active one of whose people nobody has come in yet. */
export const customerStandings = ['active', 'invited', 'closed'] as const
export type CustomerStanding = (typeof customerStandings)[number]
/** `failing`: its last charge without the customer was declined, or asked for the customer. */
export const cardStatuses = ['none', 'on_file', 'failing', 'expired'] as const
export type CardStatus = (typeof cardStatuses)[number]
/** Of the auto-recharge; `stopped` by declines, a dispute or needed authentication. */
export const rechargeStatuses = ['off', 'on', 'stopped'] as const
export type RechargeStatus = (typeof rechargeStatuses)[number]

const CustomerInList = Customer.extend({
  /** The first of its owners, or who was invited as one. */
  owner: z.object({ name: z.string(), email: z.string() }).nullable(),
  standing: z.enum(customerStandings),
  currency: z.string(),
  balance: z.number().int(),
  low: z.boolean(),
  card: z.enum(cardStatuses),
  recharge: z.enum(rechargeStatuses),
  /** Real-Time was chosen and takes effect with a card. */
  wantsRealTime: z.boolean(),
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
/** Somebody who signs in for a customer. `mayPay` counts for a manager. */
export const CustomerUser = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(customerRoles),
  mayPay: z.boolean(),
})
/** Where its mapped Clients buy. */
const Buying = z.object({
  campaign: z.object({ id: z.number().int(), name: z.string(), status: z.enum(['active', 'paused', 'archived']) }),
  buyer: z.object({ id: z.number().int(), name: z.string() }),
  client: z.string(),
  billed: z.boolean(),
  paused: z.boolean(),
})
export const CustomerDetails = Customer.extend({
  ...Paper.shape,
  standing: z.enum(customerStandings),
  wallet: Wallet,
  users: z.array(CustomerUser),
  mappings: z.array(Mapping),
  /** The first 100, by campaign. */
  campaigns: z.array(Buying),
  levels: CustomerLevels,
})

export const customerSorts = ['company', '-company', 'name', '-name', 'balance', '-balance'] as const
/** What the table, and the file of what it shows, is narrowed to. */
export const CustomerChoice = z.object({
  search: z.string().trim().max(254).default(''),
  status: z.enum(customerStandings).optional(),
  billingMode: z.enum(billingModes).optional(),
  card: z.enum(cardStatuses).optional(),
  /** Those without a mapping, with any, or mapped to one Client. */
  mapping: z.union([z.enum(['none', 'any']), IdInPath]).optional(),
  /** With a minus: from the end. */
  sort: z.enum(customerSorts).default('company'),
})
export type CustomerChoice = z.output<typeof CustomerChoice>
export const CustomerQuery = PageQuery.extend(CustomerChoice.shape)
export type CustomerQuery = z.output<typeof CustomerQuery>
/** The table as a file. */
export const CUSTOMERS_CSV = '/api/console/:account/customers.csv'

export const listCustomers = endpoint({
  method: 'GET',
  path: '/api/console/:account/customers',
  summary: 'The customers: filtered, searched by company, name and e-mail, sorted.',
  params: AccountPath,
  query: CustomerQuery,
  reply: pageOf(CustomerInList),
})

const NewCustomer = z.object({
  company: Company,
  /** Left out: the owner's. */
  billingEmail: Email.optional(),
  billingMode: z.enum(billingModes).default('none'),
  /** Invited by mail. */
  owner: z.object({ name: PersonName, email: Email }),
  /** Mapped at once. */
  clients: z.array(z.number().int().min(1).max(MOST_ID)).max(100).default([]),
})
export type NewCustomer = z.output<typeof NewCustomer>
export const createCustomer = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers',
  summary: 'Makes a customer with its wallet and its mappings, and invites its first owner.',
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
const CustomerEdit = z.object({ company: Company, billingEmail: Email, ...Paper.shape }).partial()
export type CustomerEdit = z.output<typeof CustomerEdit>
export const editCustomer = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/customers/:customer',
  summary: 'Changes company, billing e-mail, or who the customer is on paper.',
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

export const setCustomerLevels = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/levels',
  summary: 'Sets what a customer may do by itself, or leaves it to the account.',
  params: CustomerParams,
  body: LevelsEdit,
  reply: CustomerDetails,
})

const MappingParams = CustomerParams.extend({ client: IdInPath })
export const mapClient = endpoint({
  method: 'PUT',
  path: '/api/console/:account/customers/:customer/clients/:client',
  summary: 'Maps a Client to a customer, who sees its sales from a date on, or all.',
  params: MappingParams,
  body: z.object({
    /** An instant, or a day of the account's zone. */
    visibleFrom: z
      .union([z.iso.datetime({ offset: true }), z.iso.date()])
      .nullable()
      .default(null),
  }),
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

/** A mapping from the side of the account. */
export const listMappings = endpoint({
  method: 'GET',
  path: '/api/console/:account/mappings',
  summary: 'All customers and the Clients they are mapped to, by Client.',
  params: AccountPath,
  query: PageQuery.extend({
    /** Part of a Client's or a customer's name. */
    search: z.string().trim().max(120).default(''),
    billed: z.enum(['yes', 'no']).optional(),
  }),
  reply: pageOf(
    Mapping.extend({
      customer: z.object({ id: z.number().int(), company: z.string(), status: z.enum(customerStatuses) }),
    }),
  ),
})
