/** An account whose customers are made, edited and listed as its pages do. */
import * as api from '../../contract/api/customers.ts'
import { customerRoutes } from '../../server/customers/routes.ts'
import { call } from '../harness/call.ts'
import { asTeam } from './customer.ts'
import { aWorld, type World } from './world.ts'

let people = 0
export const wish = (company: string, more: object = {}) => ({
  company,
  billingEmail: 'Pay@Example.com',
  owner: { name: 'Cora Lane', email: `cora${++people}@example.com` },
  ...more,
})

export async function anAccount() {
  const world = await aWorld()
  const ctx = asTeam(world)
  const account = { account: world.accountId }
  const of = (customer: number) => ({ ...account, customer })
  return {
    world,
    ctx,
    create: (body: ReturnType<typeof wish>, as = ctx) =>
      call(customerRoutes, as, api.createCustomer, { params: account, body }),
    read: (customer: number, as = ctx) => call(customerRoutes, as, api.readCustomer, { params: of(customer) }),
    edit: (customer: number, body: api.CustomerEdit, as = ctx) =>
      call(customerRoutes, as, api.editCustomer, { params: of(customer), body }),
    list: (query: Parameters<typeof listOf>[1] = {}, as = ctx) => listOf(as, query),
  }
}
const listOf = (
  ctx: ReturnType<typeof asTeam>,
  query: Partial<Omit<api.CustomerQuery, 'limit'>> & { limit?: number },
) => call(customerRoutes, ctx, api.listCustomers, { params: { account: ctx.actor.accountId }, query })

/** Who is billed for a Client: one, or nobody. */
export async function payerOf(world: World, clientId: number): Promise<number[]> {
  const rows = await world.platform.db
    .selectFrom('mappings')
    .select('customer_id')
    .where('account_id', '=', world.accountId)
    .where('client_id', '=', clientId)
    .where('billed', '=', true)
    .execute()
  return rows.map((row) => row.customer_id)
}
