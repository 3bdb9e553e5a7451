/** An installation of one's own: the link that start prints, the first account, and pages with nothing on them yet. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBrowser, visitor } from './browser.ts'
import { type Installation, startInstallation } from './installation.ts'

let browser: Browser
let installation: Installation
beforeAll(async () => {
  ;[browser, installation] = await Promise.all([openBrowser(), startInstallation([])])
}, 120_000)
afterAll(async () => {
  await Promise.all([browser?.close(), installation?.stop()])
})

/** Each page with what it says to somebody who has nothing. */
const EMPTY: [link: string, h1: string, says: string | RegExp][] = [
  ['Leads', 'Leads', 'No leads yet'],
  ['Campaigns', 'Campaigns', 'No campaigns yet'],
  ['Clients', 'Clients', /^No Clients yet/i],
  ['Customers', 'Customers', 'No customers yet'],
]

it('the link that start prints opens the first account, once', async () => {
  const link = installation.printed().match(/http:\S+\/first-account#\S+/)?.[0] ?? ''
  expect(new URL(link).host).toBe(`app.localhost:${installation.port}`)
  const { page, faults, context } = await visitor(browser)
  await page.goto(link)
  await page.getByLabel('Company').fill('Halcyon Leads')
  await page.getByLabel('Time zone').selectOption('America/Chicago')
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@halcyon.example.com')
  await page.getByLabel('Password', { exact: true }).fill('short')
  await page.getByRole('button', { name: 'Open the account' }).click()
  await page.getByText(/at least 10 characters$/).waitFor()
  await page.getByLabel('Password', { exact: true }).fill('a longer password')
  await page.getByRole('button', { name: 'Open the account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  await page.getByText('Halcyon Leads').first().waitFor()
  await page.getByText('The first lead appears here within a second.').waitFor()
  for (const [name, h1, says] of EMPTY) {
    await page.getByRole('navigation').getByRole('link', { name, exact: true }).filter({ visible: true }).click()
    await page.getByRole('heading', { level: 1, name: h1 }).waitFor()
    await page.getByRole('heading', { name: says }).waitFor()
  }
  // the too short password was refused by the server
  expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
  await context.close()

  const second = await visitor(browser)
  await second.page.goto(link)
  await second.page.getByText('This link does not work any more.').waitFor()
  expect(await second.page.getByLabel('Company').count()).toBe(0)
})
