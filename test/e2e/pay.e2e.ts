/** Paying on a phone: a few taps, the price said before, the balance moved once and everywhere at once. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, visitor } from './browser.ts'
import { type Request, send } from './http.ts'
import { customerPerson, logIn, operatorOf, type Person, sessionOf } from './people.ts'
import { dollars } from './sales.ts'
import type { World } from './world.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

interface Wallet {
  balance: number
}
interface Entries {
  items: { kind: string; amount: number; moved: number; charge: { id: string } | null }[]
}
const walletOf = (page: Page) => askAs<Wallet>(page, '/api/portal/wallet')
const entriesOf = (page: Page) => askAs<Entries>(page, '/api/portal/wallet/transactions?limit=4')

type Ask = (path: string, how?: Pick<Request, 'method' | 'body'>) => Promise<ReturnType<typeof JSON.parse>>

async function asking(person: Person, prefix: string): Promise<Ask> {
  const { hostname, port } = new URL(person.origin)
  const cookie = await sessionOf(person)
  return async (path, how = {}) => {
    const sent = await send(Number(port), { host: hostname, path: `${prefix}${path}`, cookie, ...how })
    if (sent.status !== 200) throw new Error(`${path} answered ${sent.status}: ${sent.text}`)
    return JSON.parse(sent.text)
  }
}

/** Connected to the simulator if it was not yet, the fee at three per cent, and this customer to pay by card. */
async function takeCards(world: World, company: string): Promise<void> {
  const desk = await asking(operatorOf(world), '/api/console/')
  const { accounts } = await desk('session')
  const base = `${accounts[0].id}`
  const { connection } = await desk(`${base}/stripe`)
  const keys = { publishableKey: 'pk_test_51PayOnAPhone000pub', secretKey: 'sk_test_51PayOnAPhone000sec' }
  if (!connection) await desk(`${base}/stripe`, { method: 'PUT', body: keys })
  await desk(`${base}/deposit-fee`, { method: 'PUT', body: { feeBp: 300 } })
  const { items } = await desk(`${base}/customers?search=${encodeURIComponent(company)}`)
  const mode = { method: 'PUT', body: { billingMode: 'real_time' } } as const
  await desk(`${base}/customers/${items[0].id}/billing-mode`, mode)
}

/** A customer that has no card yet. */
async function withoutCard(world: World): Promise<World['customers'][number]> {
  for (const customer of world.customers.filter(({ billing_mode }) => billing_mode === 'manual')) {
    const ask = await asking(customerPerson(customer), '/api/portal/')
    if ((await ask('billing')).card === null) return customer
  }
  throw new Error('every customer that pays by hand has a card already')
}

/** Says the whole price before anything is paid. */
async function readPrice(page: Page, balance: number): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add funds' })
  await dialog.getByRole('button', { name: '$100', exact: true }).click()
  const after = dollars(balance + 100_00, 'USD')
  const sum = `Amount$100.00Card fee, 3%$3.00You pay now$103.00Balance after${after}`
  expect(await dialog.locator('dl').textContent()).toBe(sum)
}

it('somebody pays on a phone in a few taps, and again with the kept card, once however often they press', async () => {
  const { world } = inject('demo')
  const customer = await withoutCard(world)
  await takeCards(world, customer.company)
  const person = customerPerson(customer)
  const [phone, desk] = [await visitor(browser, { screen: 'phone' }), await visitor(browser)]
  await logIn(phone.page, person)
  await logIn(desk.page, person)
  const { page } = phone
  const before = (await walletOf(page)).balance
  await desk.page
    .getByText(dollars(before, 'USD').replace(/\.\d\d$/, ''))
    .first()
    .waitFor()

  const begun = performance.now()
  await page.getByRole('button', { name: 'Add funds' }).last().click()
  await readPrice(page, before)
  await page.getByRole('button', { name: 'Pay $103.00' }).click()
  await page.getByRole('button', { name: /^4242 4242 4242 4242/ }).click()
  await page.getByRole('button', { name: 'Pay $103.00' }).click()
  await page.getByText('$100.00 is on your balance.').waitFor()
  expect(performance.now() - begun).toBeLessThan(60_000)
  await page.getByRole('link', { name: 'Done' }).click()
  expect((await walletOf(page)).balance).toBe(before + 100_00)
  // the other screen hears of it without a reload
  await desk.page
    .getByText(dollars(before + 100_00, 'USD').replace(/\.\d\d$/, ''))
    .first()
    .waitFor()

  await page.getByRole('link', { name: 'Transactions' }).click()
  await page.getByRole('link', { name: 'Visa 4242' }).first().waitFor()
  const [fee, deposit] = (await entriesOf(page)).items
  expect([deposit, fee]).toMatchObject([
    { kind: 'deposit', amount: 100_00 },
    { kind: 'fee', amount: 0, moved: 3_00 },
  ])
  expect(deposit?.charge?.id).toBe(fee?.charge?.id)

  // the card is kept now: no page in between
  await page.getByRole('button', { name: 'Add funds' }).last().click()
  await page.getByRole('button', { name: '$200', exact: true }).click()
  await page.getByRole('button', { name: 'Pay $206.00' }).dblclick()
  await page.getByText('$200.00 is on your balance.').waitFor()
  await page.getByRole('button', { name: 'Close' }).last().click()
  expect((await walletOf(page)).balance).toBe(before + 300_00)
  const charged = (await entriesOf(page)).items.filter(({ kind }) => kind === 'deposit')
  expect(charged.map(({ amount }) => amount)).toEqual([200_00, 100_00])

  // a file for the books says the same
  const file = await desk.page.evaluate(
    `fetch('/api/portal/wallet/transactions.csv?kind=deposit').then((a) => a.text())`,
  )
  expect(String(file)).toContain(`,Deposit,,,visa 4242,,200.00,,${(before + 300_00) / 100}`)
  expect([...phone.faults, ...desk.faults].filter((fault) => !fault.includes('favicon'))).toEqual([])
})
