import * as levels from '../../contract/api/customer-levels.ts'
import * as api from '../../contract/api/customers.ts'
import * as own from '../../contract/api/own-company.ts'
import { AccountPath } from '../../contract/page.ts'
import { content, type RequestCtx, type Route, route } from '../platform/http/route.ts'
import { createCustomer, editCustomer, readCustomer, setStatus } from './actions/customers.ts'
import { readLevels, setCustomerLevels, setLevels } from './actions/levels.ts'
import { customersFile, listCustomers, listMappings } from './actions/list.ts'
import { beginningOf, billClient, mapClient, unmapClient } from './actions/mappings.ts'
import { setBillingMode } from './actions/modes.ts'
import { editOwnCompany, readOwnCompany } from './actions/own-company.ts'
import { presentDetails, presentInList, presentMappingInList, presentOwnCompany } from './present.ts'

const details = async (ctx: RequestCtx, customerId: number) => presentDetails(await readCustomer(ctx, customerId))

/** Each reads the whole table. */
const FILES = { points: 20, seconds: 60 }
// a mail each
const MAILS = { points: 60, seconds: 60 }

const customers: Route[] = [
  route(api.listCustomers, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx, { query }) => {
      const page = await listCustomers(ctx, query)
      return { items: page.items.map(presentInList), next: page.next }
    },
  }),
  content({
    host: 'console',
    allow: 'customer.export',
    limit: FILES,
    path: api.CUSTOMERS_CSV,
    summary: 'The customers that are filtered, as comma-separated values.',
    params: AccountPath,
    query: api.CustomerChoice,
    run: async (ctx, { query }) => ({
      type: 'text/csv; charset=utf-8',
      body: await customersFile(ctx, query),
      fileName: 'customers.csv',
    }),
  }),
  route(api.createCustomer, {
    host: 'console',
    allow: 'customer.write',
    limit: MAILS,
    run: async (ctx, { body }) => details(ctx, await createCustomer(ctx, body)),
  }),
  route(api.readCustomer, {
    host: 'console',
    allow: 'customer.read',
    run: (ctx, { params }) => details(ctx, params.customer),
  }),
  route(api.editCustomer, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await editCustomer(ctx, params.customer, body)
      return details(ctx, params.customer)
    },
  }),
  route(api.setBillingMode, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await setBillingMode(ctx, params.customer, body.billingMode)
      return details(ctx, params.customer)
    },
  }),
  // closing is a matter of money: Administrator or Billing (spec 1, People)
  route(api.setCustomerStatus, {
    host: 'console',
    allow: 'wallet.credit',
    run: async (ctx, { params, body }) => {
      await setStatus(ctx, params.customer, body.status)
      return details(ctx, params.customer)
    },
  }),
]

const levelRoutes: Route[] = [
  route(levels.readLevels, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx) => ({ levels: await readLevels(ctx) }),
  }),
  route(levels.setLevels, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { body }) => {
      await setLevels(ctx, body.levels)
      return { levels: await readLevels(ctx) }
    },
  }),
  route(api.setCustomerLevels, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await setCustomerLevels(ctx, params.customer, body.levels)
      return details(ctx, params.customer)
    },
  }),
]

const ownCompany = async (ctx: RequestCtx) => presentOwnCompany(await readOwnCompany(ctx))

const portal: Route[] = [
  route(own.readOwnCompany, { host: 'portal', allow: 'portal.settings.read', run: ownCompany }),
  route(own.editOwnCompany, {
    host: 'portal',
    allow: 'portal.settings.write',
    run: async (ctx, { body }) => {
      await editOwnCompany(ctx, body)
      return ownCompany(ctx)
    },
  }),
]

const mappings: Route[] = [
  route(api.listMappings, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx, { query }) => {
      const page = await listMappings(ctx, query)
      return { items: page.items.map(presentMappingInList), next: page.next }
    },
  }),
  route(api.mapClient, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await mapClient(ctx, params.customer, params.client, await beginningOf(ctx, body.visibleFrom))
      return details(ctx, params.customer)
    },
  }),
  route(api.unmapClient, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params }) => {
      await unmapClient(ctx, params.customer, params.client)
      return details(ctx, params.customer)
    },
  }),
  route(api.billClient, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params }) => {
      await billClient(ctx, params.customer, params.client)
      return details(ctx, params.customer)
    },
  }),
]

export const customerRoutes: readonly Route[] = [...customers, ...levelRoutes, ...mappings, ...portal]
