/** Every page there is: who sees it, where it is, and what must be on it. A new page is a line here. */
import { guestPages } from './guest-pages.ts'
import { ask, customerPerson, operatorOf, type Person, sessionOf, supplierPerson } from './people.ts'
import { portalPages } from './portal-pages.ts'
import type { World } from './world.ts'

export type Realm = Person['realm']

export interface PageCase {
  name: string
  realm: Realm
  /** Nobody is signed in. */
  guest?: true
  /** What the page is refused, and says so: written down by the browser all the same. */
  refused?: RegExp
  path: string
  h1: string | RegExp
  /** Texts that must be visible besides. */
  shows: (string | RegExp)[]
  /** Has a chart that a library draws. */
  draws?: true
  /** Has skeletons for good: to be seen. */
  skeletons?: true
  /** One of those that people look at all day: seen in every screen and theme. */
  main?: true
}

/** What stands in addresses and on pages of this world. */
export interface Facts {
  people: Record<Realm, Person & { cookie: string }>
  account: number
  campaign: { id: number; name: string }
  customer: { id: number; company: string }
  client: { id: number; name: string }
  lead: string
  bought: string
  posted: string
}

interface Listed {
  items: { id: string }[]
}

const firstOf = ({ items }: Listed): string => {
  const [item] = items
  if (!item) throw new Error('the demo world has none of what was asked for')
  return item.id
}

/** Signs everybody in and looks up what the addresses need. */
export async function gatherFacts(world: World): Promise<Facts> {
  const [campaign, buyer, seller] = [world.campaigns[0], payingCustomer(world), world.suppliers[0]]
  if (!campaign || !seller) throw new Error('the demo world is empty')
  const come = async (person: Person) => ({ ...person, cookie: await sessionOf(person) })
  const console = await come(operatorOf(world))
  const portal = await come(customerPerson(buyer))
  const supplier = await come(supplierPerson(seller))
  const asConsole = <T>(path: string) => ask<T>(console.origin, console.cookie, `/api/console/${path}`)
  const { accounts } = await asConsole<{ accounts: { id: number }[] }>('session')
  const account = accounts[0]?.id ?? 0
  const { items } = await asConsole<{ items: { id: number; company: string }[] }>(`${account}/customers?limit=100`)
  const customer = items.find(({ company }) => company === buyer.company)
  if (!customer) throw new Error(`the console does not list ${buyer.company}`)
  const clients = await asConsole<{ items: { id: number; name: string }[] }>(`${account}/clients?role=supplies&limit=1`)
  const [client] = clients.items
  if (!client) throw new Error('the demo world has no Client that supplies')
  return {
    people: { console, portal, supplier },
    account,
    campaign,
    customer,
    client,
    lead: firstOf(await asConsole<Listed>(`${account}/leads?status=accepted&range=last_90&limit=1`)),
    bought: firstOf(await ask<Listed>(portal.origin, portal.cookie, '/api/portal/leads?range=last_90&limit=1')),
    posted: firstOf(
      await ask<Listed>(supplier.origin, supplier.cookie, `/api/supplier/${account}/leads?range=last_90&limit=1`),
    ),
  }
}

/** A customer whose balance moves with what is sold. */
export function payingCustomer(world: World): World['customers'][number] {
  const found = world.customers.find(
    ({ billing_mode, campaigns }) => billing_mode !== 'none' && campaigns.some(({ billed }) => billed),
  )
  if (!found) throw new Error('no customer of the demo world pays for anything')
  return found
}

function consolePages({ account, campaign, customer, lead, client }: Facts): PageCase[] {
  const base = `/${account}`
  const page = (path: string): Pick<PageCase, 'realm' | 'path'> => ({ realm: 'console', path: base + path })
  const drawer = `/leads?range=last_90&lead=${lead}`
  const part = `/campaigns/${campaign.id}?tab=`
  return [
    {
      name: 'console-home',
      ...page(''),
      h1: 'Home',
      shows: ['Revenue', 'Live', 'Campaigns'],
      draws: true,
      main: true,
    },
    { name: 'console-leads', ...page('/leads'), h1: 'Leads', shows: ['Accepted'], main: true },
    {
      name: 'console-lead',
      ...page(drawer),
      h1: 'Leads',
      shows: [lead.slice(-8), 'Timeline', /Answered/],
      main: true,
    },
    { name: 'console-lead-fields', ...page(`${drawer}&tab=fields`), h1: 'Leads', shows: ['How it came'] },
    { name: 'console-lead-money', ...page(`${drawer}&tab=money`), h1: 'Leads', shows: ['Profit', 'Price'] },
    {
      name: 'console-leads-none',
      ...page('/leads?search=nobody%40example.invalid'),
      h1: 'Leads',
      shows: ['No leads match', 'Clear filters'],
    },
    {
      name: 'console-leads-returned',
      ...page('/leads?range=last_90&returned=returned&columns=code'),
      h1: 'Leads',
      shows: ['Returned', 'Returns'],
    },
    { name: 'console-campaigns', ...page('/campaigns'), h1: 'Campaigns', shows: [campaign.name] },
    {
      name: 'console-campaign',
      ...page(`/campaigns/${campaign.id}`),
      h1: campaign.name,
      shows: ['Buyers'],
      main: true,
    },
    { name: 'console-campaign-suppliers', ...page(`${part}suppliers`), h1: campaign.name, shows: ['Suppliers'] },
    {
      name: 'console-campaign-fields',
      ...page(`${part}fields`),
      h1: campaign.name,
      shows: ['First name', 'System fields'],
    },
    { name: 'console-campaign-versions', ...page(`${part}versions`), h1: campaign.name, shows: [/Version \d/] },
    { name: 'console-campaign-new', ...page('/campaigns/new'), h1: 'New campaign', shows: ['What is it about?'] },
    { name: 'console-campaign-buyer-new', ...page(`${part}buyers&add=1`), h1: campaign.name, shows: ['Add a buyer'] },
    {
      name: 'console-campaign-distribution',
      ...page(`${part}distribution`),
      h1: campaign.name,
      shows: ['Method', 'Order'],
    },
    {
      name: 'console-campaign-checks',
      ...page(`${part}checks`),
      h1: campaign.name,
      shows: ['Duplicates', 'Outside checks'],
    },
    { name: 'console-campaign-settings', ...page(`${part}settings`), h1: campaign.name, shows: ['Time zone'] },
    { name: 'console-customers', ...page('/customers'), h1: 'Customers', shows: [customer.company] },
    {
      name: 'console-customer',
      ...page(`/customers/${customer.id}`),
      h1: customer.company,
      shows: ['Balance', 'Add credit', 'Edit mappings', 'Close', 'Legal name'],
      main: true,
    },
    {
      name: 'console-customer-billing',
      ...page(`/customers/${customer.id}?tab=billing`),
      h1: customer.company,
      shows: ['Billing mode', 'Transactions'],
    },
    {
      name: 'console-customer-permissions',
      ...page(`/customers/${customer.id}?tab=permissions`),
      h1: customer.company,
      shows: ['Return leads', 'Caps and schedule'],
    },
    {
      name: 'console-customer-activity',
      ...page(`/customers/${customer.id}?tab=activity`),
      h1: customer.company,
      shows: ['Activity', /credit added|created|sent/i],
    },
    {
      name: 'console-customers-none',
      ...page('/customers?search=nobody-is-called-this'),
      h1: 'Customers',
      shows: ['No customers match', 'Clear filters'],
    },
    { name: 'console-mapping', ...page('/customers?tab=mapping'), h1: 'Customers', shows: [/This customer|Pays/] },
    {
      name: 'console-permissions',
      ...page('/customers?tab=permissions'),
      h1: 'Customers',
      shows: ['Auto-approve lead returns', 'Caps and schedule'],
    },
    { name: 'console-portal', ...page('/portal'), h1: 'Portal settings', shows: ['Company name or DBA', 'Subdomain'] },
    {
      name: 'console-portal-set-up',
      ...page('/portal/set-up?step=look'),
      h1: 'Set up your portal',
      shows: ['Choose another picture, or drop it here', 'Colour'],
    },
    { name: 'console-payments', ...page('/payments'), h1: 'Card payments', shows: ['Stripe', 'Deposit fee'] },
    {
      name: 'console-reconciliation',
      ...page('/payments?tab=reconciliation'),
      h1: 'Card payments',
      shows: ['Reconciliation'],
    },
    {
      name: 'console-closed-balances',
      ...page('/payments?tab=closed'),
      h1: 'Card payments',
      shows: ['No open balances yet'],
    },
    {
      name: 'console-statements',
      ...page('/statements'),
      h1: 'Statements',
      shows: ['Issue statements', 'Your details'],
    },
    { name: 'console-exports', ...page('/exports'), h1: 'Exports', shows: ['No exports yet'] },
    { name: 'console-clients', ...page('/clients'), h1: 'Clients', shows: [client.name, 'New Client'] },
    {
      name: 'console-client',
      ...page(`/clients/${client.id}`),
      h1: client.name,
      shows: ['Supplied', 'Campaigns', 'Customers'],
    },
    {
      name: 'console-imports',
      ...page('/imports'),
      h1: 'Imports',
      shows: ['leads-before-the-move.csv', 'New import'],
    },
    {
      name: 'console-import-new',
      ...page('/imports/new'),
      h1: 'New import',
      shows: ['Choose a CSV file, or drop it here'],
    },
    { name: 'console-alerts', ...page('/alerts'), h1: 'Alerts', shows: [/is silent|balance/, 'When to tell'] },
    {
      name: 'console-alert-settings',
      ...page('/alerts?tab=settings'),
      h1: 'Alerts',
      shows: ['Silence', 'Falling acceptance', 'By e-mail too'],
    },
    {
      name: 'console-reports',
      ...page('/reports'),
      h1: 'Reports',
      shows: ['Saved reports', 'Revenue', 'Margin', 'Total'],
      draws: true,
    },
    {
      name: 'console-report-two',
      ...page('/reports?by=campaign&and=supplier'),
      h1: 'Reports',
      shows: [campaign.name, 'By campaign and supplier'],
    },
    { name: 'console-team', ...page('/team'), h1: 'Team', shows: ['Invite', 'Invited', 'Send again'] },
    { name: 'console-keys', ...page('/keys'), h1: 'API keys', shows: ['Nightly sheet', 'New key'] },
    { name: 'console-audit', ...page('/audit?range=last_90'), h1: 'Audit log', shows: ['Nora Halloran'] },
    { name: 'console-security', ...page('/security'), h1: 'Security', shows: ['Turn on', 'This browser'] },
    { name: 'console-settings', ...page('/settings'), h1: 'Settings', shows: ['Time zone', 'Currency'] },
    { name: 'console-nowhere', ...page('/nowhere'), h1: 'There is nothing here', shows: ['Go to the start'] },
    { name: 'console-kit', realm: 'console', path: '/kit', h1: /\w/, shows: [/\w/], skeletons: true },
  ]
}

function supplierPages({ account, posted }: Facts): PageCase[] {
  const page = (path: string): Pick<PageCase, 'realm' | 'path'> => ({ realm: 'supplier', path: `/${account}${path}` })
  const six = ['Total Leads', 'Net Accepted', 'Failed', 'Duplicate', 'Returns', 'Net Revenue']
  return [
    { name: 'supplier-dashboard', ...page(''), h1: 'Dashboard', shows: six, draws: true, main: true },
    { name: 'supplier-leads', ...page('/leads'), h1: 'Leads', shows: ['Accepted'], main: true },
    {
      name: 'supplier-lead',
      ...page(`/leads?range=last_90&lead=${posted}`),
      h1: 'Leads',
      shows: [posted.slice(-8), 'Campaign'],
    },
    { name: 'supplier-security', ...page('/security'), h1: 'Security', shows: ['Turn on', 'This browser'] },
  ]
}

export const pagesOf = (facts: Facts): PageCase[] => [
  ...guestPages(),
  ...consolePages(facts),
  ...portalPages(facts),
  ...supplierPages(facts),
]
