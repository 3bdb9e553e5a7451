/** Logging in, well and badly, and working through the leads without a mouse. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, visitor } from './browser.ts'
import { operatorOf, type Person, submitLogIn } from './people.ts'

let browser: Browser
let operator: Person
beforeAll(async () => {
  operator = operatorOf(inject('demo').world)
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const focused = (page: Page) => page.locator(':focus')
const openLead = (page: Page) => new URL(page.url()).searchParams.get('lead')

/** Presses Tab until `name` has the keyboard: what can be reached, and how soon. */
async function tabTo(page: Page, role: 'link' | 'button', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).and(focused(page))
  for (let presses = 0; presses < 15; presses++) {
    if ((await wanted.count()) > 0) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`${name} was not reached by Tab`)
}

it('says what is wrong with a log-in, and not which part of it', async () => {
  const { page } = await visitor(browser)
  await page.goto(operator.origin)
  await page.getByRole('button', { name: 'Log in' }).click()
  expect(await page.getByText('Please fill this in.').count()).toBe(2)
  const refused = page.getByRole('alert').getByText('The e-mail address or the password is not right.')
  await submitLogIn(page, { email: operator.email, password: 'not the password' })
  await refused.waitFor()
  const known = await page.getByRole('alert').textContent()
  await page.reload()
  await submitLogIn(page, { email: 'nobody@example.com', password: 'not the password' })
  await refused.waitFor()
  expect(await page.getByRole('alert').textContent()).toBe(known)
  // a typo is mended, not typed anew
  expect(await page.getByLabel('E-mail').inputValue()).toBe('nobody@example.com')
  await submitLogIn(page, operator)
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
})

it('leads are walked with the keyboard alone', async () => {
  const { page, faults } = await visitor(browser)
  await page.goto(operator.origin)
  await page.getByLabel('E-mail').and(focused(page)).waitFor()
  await page.keyboard.type(operator.email)
  await page.keyboard.press('Tab')
  await page.keyboard.type(operator.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
  await tabTo(page, 'link', 'Leads')
  await page.keyboard.press('Enter')

  const links = page.getByRole('table', { name: 'Leads' }).getByRole('row').getByRole('link')
  await links.nth(3).waitFor()
  for (const [key, row] of [
    ['j', 0],
    ['j', 1],
    ['j', 2],
    ['k', 1],
  ] as const) {
    await page.keyboard.press(key)
    await links.nth(row).and(focused(page)).waitFor()
  }
  await page.keyboard.press('Enter')
  await page.getByRole('tab', { name: 'Timeline' }).waitFor()
  const second = openLead(page)
  const drawer = (id: string | null) => page.getByRole('complementary', { name: id?.slice(-8) ?? 'none' })
  await drawer(second).waitFor()
  await page.keyboard.press('j')
  await page.waitForURL((url) => url.searchParams.get('lead') !== second)
  const third = openLead(page)
  await drawer(third).waitFor()
  await page.keyboard.press('k')
  await drawer(second).waitFor()
  expect(openLead(page)).toBe(second)
  await page.keyboard.press('Escape')
  await drawer(second).waitFor({ state: 'detached' })
  expect(openLead(page)).toBeNull()
  await links.nth(1).and(focused(page)).waitFor()
  expect(faults).toEqual([])
})
