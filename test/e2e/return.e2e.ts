/** A sold lead is returned in the console: balance, figures and the supplier's page agree to the cent. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { askAs, openBrowser, type Visitor, visitor } from './browser.ts'
import { logIn } from './people.ts'
import { customerOf, dollars, openMarket, type ReadLead, sellSomewhere } from './sales.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const REASON = 'Disconnected number'

interface Team {
  totals: { returned: number; returnedRevenue: number; returnedCost: number; profit: number }
}
interface Own {
  totals: { returns: number; netRevenue: number }
}
interface Bought {
  totals: { returned: number; netSpend: number }
}

/** What each side's figures of the day say now. */
async function figuresOf(desk: Page, portal: Page, source: Page, account: number) {
  const [team, own, bought] = await Promise.all([
    askAs<Team>(desk, `/api/console/${account}/figures?range=last_7`),
    askAs<Own>(source, `/api/supplier/${account}/figures?range=last_7`),
    askAs<Bought>(portal, '/api/portal/figures?range=last_7'),
  ])
  return { team: team.totals, own: own.totals, bought: bought.totals }
}

async function returnIt({ page }: Visitor, { lead, currency, sales }: ReadLead): Promise<void> {
  const price = dollars(sales[0]?.price ?? 0, currency)
  await page.getByRole('button', { name: 'Return', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /^Return / })
  const send = dialog.getByRole('button', { name: `Return, credit ${price}` })
  await send.click()
  await dialog.getByText('Say why.').waitFor()
  await dialog.getByLabel('Reason').selectOption(REASON)
  await dialog.getByText('gives back').waitFor()
  expect(await dialog.textContent()).toContain(`gives back${dollars(lead.payout, currency)}`)
  await send.dblclick()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(`${price} credited`).waitFor()
  await page.getByText(`Returned: ${REASON}`).waitFor()
}

it('what a return gives back is in the balance, in the figures and on the supplier’s page', async () => {
  const { world, port } = inject('demo')
  const market = await openMarket(port, world)
  const { line, lead } = await sellSomewhere(market)
  const { account } = market
  const { id, payout } = lead.lead
  const [desk, portal, source] = [await visitor(browser), await visitor(browser), await visitor(browser)]
  await logIn(desk.page, market.operator, `/${account}/leads?lead=${id}`)
  await logIn(portal.page, customerOf(line))
  await logIn(source.page, line.seller, `/${account}/leads?lead=${id}`)
  await source.page.getByText('ACCEPTED, code 0').waitFor()
  const pages = [desk.page, portal.page, source.page] as const
  const before = await figuresOf(...pages, account)
  const wallet = await askAs<{ balance: number }>(portal.page, '/api/portal/wallet')
  const paid = lead.sales[0]?.debit?.amount ?? 0
  expect(paid).toBeGreaterThan(0)

  await returnIt(desk, lead)
  const after = await figuresOf(...pages, account)
  expect(after.team).toMatchObject({
    returned: before.team.returned + 1,
    returnedRevenue: before.team.returnedRevenue + lead.lead.revenue,
    returnedCost: before.team.returnedCost + payout,
    profit: before.team.profit - (lead.lead.revenue - payout),
  })
  expect(after.own).toMatchObject({ returns: before.own.returns + 1, netRevenue: before.own.netRevenue - payout })
  expect(after.bought).toMatchObject({ returned: before.bought.returned + 1, netSpend: before.bought.netSpend - paid })

  await portal.page.getByRole('navigation').getByRole('link', { name: 'Billing' }).first().click()
  const entry = portal.page
    .getByRole('row')
    .filter({ hasText: 'Return' })
    .filter({ hasText: id.slice(-8) })
  await entry.waitFor()
  expect(await entry.count()).toBe(1)
  const balance = dollars(wallet.balance + paid, lead.currency)
  expect(await entry.textContent()).toContain(`+${dollars(paid, lead.currency)}${balance}`)

  await source.page.reload()
  await source.page.getByText(REASON).first().waitFor()
  await source.page.getByText(dollars(-payout, lead.currency)).first().waitFor()
  const seen = [...desk.faults, ...portal.faults, ...source.faults]
  expect(seen).toEqual([])
})
