/** Manual credit: exact, booked once however often it is clicked, and seen by the customer. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, visitor } from './browser.ts'
import { payingCustomer } from './pages.ts'
import { customerPerson, logIn, operatorOf } from './people.ts'
import { dollars } from './sales.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** Odd cents, so that neither rounding nor another entry looks like it. */
const AMOUNT = 150_17

interface Entry {
  kind: string
  amount: number
  balanceAfter: number
  note: string
}

/** Opens the customer's page through the list, as one does. */
async function openCustomer(page: Page, company: string): Promise<{ account: number; customer: number }> {
  await page.getByRole('navigation').getByRole('link', { name: 'Customers' }).filter({ visible: true }).click()
  // until the list is there, the page before may name the same company
  await page.getByRole('heading', { level: 1, name: 'Customers' }).waitFor()
  await page.getByRole('link', { name: company, exact: true }).click()
  await page.getByRole('heading', { level: 1, name: company }).waitFor()
  await page.getByRole('tab', { name: 'Billing' }).click()
  const [account, customer] = new URL(page.url()).pathname.match(/\d+/g) ?? []
  return { account: Number(account), customer: Number(customer) }
}

async function addCredit(page: Page, reason: string, balance: number): Promise<void> {
  await page.getByRole('button', { name: 'Add credit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add credit' })
  await dialog.getByLabel('Amount').fill('150.1')
  await dialog.getByRole('button', { name: 'Add $150.10' }).waitFor()
  await dialog.getByLabel('Amount').fill('150.17')
  await dialog.getByText(`The balance will be ${dollars(balance + AMOUNT, 'USD')}.`).waitFor()
  await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: `Add ${dollars(AMOUNT, 'USD')}` }).dblclick()
  await dialog.waitFor({ state: 'detached' })
}

it('credit is added to the cent, once, and the customer sees it', async () => {
  const { world } = inject('demo')
  const buyer = payingCustomer(world)
  const reason = `Wire transfer ${Date.now()}`
  const [desk, portal] = [await visitor(browser), await visitor(browser)]
  await logIn(desk.page, operatorOf(world))
  await logIn(portal.page, customerPerson(buyer))
  const { account, customer } = await openCustomer(desk.page, buyer.company)
  const api = `/api/console/${account}/customers/${customer}`
  const { wallet } = await askAs<{ wallet: { balance: number } }>(desk.page, api)
  const after = dollars(wallet.balance + AMOUNT, 'USD')

  await addCredit(desk.page, reason, wallet.balance)
  const line = desk.page.getByRole('row').filter({ hasText: reason })
  await line.waitFor()
  expect(await line.count()).toBe(1)
  expect(await line.textContent()).toContain(`+${dollars(AMOUNT, 'USD')}${after}`)
  await desk.page.getByText(after, { exact: true }).first().waitFor()

  const { items } = await askAs<{ items: Entry[] }>(desk.page, `${api}/transactions`)
  const booked = items.filter(({ note }) => note === reason)
  expect(booked).toMatchObject([{ kind: 'credit', amount: AMOUNT, balanceAfter: wallet.balance + AMOUNT }])

  await portal.page.getByRole('navigation').getByRole('link', { name: 'Billing' }).first().click()
  const seen = portal.page.getByRole('row').filter({ hasText: reason })
  await seen.waitFor()
  expect(await seen.textContent()).toContain(`+${dollars(AMOUNT, 'USD')}${after}`)
  await portal.page.getByRole('navigation').getByRole('link', { name: 'Home' }).first().click()
  await portal.page.getByText(after, { exact: true }).first().waitFor()
  // who of the team booked it is not the customer's to know
  const me = await askAs<{ user: { name: string } }>(desk.page, '/api/console/session')
  expect(await portal.page.content()).not.toContain(me.user.name)
  expect(await line.textContent()).toContain(me.user.name)
  expect([...desk.faults, ...portal.faults]).toEqual([])
})
