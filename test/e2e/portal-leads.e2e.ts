/** A customer and its leads: columns and zone in the address, the drawer by keyboard, the consent record, a test lead. */
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, visitor } from './browser.ts'
import { ask, customerPerson, logIn, type Person, sessionOf } from './people.ts'
import type { World } from './world.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

interface Deliveries {
  items: { kind: string }[]
}

/** A customer whose leads go to a system of its own. */
async function calledCustomer(world: World): Promise<Person> {
  for (const customer of world.customers) {
    const person = customerPerson(customer)
    const { items } = await ask<Deliveries>(person.origin, await sessionOf(person), '/api/portal/deliveries')
    if (items[0]?.kind === 'direct_post') return person
  }
  throw new Error('the demo world calls no customer')
}

async function chooseColumns(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'City' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Campaign' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('columnheader', { name: 'City' }).waitFor()
  expect(await page.getByRole('columnheader', { name: 'Campaign' }).count()).toBe(0)
}

async function chooseZone(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Zone' }).click()
  await page.getByLabel('Find').fill('tokyo')
  await page.getByRole('button', { name: 'Asia/Tokyo' }).click()
  await page.getByRole('columnheader', { name: 'Time (GMT+9)' }).waitFor()
}

it('are seen as one likes, kept in the address, and their consent is on paper', async () => {
  const { world } = inject('demo')
  const { page, faults } = await visitor(browser)
  await logIn(page, await calledCustomer(world), '/leads?range=last_90')
  await page.getByRole('columnheader', { name: 'Lead' }).waitFor()
  await chooseColumns(page)
  await chooseZone(page)
  await page.reload()
  await page.getByRole('columnheader', { name: 'City' }).waitFor()
  await page.getByRole('columnheader', { name: 'Time (GMT+9)' }).waitFor()

  // the first row by keyboard alone, then the next one
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('complementary')
  await drawer.getByRole('link', { name: /^\+1 / }).waitFor()
  const first = new URL(page.url()).searchParams.get('lead') ?? ''
  expect(await drawer.getByRole('link', { name: /@/ }).getAttribute('href')).toMatch(/^mailto:/)
  await page.keyboard.press('j')
  await page.waitForURL((url) => url.searchParams.get('lead') !== first)
  await page.keyboard.press('k')
  await page.waitForURL((url) => url.searchParams.get('lead') === first)

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    drawer.getByRole('link', { name: 'Consent record' }).click(),
  ])
  expect(download.suggestedFilename()).toBe(`consent-${first}.pdf`)
  const paper = await readFile(await download.path())
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'detached' })
  expect(faults).toEqual([])
})

it('come to one’s own system: a test lead shows it, and none is bought', async () => {
  const { world } = inject('demo')
  const { page, faults } = await visitor(browser, { screen: 'phone' })
  await logIn(page, await calledCustomer(world), '/leads')
  const count = () => askAs<{ totals: { leads: number } }>(page, '/api/portal/figures?range=today')
  const before = await count()
  await page.getByRole('button', { name: 'Send me a test lead' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send me a test lead' })
  await dialog.getByRole('button', { name: 'Send me a test lead' }).click()
  await dialog.getByText('Your system took it.').waitFor()
  expect((await count()).totals).toEqual(before.totals)
  expect(faults).toEqual([])
})
