/** What each side must never see: looked for in everything that reaches its browser, pages and replies alike. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { foxglove } from '../../dev/demo/foxglove.ts'
import { openBrowser, visitor } from './browser.ts'
import { customerPerson, logIn, submitLogIn } from './people.ts'
import { customerOf, dollars, type Market, openMarket, sellSomewhere } from './sales.ts'

let browser: Browser
let market: Market
beforeAll(async () => {
  const { port, world } = inject('demo')
  ;[browser, market] = await Promise.all([openBrowser(), openMarket(port, world)])
})
afterAll(() => browser?.close())

/** Everything that comes over the wire from now on, by address. */
function listen(page: Page): { heard: Map<string, string>; settled(): Promise<unknown> } {
  const heard = new Map<string, string>()
  const reading: Promise<unknown>[] = []
  page.on('response', (response) => {
    if (!response.url().includes('/api/') || response.url().endsWith('/live')) return
    const read = response.text().then((text) => heard.set(response.url(), text))
    reading.push(read.catch(() => {}))
  })
  return { heard, settled: () => Promise.all(reading) }
}

/** Opens the addresses one after the other. @returns all that was shown and replied, by where */
async function everythingOn(page: Page, origin: string, paths: readonly string[]): Promise<Map<string, string>> {
  const { heard, settled } = listen(page)
  const all = new Map<string, string>()
  for (const path of paths) {
    await page.goto(origin + path)
    await page.getByRole('heading', { level: 1 }).filter({ visible: true }).first().waitFor()
    await page.locator('[role=status][aria-label=Loading], [aria-busy=true]').first().waitFor({ state: 'detached' })
    all.set(`page ${path}`, await page.content())
  }
  await settled()
  for (const [url, text] of heard) all.set(url, text)
  return all
}

const placesOf = (everything: Map<string, string>, canary: string): string[] =>
  [...everything].filter(([, text]) => text.includes(canary)).map(([place]) => `${canary} in ${place}`)

it('a customer of one portal is a stranger at another', async () => {
  const [customer] = market.world.customers
  if (!customer) throw new Error('the demo world has no customers')
  const person = customerPerson(customer)
  const { page } = await visitor(browser)
  await page.goto(`http://${foxglove.portal.subdomain}.localhost:${market.port}/`)
  await submitLogIn(page, person)
  await page.getByRole('alert').getByText('The e-mail address or the password is not right.').waitFor()
  expect(await page.getByRole('navigation').count()).toBe(0)
  expect(await page.content()).not.toContain(new URL(person.origin).hostname.split('.')[0])
  await logIn(page, person)
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
})

it('a supplier meets no buyer, no Client of a buyer and no price', async () => {
  const { line, lead } = await sellSomewhere(market)
  const [sale] = lead.sales
  const names = market.world.campaigns.flatMap(({ buyers }) => buyers.map(({ name }) => name))
  const supplierNames = new Set(market.world.campaigns.flatMap(({ suppliers }) => suppliers.map(({ name }) => name)))
  const { page, faults } = await visitor(browser)
  await logIn(page, line.seller)
  const base = `/${market.account}`
  const everything = await everythingOn(page, line.seller.origin, [base, `${base}/leads`])
  const own = await everythingOn(page, line.seller.origin, [`${base}/leads?lead=${lead.lead.id}`])
  const buyers = names.filter((name) => !supplierNames.has(name))
  expect(buyers.length).toBeGreaterThan(10)
  expect(buyers.flatMap((name) => placesOf(new Map([...everything, ...own]), name))).toEqual([])
  // the lead's own reply says what the supplier earns, so what it was sold for would be seen
  const reply = [...own].filter(([place]) => place.endsWith(`/leads/${lead.lead.id}`))
  expect(reply.map(([, text]) => text).join()).toContain(`"revenue":${lead.lead.payout}`)
  expect(placesOf(new Map(reply), String(sale?.price))).toEqual([])
  expect(await page.getByRole('complementary').textContent()).not.toContain(dollars(sale?.price ?? 0, lead.currency))
  for (const key of ['"buyer', '"price"', '"profit"', '"cost"']) expect(placesOf(own, key)).toEqual([])
  expect(faults).toEqual([])
})

it('a field hidden from buyers is nowhere in the customer’s pages', async () => {
  const canary = `canary-${Date.now()}`
  const { line, lead } = await sellSomewhere(market, { user_agent: canary })
  const field = line.campaign.fields.find(({ name }) => name === 'user_agent')
  expect(field).toMatchObject({ hidden_from_buyers: true, hidden_from_specs: false })
  expect(lead.fields.map(({ value }) => value)).toContain(canary)
  const person = customerOf(line)
  const { page, faults } = await visitor(browser)
  await logIn(page, person)
  const paths = ['/', '/leads', `/leads?lead=${lead.lead.id}`, '/billing', `/leads?search=${canary}`]
  const everything = await everythingOn(page, person.origin, paths)
  expect(placesOf(everything, lead.lead.id).length).toBeGreaterThan(1)
  for (const hidden of [canary, '"user_agent"', 'internal_score']) {
    const places = placesOf(everything, hidden).filter((place) => !place.includes('search='))
    expect(places).toEqual([])
  }
  expect(faults).toEqual([])
  const supplier = await visitor(browser)
  await logIn(supplier.page, line.seller)
  const seen = await everythingOn(supplier.page, line.seller.origin, [`/${market.account}/leads?lead=${lead.lead.id}`])
  expect(placesOf(seen, canary).length).toBeGreaterThan(0)
  expect(placesOf(seen, 'internal_score')).toEqual([])
})
