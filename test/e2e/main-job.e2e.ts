/** What Portico is for: a supplier posts a lead, and each of the three sides sees it on an open page, to the cent. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, visitor } from './browser.ts'
import { logIn } from './people.ts'
import { customerOf, dollars, type Line, type Market, openMarket, paidLines, type ReadLead, sellOne } from './sales.ts'

const LIVE_MS = 15_000

let browser: Browser
let market: Market
beforeAll(async () => {
  const { port, world } = inject('demo')
  ;[browser, market] = await Promise.all([openBrowser(), openMarket(port, world)])
})
afterAll(() => browser?.close())

interface Sides {
  operator: Page
  buyer: Page
  supplier: Page
  faults(): string[]
  close(): Promise<void>
}

/** All three log in and look at their pages; whatever changes there from now on comes without a reload. */
async function openSides(line: Line): Promise<Sides> {
  const [console, portal, supply] = await Promise.all([visitor(browser), visitor(browser), visitor(browser)])
  await logIn(console.page, market.operator, `/${market.account}/leads?range=today`)
  await logIn(portal.page, customerOf(line))
  await logIn(supply.page, line.seller)
  await supply.page.goto(`${line.seller.origin}/${market.account}`)
  await supply.page.getByRole('tab', { name: /^Net Revenue/ }).waitFor()
  for (const { page } of [console, portal, supply]) await page.evaluate('globalThis.notReloaded = true')
  return {
    operator: console.page,
    buyer: portal.page,
    supplier: supply.page,
    faults: () => [console.faults, portal.faults, supply.faults].flat(),
    close: async () => void (await Promise.all([console, portal, supply].map(({ context }) => context.close()))),
  }
}

interface Before {
  balance: number
  revenue: number
  total: number
}

interface SupplierFigures {
  totals: { totalLeads: number; netRevenue: number }
}

const supplierFigures = ({ supplier }: Sides) =>
  askAs<SupplierFigures>(supplier, `/api/supplier/${market.account}/figures?range=last_28`)

async function numbersOf(sides: Sides): Promise<Before> {
  const { balance } = await askAs<{ balance: number }>(sides.buyer, '/api/portal/wallet')
  const { totals } = await supplierFigures(sides)
  return { balance, revenue: totals.netRevenue, total: totals.totalLeads }
}

/** Opens the three pages and sells a lead under their eyes. */
async function watchASale(): Promise<{ sides: Sides; before: Before; sold: ReadLead; line: Line }> {
  for await (const line of paidLines(market)) {
    const sides = await openSides(line)
    const before = await numbersOf(sides)
    await sides.buyer.getByText(dollars(before.balance, 'USD'), { exact: true }).first().waitFor()
    const sold = await sellOne(market, line)
    if (sold) return { sides, before, sold, line }
    await sides.close()
  }
  throw new Error('nobody in the demo world pays for a lead now')
}

const until = (page: Page, text: string) =>
  page.getByText(text, { exact: true }).filter({ visible: true }).first().waitFor({ timeout: LIVE_MS })

async function operatorSees({ operator }: Sides, { lead, sales, profit, currency, timeline }: ReadLead): Promise<void> {
  const [sale] = sales
  const debit = sale?.debit
  if (!sale || !debit) throw new Error('it was not sold')
  const row = operator.getByRole('row').filter({ hasText: lead.id.slice(-8) })
  await row.waitFor({ timeout: LIVE_MS })
  expect(await row.textContent()).toContain(`Accepted${sale.buyer.name}`)
  expect(await row.textContent()).toContain(dollars(lead.revenue, currency) + dollars(lead.payout, currency))
  await row.click()
  const drawer = operator.getByRole('complementary', { name: lead.id.slice(-8) })
  expect(timeline.length).toBeGreaterThan(3)
  for (const { title } of timeline) await drawer.getByText(title, { exact: true }).first().waitFor()
  await drawer.getByRole('tab', { name: 'Money' }).click()
  const money = drawer.getByRole('tabpanel')
  await money.getByText('Debited').waitFor()
  const text = (await money.textContent()) ?? ''
  expect(text).toContain(`Profit${dollars(profit, currency)}`)
  expect(text).toContain(`Price${dollars(sale.price, currency)}`)
  expect(text).toContain(`${dollars(debit.amount, currency)} from ${debit.customer.name}`)
  expect(text).toContain(
    `Balance ${dollars(debit.balanceBefore, currency)} to ${dollars(debit.balanceAfter, currency)}, entry ${debit.entry}`,
  )
}

async function buyerSees({ buyer }: Sides, before: Before, { lead, sales, currency }: ReadLead): Promise<void> {
  const price = sales[0]?.price ?? 0
  const left = dollars(before.balance - price, currency)
  await until(buyer, left)
  await buyer.getByRole('link', { name: 'Leads', exact: true }).filter({ visible: true }).click()
  const row = buyer.getByRole('row').filter({ hasText: lead.id.slice(-8) })
  await row.waitFor()
  expect(await row.textContent()).toMatch(new RegExp(`Bought.*${RegExp.escape(dollars(price, currency))}$`))
  await buyer.getByRole('link', { name: 'Billing', exact: true }).filter({ visible: true }).click()
  // the list of leads has a row of that name too
  await buyer.getByRole('heading', { level: 1, name: 'Billing' }).waitFor()
  const entry = buyer.getByRole('row').filter({ hasText: lead.id.slice(-8) })
  await entry.waitFor()
  expect(await entry.textContent()).toContain(dollars(-price, currency) + left)
}

async function supplierSees(sides: Sides, before: Before, { lead, currency }: ReadLead): Promise<void> {
  const { supplier } = sides
  const revenue = dollars(before.revenue + lead.payout, currency)
  const tab = supplier.getByRole('tab', { name: /^Net Revenue/ }).filter({ hasText: revenue })
  await tab.waitFor({ timeout: LIVE_MS })
  const { totals } = await supplierFigures(sides)
  expect(totals).toMatchObject({ totalLeads: before.total + 1, netRevenue: before.revenue + lead.payout })
  await supplier.getByRole('link', { name: 'Leads', exact: true }).filter({ visible: true }).click()
  await supplier.waitForURL(new RegExp(`/${market.account}/leads`))
  const row = supplier.getByRole('row').filter({ hasText: lead.id.slice(-8) })
  await row.waitFor()
  expect(await row.textContent()).toMatch(new RegExp(`Accepted.*${RegExp.escape(dollars(lead.payout, currency))}$`))
}

it('a posted lead is sold before the eyes of operator, buyer and supplier', async () => {
  const { sides, before, sold } = await watchASale()
  const [sale] = sold.sales
  expect(sale?.debit).toMatchObject({ amount: sale?.price, balanceBefore: before.balance })
  expect(sold.lead).toMatchObject({ status: 'accepted', revenue: sale?.price })
  expect(sold.profit).toBe(sold.lead.revenue - sold.lead.payout)
  await buyerSees(sides, before, sold)
  await supplierSees(sides, before, sold)
  await operatorSees(sides, sold)
  for (const page of [sides.operator, sides.buyer, sides.supplier]) {
    expect(await page.evaluate('globalThis.notReloaded')).toBe(true)
  }
  expect(sides.faults()).toEqual([])
  await sides.close()
})
