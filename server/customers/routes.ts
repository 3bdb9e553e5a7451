import * as api from '../../contract/api/customers.ts'
import { type RequestCtx, type Route, route } from '../platform/http/route.ts'
import {
  createCustomer,
  editCustomer,
  listCustomers,
  readCustomer,
  setBillingMode,
  setStatus,
} from './actions/customers.ts'
import { billClient, mapClient, unmapClient } from './actions/mappings.ts'
import { presentDetails, presentInList } from './present.ts'

const details = async (ctx: RequestCtx, customerId: number) => presentDetails(await readCustomer(ctx, customerId))

const customers: Route[] = [
  route(api.listCustomers, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx, { query }) => {
      const page = await listCustomers(ctx, query)
      return { items: page.items.map(presentInList), next: page.next }
    },
  }),
  route(api.createCustomer, {
    host: 'console',
    allow: 'customer.write',
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

const mappings: Route[] = [
  route(api.mapClient, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      const visibleFrom = body.visibleFrom === null ? null : new Date(body.visibleFrom)
      await mapClient(ctx, params.customer, params.client, visibleFrom)
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

export const customerRoutes: readonly Route[] = [...customers, ...mappings]
