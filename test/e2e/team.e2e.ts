/** The team: invited by mail, in by its link, a second factor, and one recovery code for one log-in. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { stepAt, totpCode } from '../../server/people/rules/totp.ts'
import { openBrowser, visitor } from './browser.ts'
import { linkTo } from './mails.ts'
import { logIn, operatorOf, submitLogIn } from './people.ts'

let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

const PASSWORD = 'a password of my own'
const STEP_MS = 30_000

/** A code nobody used yet: that of the step after the last one used. */
async function freshCode(page: Page, secret: string, lastStep: number): Promise<{ code: string; step: number }> {
  const step = Math.max(lastStep + 1, stepAt(new Date()))
  // one step early is taken too; two are not. The server tells codes by the machine's own clock, so this does as well
  const early = (step - 1) * STEP_MS - Date.now()
  if (early > 0) await page.waitForTimeout(early + 200)
  return { code: totpCode(secret, step), step }
}

async function inviteMember(page: Page, email: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Team' }).filter({ visible: true }).click()
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite to the team' })
  await dialog.getByLabel('E-mail').fill('not an address')
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await dialog.getByText('not an e-mail address').waitFor()
  await dialog.getByLabel('E-mail').fill(email)
  await dialog.getByLabel('Role').selectOption('viewer')
  await dialog.getByRole('button', { name: 'Send the invitation' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText(email).waitFor()
}

async function accept(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Your name').fill('Vera Viewer')
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Accept and log in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

/** Turns the second factor on. @returns what the app and the paper would keep */
async function enrol(page: Page): Promise<{ secret: string; codes: string[]; step: number }> {
  await page
    .getByRole('button', { name: /^Your menu/ })
    .filter({ visible: true })
    .click()
  await page.getByRole('menuitem', { name: 'Security' }).click()
  await page.getByRole('button', { name: 'Turn on' }).click()
  await page.getByLabel('Your password', { exact: true }).fill(PASSWORD)
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByRole('img', { name: 'Picture for your authenticator app' }).waitFor()
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(/\s/g, '')
  const { code, step } = await freshCode(page, secret, 0)
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Turn on' }).click()
  const list = page.getByRole('list', { name: 'Recovery codes' })
  await list.waitFor()
  const codes = await list.getByRole('listitem').allTextContents()
  expect(codes).toHaveLength(10)
  await page.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 of your recovery codes are not used yet', { exact: false }).waitFor()
  return { secret, codes, step }
}

async function logInWith(page: Page, email: string, code: string): Promise<void> {
  await submitLogIn(page, { email, password: PASSWORD })
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill(code)
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
}

it('a member comes by the mailed link, enrols, logs in with a code, and once with a recovery code', async () => {
  const { world } = inject('demo')
  const operator = operatorOf(world)
  const port = Number(new URL(operator.origin).port)
  // a person nobody invited in an earlier run on the same installation
  const email = `vera.${Date.now()}@example.com`
  const [desk, vera] = [await visitor(browser), await visitor(browser)]
  await logIn(desk.page, operator)
  await inviteMember(desk.page, email)
  const link = await linkTo(port, email)
  expect(new URL(link).host).toBe(new URL(operator.origin).host)
  await accept(vera.page, link)
  // a viewer's menu has neither the team nor its keys
  expect(await vera.page.getByRole('link', { name: 'API keys' }).count()).toBe(0)
  const { secret, codes, step } = await enrol(vera.page)

  const again = await visitor(browser)
  await again.page.goto(operator.origin)
  await logInWith(again.page, email, totpCode(secret, step))
  await again.page.getByText('This code is not right', { exact: false }).waitFor()
  const next = await freshCode(again.page, secret, step)
  await again.page.getByLabel('Code', { exact: true }).fill(next.code)
  await again.page.getByRole('button', { name: 'Log in', exact: true }).click()
  await again.page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()

  for (const works of [true, false]) {
    const lost = await visitor(browser)
    await lost.page.goto(operator.origin)
    await logInWith(lost.page, email, (codes[0] ?? '').toLowerCase())
    const seen = works
      ? lost.page.getByRole('heading', { level: 1, name: 'Home' })
      : lost.page.getByText('was used before', { exact: false })
    await seen.waitFor()
    await lost.context.close()
  }
  // the link is spent
  await again.page.goto(link)
  await again.page.getByText('This link does not work any more.').waitFor()
  expect(vera.faults).toEqual([])
}, 180_000)
