/** Leads that somebody in the demo world pays for, with the people on all three sides of them. */
import { send } from './http.ts'
import { ask, customerPerson, operatorOf, type Person, sessionOf, supplierPerson } from './people.ts'
import { type Campaign, type Customer, postLead, type Supplier, type World } from './world.ts'

/** What the console's API says of a lead, as far as journeys need it. */
export interface ReadLead {
  lead: { id: string; status: string; revenue: number; payout: number }
  currency: string
  profit: number
  sales: {
    buyer: { name: string }
    client: { id: number; name: string }
    price: number
    debit: {
      amount: number
      balanceBefore: number
      balanceAfter: number
      entry: number
      customer: { name: string }
    } | null
  }[]
  timeline: { title: string }[]
  fields: { name: string; label: string; value: unknown }[]
}

/** A person with a session. */
export type Guest = Person & { cookie: string }

export interface Market {
  port: number
  world: World
  operator: Guest
  account: number
  /** Suppliers by id, each with somebody who may see its leads. */
  sellers: Map<number, Person>
}

async function welcome(person: Person): Promise<Guest> {
  return { ...person, cookie: await sessionOf(person) }
}

/** The campaigns' suppliers that somebody sees in the Supplier Portal. */
async function suppliersSeenBy(person: Person): Promise<[number, Person][]> {
  const { origin, cookie } = await welcome(person)
  const portals = await ask<{ items: { account: number }[] }>(origin, cookie, '/api/supplier/portals')
  const ids: [number, Person][] = []
  for (const { account } of portals.items) {
    const path = `/api/supplier/${account}/campaigns`
    const { items } = await ask<{ items: { suppliers: { id: number }[] }[] }>(origin, cookie, path)
    ids.push(...items.flatMap(({ suppliers }) => suppliers.map(({ id }): [number, Person] => [id, person])))
  }
  return ids
}

export async function openMarket(port: number, world: World): Promise<Market> {
  const operator = await welcome(operatorOf(world))
  const { accounts } = await ask<{ accounts: { id: number }[] }>(
    operator.origin,
    operator.cookie,
    '/api/console/session',
  )
  const seen = await Promise.all(world.suppliers.map((one) => suppliersSeenBy(supplierPerson(one))))
  return { port, world, operator, account: accounts[0]?.id ?? 0, sellers: new Map(seen.flat()) }
}

/** The operator's view of a lead. */
export function readLead({ operator, account }: Market, id: string): Promise<ReadLead> {
  return ask<ReadLead>(operator.origin, operator.cookie, `/api/console/${account}/leads/${id}`)
}

export interface Line {
  campaign: Campaign
  supplier: Supplier
  seller: Person
  customer: Customer
}

/** Who a lead was debited to, among the customers whose log-in is known. */
export function debitedTo({ world }: Market, lead: ReadLead): Customer | undefined {
  const name = lead.sales[0]?.debit?.customer.name
  return world.customers.find(({ company }) => company === name)
}

async function probe(market: Market, campaign: Campaign, supplier: Supplier): Promise<ReadLead> {
  const { lead_id, status, message } = await postLead(market.port, { campaign, supplier })
  if (status !== 'ACCEPTED') throw new Error(`the sample of ${supplier.name} is not accepted: ${message}`)
  return readLead(market, lead_id)
}

/** Has a customer with money pay for a Client that nobody pays for. */
async function mapToPayer({ world, operator, account }: Market, client: number): Promise<Customer> {
  const { origin, cookie } = operator
  const path = `/api/console/${account}/customers`
  const { items } = await ask<{ items: { id: number; company: string }[] }>(
    origin,
    cookie,
    `${path}?sort=-balance&billingMode=manual&limit=1`,
  )
  const payer = world.customers.find(({ company }) => company === items[0]?.company)
  if (!payer || !items[0]) throw new Error('nobody in the demo world has money')
  const { hostname, port } = new URL(origin)
  const mapping = { host: hostname, path: `${path}/${items[0].id}/clients/${client}`, cookie }
  const { status, text } = await send(Number(port), { ...mapping, method: 'PUT', body: {} })
  if (status !== 200) throw new Error(`the Client is not mapped: ${text}`)
  return payer
}

/**
 * Suppliers whose leads are now bought by a customer who pays: which ones those are depends on the hour, on caps
 * and on budgets, so each is tried with a lead. Where none is left, buyers nobody pays for get a payer.
 */
export async function* paidLines(market: Market): AsyncGenerator<Line> {
  const unpaid: (Omit<Line, 'customer'> & { client: number })[] = []
  for (const campaign of market.world.campaigns) {
    for (const supplier of campaign.suppliers) {
      const seller = market.sellers.get(supplier.id)
      if (!seller) continue
      const lead = await probe(market, campaign, supplier)
      const customer = debitedTo(market, lead)
      if (customer) yield { campaign, supplier, seller, customer }
      else unpaid.push({ campaign, supplier, seller, client: lead.sales[0]?.client.id ?? 0 })
    }
  }
  for (const { client, ...line } of unpaid) yield { ...line, customer: await mapToPayer(market, client) }
}

/** Sells one more lead of a line. @returns undefined where the line just ended at a cap */
export async function sellOne(
  market: Market,
  line: Line,
  values: Record<string, unknown> = {},
): Promise<ReadLead | undefined> {
  const { lead_id } = await postLead(market.port, { ...line, values })
  const lead = await readLead(market, lead_id)
  return debitedTo(market, lead)?.company === line.customer.company ? lead : undefined
}

/** Sells one lead of the first line that takes it. */
export async function sellSomewhere(
  market: Market,
  values: Record<string, unknown> = {},
): Promise<{ line: Line; lead: ReadLead }> {
  for await (const line of paidLines(market)) {
    const lead = await sellOne(market, line, values)
    if (lead) return { line, lead }
  }
  throw new Error('nobody in the demo world pays for a lead now')
}

export const customerOf = ({ customer }: Line): Person => customerPerson(customer)

/** An amount as people read it, made without the product's own code. */
export function dollars(amount: number, currency: string): string {
  const text = new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount / 100)
  return text.replace('-', '−')
}
