/** Filters live in the address: they outlast a reload, can be shared, and the back button takes them away. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, visitor } from './browser.ts'
import { operatorOf, type Person, sessionOf } from './people.ts'

let browser: Browser
let operator: Person
let session: { origin: string; cookie: string }
beforeAll(async () => {
  operator = operatorOf(inject('demo').world)
  session = { origin: operator.origin, cookie: await sessionOf(operator) }
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const rows = (page: Page) =>
  page
    .getByRole('table', { name: 'Leads' })
    .getByRole('row')
    .filter({ hasNot: page.getByRole('columnheader') })

async function choose(page: Page, filter: string, option: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('menuitem', { name: filter }).click()
  await page.getByRole('button', { name: option, exact: true }).click()
}

/** Every row of the list is of this state, and there are some. */
async function shows(page: Page, state: string, campaign: string): Promise<void> {
  await page.getByRole('button', { name: `Status ${state}` }).waitFor()
  await page.getByRole('button', { name: `Campaign ${campaign}` }).waitFor()
  await rows(page).filter({ hasText: state }).first().waitFor()
  await rows(page).filter({ hasNotText: state }).first().waitFor({ state: 'detached' })
  expect(await rows(page).count()).toBeGreaterThan(0)
}

it('filters of the leads', async () => {
  const [campaign] = inject('demo').world.campaigns
  const name = campaign?.name ?? ''
  const { page, faults } = await visitor(browser, { session })
  await page.goto(`${operator.origin}/`)
  await page.getByRole('navigation').getByRole('link', { name: 'Leads' }).filter({ visible: true }).click()
  await rows(page).filter({ hasText: 'Accepted' }).first().waitFor()
  await choose(page, 'Campaign', name)
  await choose(page, 'Status', 'Failed')
  await shows(page, 'Failed', name)
  const address = page.url()
  expect(Object.fromEntries(new URL(address).searchParams)).toMatchObject({
    status: 'failed',
    campaign: String(campaign?.id),
  })
  await page.reload()
  await shows(page, 'Failed', name)
  const colleague = await visitor(browser, { session })
  await colleague.page.goto(address)
  await shows(colleague.page, 'Failed', name)
  const first = await rows(page).first().textContent()
  expect(await rows(colleague.page).first().textContent()).toBe(first)

  await page.goBack()
  await page.getByRole('button', { name: 'Status Failed' }).waitFor({ state: 'detached' })
  await rows(page).filter({ hasText: 'Accepted' }).first().waitFor()
  await page.goForward()
  await shows(page, 'Failed', name)
  await page.getByRole('button', { name: 'Remove Status' }).click()
  await rows(page).filter({ hasText: 'Accepted' }).first().waitFor()
  expect(new URL(page.url()).searchParams.has('status')).toBe(false)
  expect([...faults, ...colleague.faults]).toEqual([])
})
