/** A customer's way in: added and invited in the console, in by the mailed link, looked at as it sees itself. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, visitor } from './browser.ts'
import { linkTo } from './mails.ts'
import { logIn, operatorOf } from './people.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

// names of their own in each run: the demo world may be one that was walked before (E2E_PORT)
const COMPANY = `Harbor Roofing ${Date.now()}`
const EMAIL = `hana${Date.now()}@example.com`

async function addCustomer(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Customers' }).filter({ visible: true }).click()
  await page.getByRole('button', { name: 'Add client' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add client' })
  await dialog.getByLabel('Name', { exact: true }).fill('Hana Harbor')
  await dialog.getByLabel('E-mail').fill('not an address')
  await dialog.getByLabel('Company').fill(COMPANY)
  await dialog.getByLabel('Client', { exact: true }).fill(COMPANY)
  await dialog.getByLabel('Billing').selectOption('manual')
  await dialog.getByRole('button', { name: 'Add and invite' }).click()
  await dialog.getByText('not an e-mail address').waitFor()
  await dialog.getByLabel('E-mail').fill(EMAIL)
  await dialog.getByRole('button', { name: 'Add and invite' }).click()
  await page.getByRole('heading', { level: 1, name: COMPANY }).waitFor()
  await page.getByText('Invited', { exact: true }).first().waitFor()
  await page.getByRole('table', { name: 'Mappings' }).getByText('This customer').waitFor()
}

async function comeIn(page: Page, link: string): Promise<void> {
  await page.goto(link)
  // as whoever added it wrote it
  expect(await page.getByLabel('Your name').inputValue()).toBe('Hana Harbor')
  await page.getByLabel('Password', { exact: true }).fill('a password of my own')
  await page.getByRole('button', { name: 'Accept and log in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

async function look(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'View as customer' }).click()
  const dialog = page.getByRole('dialog', { name: `View as ${COMPANY}` })
  await dialog.getByRole('button', { name: 'View as customer' }).click()
  await page.getByText(`You see what ${COMPANY} sees.`).waitFor()
  expect(await page.getByRole('button', { name: /Deposit|Pay in/ }).count()).toBe(0)
  await page.getByRole('navigation').getByRole('link', { name: 'Users' }).filter({ visible: true }).click()
  await page.getByText(EMAIL).waitFor()
  expect(await page.getByRole('button', { name: 'Invite' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Stop looking' }).click()
  await page.getByRole('button', { name: 'Log in' }).waitFor()
}

it('a customer is added, invited, comes in by the mail, and can be looked at but not acted for', async () => {
  const { world } = inject('demo')
  const [desk, own] = [await visitor(browser), await visitor(browser)]
  await logIn(desk.page, operatorOf(world))
  await addCustomer(desk.page)
  await comeIn(own.page, await linkTo(Number(new URL(world.operator.console).port), EMAIL))
  await desk.page.reload()
  await desk.page.getByText(EMAIL).first().waitFor()
  await look(desk.page)
  await own.page.getByRole('navigation').getByRole('link', { name: 'Activity' }).filter({ visible: true }).click()
  await own.page
    .getByText(/looked|viewed/i)
    .first()
    .waitFor()
  // the refusal of the address that is none
  const refused = /400/
  expect([...desk.faults, ...own.faults].filter((fault) => !refused.test(fault))).toEqual([])
})
