/** A new operator on an empty installation: from the link that start prints to figures that are right, by labels alone. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SampleEndpoint, startEndpoint } from '../../dev/endpoint.ts'
import { openBrowser, visitor } from './browser.ts'
import { type Installation, startInstallation } from './installation.ts'
import { addBuyer, addSupplier, createCampaign, openAccount, post, readExample } from './new-operator.ts'

let browser: Browser
let installation: Installation
let endpoint: SampleEndpoint
beforeAll(async () => {
  ;[browser, endpoint] = await Promise.all([openBrowser(), startEndpoint(() => new Date())])
  installation = await startInstallation([], { DELIVERY_ALLOW: '127.0.0.1' })
}, 120_000)
afterAll(async () => {
  await Promise.all([browser?.close(), installation?.stop(), endpoint?.close()])
})

const MOST_MS = 5 * 60_000

/** Sends one for real from the buyer's own page, and reads what its system said. */
async function testPost(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Delivery/ }).click()
  await page.getByRole('button', { name: 'Test post' }).click()
  await page.getByText('Accepted.', { exact: true }).waitFor()
}

/** A second buyer's hours, changed on its own page and saved with the rest. */
async function setHours(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Hours/ }).click()
  await page.getByLabel('Time zone').selectOption('America/New_York')
  await page.getByLabel('Date off').fill('2099-12-25')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('button', { name: /^Save$/ }).click()
  await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' })
}

it(
  'sells a first lead in under five minutes',
  async () => {
    const link = installation.printed().match(/http:\S+\/first-account#\S+/)?.[0] ?? ''
    const { page, faults, context } = await visitor(browser)
    const started = performance.now()
    await openAccount(page, link)
    await page.getByText('1 of 7 done').waitFor()
    await createCampaign(page, 'Solar')
    await addSupplier(page, 'Bright Ads', '20')
    const example = await readExample(page)
    await addBuyer(page, {
      client: 'Sunny Homes',
      price: '50',
      states: 'CA, NV',
      cap: '25',
      url: `${endpoint.url}/buyer/accept`,
    })
    await testPost(page)
    await addBuyer(page, { client: 'Desert Solar', price: '40', states: 'AZ', cap: '1' })
    await setHours(page)

    const [first, second] = [
      { state: 'CA', phone: '(530) 555-0101', email: 'one@example.com' },
      { state: 'AZ', phone: '(602) 555-0102', email: 'two@example.com' },
    ]
    expect(await post(example, first)).toMatchObject({ status: 'ACCEPTED', test: true })
    await page.getByRole('tab', { name: 'Suppliers' }).click()
    await page.getByRole('link', { name: 'Bright Ads' }).click()
    await page.getByRole('switch', { name: 'Test mode' }).click({ force: true })
    await page.getByText('1 change', { exact: true }).waitFor()
    await page.getByRole('button', { name: /^Save$/ }).click()
    await page.getByRole('region', { name: 'Unsaved changes' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Live lead' }).click()
    await page.getByRole('button', { name: 'Reveal the key of Bright Ads' }).click()
    await page.getByRole('button', { name: 'Copy the key of Bright Ads' }).waitFor()
    const live = await readExample(page)
    expect(await post(live, first)).toMatchObject({ status: 'ACCEPTED', code: 0, payout: 20 })
    expect(await post(live, second)).toMatchObject({ status: 'ACCEPTED' })
    expect(await post(live, { state: 'TX', phone: '(512) 555-0103', email: 'three@example.com' })).toMatchObject({
      code: 1005,
    })
    expect(await post(live, { state: 'AZ', phone: '(602) 555-0104', email: 'four@example.com' })).toMatchObject({
      code: 1005,
    })
    // the live lead, and before it the test post of the page
    expect(endpoint.received.map(({ body }) => JSON.parse(body).phone)).toEqual(['+15305550101', '+15305550142'])

    await page.getByRole('link', { name: 'Home', exact: true }).first().click()
    await page.getByRole('heading', { name: 'Why 2 failed' }).waitFor()
    const figures = await page.getByRole('tablist', { name: 'Figures' }).textContent()
    // 50 + 40 sold, 20 paid out for each
    for (const amount of ['$90.00', '$40.00', '$50.00']) expect(figures).toContain(amount)
    expect(await page.getByRole('region', { name: 'Set-up' }).count()).toBe(0)
    expect(performance.now() - started).toBeLessThan(MOST_MS)
    expect(faults).toEqual([])
    await context.close()
  },
  MOST_MS,
)
