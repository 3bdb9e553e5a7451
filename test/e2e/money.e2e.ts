/**
 * A buyer's money from the first day on: invited, card saved, paid in, sold to, recharged by itself, declined, held up,
 * helped on; then what Stripe takes back. In the demo world, whose Stripe is played.
 */
import { randomInt } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, visitor } from './browser.ts'
import { type Request, send } from './http.ts'
import { linkTo } from './mails.ts'
import { logIn, operatorOf, sessionOf } from './people.ts'
import { type AtStripe, stripeOf } from './stripe.ts'
import type { World } from './world.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

// names of their own in each run: the demo world may be one that was walked before (E2E_PORT)
const COMPANY = `Gable and Sons ${Date.now()}`
const EMAIL = `gwen${Date.now()}@example.com`
const PRICE = 40_00
/** What Stripe tells is read within a second, and mail is sent after. */
const SOON = { timeout: 15_000 }

/** The operator, by the API. */
async function deskOf(world: World) {
  const { origin, ...person } = operatorOf(world)
  const { hostname, port } = new URL(origin)
  const cookie = await sessionOf({ origin, ...person })
  const ask = async (path: string, how: Pick<Request, 'method' | 'body'> = {}) => {
    const sent = await send(Number(port), { host: hostname, path: `/api/console/${path}`, cookie, ...how })
    if (sent.status !== 200) throw new Error(`${path} answered ${sent.status}: ${sent.text}`)
    return JSON.parse(sent.text)
  }
  const { accounts } = await ask('session')
  const account = String(accounts[0].id)
  return {
    read: (path: string) => ask(`${account}/${path}`),
    post: (path: string, body: unknown) => ask(`${account}/${path}`, { method: 'POST', body }),
    put: (path: string, body: unknown) => ask(`${account}/${path}`, { method: 'PUT', body }),
  }
}
type Desk = Awaited<ReturnType<typeof deskOf>>

async function invite(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Customers' }).filter({ visible: true }).click()
  await page.getByRole('button', { name: 'Add client' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add client' })
  await dialog.getByLabel('Name', { exact: true }).fill('Gwen Gable')
  await dialog.getByLabel('E-mail').fill(EMAIL)
  await dialog.getByLabel('Company').fill(COMPANY)
  await dialog.getByLabel('Client', { exact: true }).fill(COMPANY)
  await dialog.getByLabel('Billing').selectOption('real_time')
  await dialog.getByRole('button', { name: 'Add and invite' }).click()
  await page.getByRole('heading', { level: 1, name: COMPANY }).waitFor()
}

async function acceptInvitation(page: Page, port: number): Promise<void> {
  await page.goto(await linkTo(port, EMAIL))
  await page.getByLabel('Password', { exact: true }).fill('a password of my own')
  await page.getByRole('button', { name: 'Accept and log in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

/** A campaign of its own: nobody else buys there, so that each lead tells of this customer alone. */
async function openLine(desk: Desk, port: number) {
  const client = (await desk.read(`clients?search=${encodeURIComponent(COMPANY)}`)).items[0].id
  const field = { name: 'email', label: 'E-mail', type: 'email', required: true }
  const flags = { hiddenFromSpecs: false, hiddenFromBuyers: false }
  const settings = { zone: 'America/New_York', fields: [{ ...field, ...flags }] }
  const campaign = (await desk.post('campaigns', { name: COMPANY, settings })).id
  const payout = { kind: 'fixed', amount: 1_000 }
  const seller = { client, name: 'Seller', settings: { payout, testMode: false } }
  const { id, key } = await desk.post(`campaigns/${campaign}/suppliers`, seller)
  await desk.post(`campaigns/${campaign}/buyers`, { client, name: 'Buyer', settings: { price: PRICE } })
  return async (): Promise<string> => {
    const lead = { lp_campaign_id: campaign, lp_supplier_id: id, lp_key: key, email: `l${randomInt(1e12)}@example.com` }
    const sent = { host: 'localhost', path: '/direct_post', method: 'POST', body: lead } as const
    return JSON.parse((await send(port, sent)).text).status
  }
}

/** On the hosted page: chooses a test card and sends it. */
async function enterCard(page: Page, number: RegExp, button: string): Promise<void> {
  await page.getByRole('button', { name: number }).click()
  await page.getByRole('button', { name: button }).click()
}

const nav = (page: Page, name: string) =>
  page.getByRole('navigation').getByRole('link', { name }).filter({ visible: true }).first().click()

/** As the page shows it, without a reload. */
const showsBalance = (page: Page, whole: string) =>
  page.locator('[data-size=balance], [data-size=figure]').filter({ hasText: whole }).first().waitFor()

interface Entries {
  items: { kind: string; amount: number }[]
}
const entriesOf = async (page: Page): Promise<string[]> => {
  const { items } = await askAs<Entries>(page, '/api/portal/wallet/transactions?limit=50')
  return items.map(({ kind, amount }) => `${kind} ${amount}`)
}

async function agreeToRecharge(page: Page): Promise<void> {
  await nav(page, 'Billing')
  await page.getByRole('button', { name: 'Set up' }).click()
  const dialog = page.getByRole('dialog', { name: 'Auto-recharge' })
  await dialog.getByLabel('When the balance falls below').fill('50')
  await dialog.getByLabel('Charge', { exact: true }).fill('100')
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Turn on auto-recharge' }).click()
  await dialog.waitFor({ state: 'detached' })
}

interface Intent {
  id: string
  status: string
  amount: number
  payment_method: string
}
async function paidHere(stripe: AtStripe, customer: string): Promise<Intent[]> {
  const all = await stripe.order<(Intent & { metadata: Record<string, string> })[]>({
    do: 'list',
    kind: 'paymentIntents',
  })
  return all.filter(({ metadata, status }) => metadata.portico_customer === customer && status === 'succeeded')
}

async function subjectsTo(port: number, email: string): Promise<string[]> {
  const { text } = await send(port, { host: 'localhost', path: '/dev/mail.json' })
  const mails: { to: string[]; subject: string }[] = JSON.parse(text)
  return mails.filter(({ to }) => to.includes(email)).map(({ subject }) => subject)
}

it('a buyer pays as leads arrive, is helped when the card fails, and money taken back is booked', async () => {
  const { world, port } = inject('demo')
  const stripe = stripeOf(world)
  const desk = await deskOf(world)
  const [operator, buyer] = [await visitor(browser), await visitor(browser)]
  const { page } = buyer
  await logIn(operator.page, operatorOf(world))
  await invite(operator.page)
  const customer = new URL(operator.page.url()).pathname.split('/').filter(Boolean).at(-1) ?? ''
  await desk.put(`customers/${customer}/wallet`, { minimumBalance: 50_00, creditLimit: 0 })
  const sell = await openLine(desk, port)
  await acceptInvitation(page, port)

  // without a card nothing is paid by card: the page says what to do
  await page.getByText('Add a card to pay as leads arrive.').waitFor()
  await page.getByRole('button', { name: 'Add a card' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Add a card' }).click()
  await enterCard(page, /^4242 4242 4242 4242/, 'Save card')
  await page.getByText('ending 4242').first().waitFor()

  // 100.00 and a fee of 3 %: charged 103.00, credited 100.00, receipt mailed
  await nav(page, 'Billing')
  await page.getByRole('button', { name: 'Add funds' }).first().click()
  await page.getByRole('button', { name: '$100', exact: true }).click()
  await page.getByRole('button', { name: 'Pay $103.00' }).dblclick()
  await page.getByText('$100.00 is on your balance.').waitFor()
  await page.getByRole('button', { name: 'Close' }).last().click()
  expect((await paidHere(stripe, customer)).map(({ amount }) => amount)).toEqual([103_00])
  await expect.poll(() => subjectsTo(port, EMAIL), SOON).toContainEqual(expect.stringContaining('$103.00'))

  // leads arrive and the balance falls on the open page; at 20.00 it recharges by itself, once
  await agreeToRecharge(page)
  await nav(page, 'Home')
  expect(await sell()).toBe('ACCEPTED')
  await showsBalance(page, '$60')
  expect(await sell()).toBe('ACCEPTED')
  await showsBalance(page, '$120')
  expect(await entriesOf(page)).toEqual([
    'fee 0',
    'deposit 10000',
    'sale -4000',
    'sale -4000',
    'fee 0',
    'deposit 10000',
  ])

  // the card starts declining: both sides are told, the recharge stops, and then the balance holds leads up
  const [{ payment_method: card } = { payment_method: '' }] = await paidHere(stripe, customer)
  await stripe.order({ do: 'orderCard', paymentMethod: card, answer: 'lost_card' })
  for (let nth = 0; nth < 2; nth++) expect(await sell()).toBe('ACCEPTED')
  await page.getByText('Your campaigns are paused for balance.').waitFor()
  await page.getByText('Auto-recharge has stopped: the card was declined.').waitFor()
  expect(await sell()).not.toBe('ACCEPTED')
  await expect.poll(() => subjectsTo(port, EMAIL), SOON).toContainEqual(expect.stringContaining('could not be charged'))
  await expect
    .poll(() => subjectsTo(port, world.operator.email), SOON)
    .toContainEqual(expect.stringContaining(`Auto-recharge of ${COMPANY} failed`))

  // another card: charged at once, and leads are sold again
  await page.getByRole('button', { name: 'Change the card' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Use another card' }).click()
  await enterCard(page, /^5555 5555 5555 4444/, 'Save card')
  await page.getByText('ending 4444').first().waitFor()
  await nav(page, 'Home')
  await showsBalance(page, '$140')
  await page.getByText('Your campaigns are paused for balance.').waitFor({ state: 'detached' })
  expect(await sell()).toBe('ACCEPTED')
  await showsBalance(page, '$100')

  // 103.00 given back at Stripe takes 100.00 from the wallet; a dispute takes it below zero, and holds everything up
  const payments = await paidHere(stripe, customer)
  expect(payments.map(({ amount }) => amount)).toEqual([103_00, 103_00, 103_00])
  await stripe.order({ do: 'refund', of: payments[2]?.id })
  await expect.poll(() => entriesOf(page), SOON).toEqual(expect.arrayContaining(['refund -10000', 'refund_fee 0']))
  // the recharge brings it back; 60.00 are left when the dispute comes
  const deposits = async () => (await entriesOf(page)).filter((one) => one === 'deposit 10000').length
  await expect.poll(deposits, SOON).toBe(4)
  expect(await sell()).toBe('ACCEPTED')
  await showsBalance(page, '$60')
  const { id } = await stripe.order<{ id: string }>({ do: 'dispute', of: payments[1]?.id })
  await page.getByText('Your campaigns are paused: a payment is disputed.').waitFor()
  await showsBalance(page, '−$40')
  await stripe.order({ do: 'endDispute', id, status: 'won' })
  await expect.poll(() => entriesOf(page), SOON).toContain('dispute_won 10000')
  // won: the money is back, and the rest waits for a person
  await page.getByText('Your campaigns are paused: a payment is disputed.').waitFor()
  await page.getByText('resumes them, and auto-recharge, once that is settled').waitFor()
  expect(await askAs(page, '/api/portal/recharge')).toMatchObject({ works: false, idle: 'dispute' })
  expect(await sell()).not.toBe('ACCEPTED')
  expect([...operator.faults, ...buyer.faults].filter((fault) => !fault.includes('favicon'))).toEqual([])
}, 120_000)
