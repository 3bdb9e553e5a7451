/** The rule editor with the keyboard alone, and its handles with a mouse. */
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, visitor } from './browser.ts'
import { operatorOf } from './people.ts'

let browser: Browser
let kit: string
beforeAll(async () => {
  kit = `${operatorOf(inject('demo').world).origin}/kit`
  browser = await openBrowser()
})
afterAll(() => browser?.close())

async function openKit() {
  const { page, faults } = await visitor(browser)
  await page.goto(kit)
  const rules = page.getByRole('list', { name: 'Rules' })
  await rules.waitFor()
  return { page, faults, rules }
}

const focused = (page: Page) => page.locator(':focus')

/** Presses Tab until `wanted` has the keyboard. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 15; presses++) {
    if ((await wanted.and(focused(page)).count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${wanted} was not reached by Tab`)
}

const pricesOf = (rules: Locator) => rules.getByText(/^\$\d+\.\d\d$/).allTextContents()

it('writes, moves, removes and brings back rules with the keyboard alone', async () => {
  const { page, faults, rules } = await openKit()
  expect(await pricesOf(rules)).toEqual(['$52.00', '$46.00', '$49.00'])
  await rules.getByText('Can never match: rule 2 takes these first.').waitFor()
  await rules.getByRole('button', { name: /^Monthly bill is at least 200/ }).focus()

  // the arrow keeps the keyboard while its card moves
  const up = rules.getByRole('button', { name: 'Move Rule 3 up' })
  await tabTo(page, up)
  await page.keyboard.press('Enter')
  await rules.getByRole('button', { name: 'Move Rule 2 up' }).and(focused(page)).waitFor()
  expect(await pricesOf(rules)).toEqual(['$52.00', '$49.00', '$46.00'])
  expect(await rules.getByText('Can never match').count()).toBe(0)
  await page.getByText('Rule 3 is now number 2 of 3').waitFor({ state: 'attached' })

  await page.getByRole('button', { name: 'Rule', exact: true }).focus()
  await page.keyboard.press('Enter')
  const card = rules.getByRole('listitem', { name: 'Rule 4' })
  await card.getByLabel('Price').focus()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('61.50')
  await tabTo(page, card.getByLabel('Add to State'))
  await page.keyboard.type('texas,ny')
  await page.keyboard.press('Enter')
  await card.getByText('State is any of TX, NY').waitFor()
  await tabTo(page, card.getByRole('button', { name: 'Done' }))
  await page.keyboard.press('Enter')
  expect(await pricesOf(rules)).toEqual(['$52.00', '$49.00', '$46.00', '$61.50'])

  await card.getByRole('button', { name: 'More for Rule 4' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Remove' }).focus()
  await page.keyboard.press('Enter')
  expect(await pricesOf(rules)).toHaveLength(3)
  await rules.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  expect(await pricesOf(rules)).toEqual(['$52.00', '$49.00', '$46.00', '$61.50'])
  expect(faults).toEqual([])
})

it('does not close a rule with a gap, and says where the gap is', async () => {
  const { page, rules } = await openKit()
  await page.getByRole('button', { name: 'Rule', exact: true }).click()
  const card = rules.getByRole('listitem', { name: 'Rule 4' })
  await card.getByRole('button', { name: 'Done' }).click()
  await card.getByText('Add a value.').waitFor()
  await card.getByRole('button', { name: 'Done' }).waitFor()
})

it('paints hours with arrows and Space', async () => {
  const { page } = await openKit()
  const cell = (name: string) => page.getByRole('button', { name, exact: true })
  await cell('Monday 8 AM').focus()
  await page.keyboard.press('ArrowLeft')
  await cell('Monday 7 AM').and(focused(page)).waitFor()
  await page.keyboard.press('Space')
  expect(await cell('Monday 7 AM').getAttribute('aria-pressed')).toBe('true')
})

it('drags a rule by its handle', async () => {
  const { page, rules } = await openKit()
  const centreOf = async (nth: number) => {
    const box = await rules.getByRole('listitem').nth(nth).locator('svg').first().boundingBox()
    if (!box) throw new Error('no handle')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }
  await rules.scrollIntoViewIfNeeded()
  const [from, to] = [await centreOf(0), await centreOf(2)]
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, (from.y + to.y) / 2, { steps: 4 })
  await page.mouse.move(to.x, to.y + 10, { steps: 4 })
  await page.mouse.up()
  expect(await pricesOf(rules)).toEqual(['$46.00', '$49.00', '$52.00'])
})
