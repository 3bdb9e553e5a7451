/** A new operator sets up its portal by the labels on the page: name, logo, colour, address, Stripe, fee. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { png } from '../../dev/png.ts'
import { openBrowser, visitor } from './browser.ts'
import { type Installation, startInstallation } from './installation.ts'
import { openAccount } from './new-operator.ts'

let browser: Browser
let installation: Installation
beforeAll(async () => {
  ;[browser, installation] = await Promise.all([openBrowser(), startInstallation(['--dev'])])
}, 120_000)
afterAll(async () => {
  await Promise.all([browser?.close(), installation?.stop()])
})

const LOGO = png(64, 64, (x, y) => (x > y ? [10, 125, 85, 255] : [255, 255, 255, 0]))
const PRINTED = { timeout: 10_000, interval: 50 }
const next = (page: Page) => page.getByRole('button', { name: 'Save and continue' }).click()

async function chooseLook(page: Page): Promise<void> {
  const picture = page.getByLabel('Logo', { exact: true }).and(page.locator('input'))
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  await picture.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: svg })
  await page.getByText('This is not a whole PNG, JPEG, WebP or GIF picture.').waitFor()
  await picture.setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: LOGO })
  await page.getByRole('img', { name: 'Logo on dark' }).waitFor()
  await page.getByRole('textbox', { name: 'Colour', exact: true }).fill('#0a7d55')
  await next(page)
}

async function chooseAddress(page: Page): Promise<void> {
  const field = page.getByLabel('Subdomain')
  await field.fill('www')
  await page.getByText('This name is reserved. Choose another one.').waitFor()
  await field.fill('halcyon-buyers')
  await page.getByText('halcyon-buyers.localhost is free.').waitFor()
  await next(page)
}

async function connectStripe(page: Page): Promise<void> {
  await page.getByLabel('Publishable key').fill('pk_test_51HalcyonLeads01publishable')
  await page.getByLabel('Restricted or secret key', { exact: true }).fill('pk_test_51HalcyonLeads01publishable')
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.getByText(/^This is (a|the) publishable key/).waitFor()
  await page.getByLabel('Restricted or secret key', { exact: true }).fill('rk_test_51HalcyonLeads01restricted4242')
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.getByText('Connected to Stripe in test mode, with the key that ends in 4242.').waitFor()
  const fee = page.getByRole('textbox', { name: 'Deposit fee' })
  await fee.fill('16')
  await page.getByText('From 0 to 15%.').waitFor()
  await fee.fill('3')
  await page.getByText('$100.00 + $3.00 = $103.00').waitFor()
  await page.getByText('Check that you may.').waitFor()
  await next(page)
}

it('a new operator sets its portal up, and customers meet it so from the first byte', async () => {
  // it is printed a moment after the first request is answered
  const link = await vi.waitUntil(() => /http:\S+\/first-account#\S+/.exec(installation.printed())?.[0], PRINTED)
  const { page, faults, context } = await visitor(browser)
  await openAccount(page, link)
  await page.getByRole('region', { name: 'Set-up' }).getByRole('link', { name: 'Set up your portal' }).click()
  await page.getByLabel('Company name or DBA').fill('Halcyon Buyers')
  await next(page)
  await chooseLook(page)
  await chooseAddress(page)
  await connectStripe(page)
  await page.getByRole('button', { name: 'Finish' }).click()
  await page.getByRole('heading', { level: 1, name: 'Portal settings' }).waitFor()
  await page.getByText('Earlier addresses still lead to your portal').waitFor()
  await page.getByRole('link', { name: 'Card payments' }).first().click()
  await page.getByText('Registered at Stripe').waitFor()
  // the picture and the key that are none
  expect(faults.filter((fault) => !fault.includes('400'))).toEqual([])
  await context.close()

  const customer = await visitor(browser)
  const answer = await customer.page.goto(`http://halcyon-buyers.localhost:${installation.port}/`)
  const shell = (await answer?.text()) ?? ''
  const logo = /"logo":"([^"]+)"/.exec(shell)?.[1] ?? ''
  expect(shell).toContain('<title>Halcyon Buyers</title>')
  expect(shell).toContain('--brand:#0a7d55')
  expect(answer?.headers().link).toContain(logo)
  await customer.page.getByText('Halcyon Buyers').first().waitFor()
  await customer.page.waitForFunction(`document.querySelector('img[src="${logo}"]')?.naturalWidth === 64`)
  expect(customer.faults).toEqual([])
  await customer.context.close()
})
