/** What a new operator does in the console, by the labels on the page, and what the supplier's own system then posts. */
import type { Page } from 'playwright-core'
import { send } from './http.ts'

export interface Answer {
  status: string
  code: number
  message: string
  lead_id: string
}

/** Opens the first account by the link that start prints. */
export async function openAccount(page: Page, link: string): Promise<void> {
  await page.goto(link)
  await page.getByLabel('Company').fill('Halcyon Leads')
  await page.getByLabel('Time zone').selectOption('America/Chicago')
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('E-mail').fill('ada@halcyon.example.com')
  await page.getByLabel('Password', { exact: true }).fill('a longer password')
  await page.getByRole('button', { name: 'Open the account' }).click()
  await page.getByRole('heading', { level: 1, name: 'Home' }).waitFor()
}

/** From the guide on the home page. */
export async function createCampaign(page: Page, preset: string): Promise<void> {
  await page.getByRole('region', { name: 'Set-up' }).getByRole('link', { name: 'Create a campaign' }).click()
  await page.getByRole('radio', { name: preset }).check()
  await page.getByRole('button', { name: 'Create campaign' }).click()
  await page.getByRole('heading', { name: 'Add a supplier' }).waitFor()
}

export async function addSupplier(page: Page, client: string, payout: string): Promise<void> {
  await page.getByLabel('Client').fill(client)
  await page.getByLabel('Amount a lead').fill(payout)
  await page.getByRole('button', { name: 'Add supplier' }).click()
  await page.getByRole('heading', { level: 2, name: client }).waitFor()
}

export interface NewBuyer {
  client: string
  price: string
  states: string
  /** Where to post; left out, the lead is kept in the portal. */
  url?: string
  /** Leads a day. */
  cap: string
}

export async function addBuyer(page: Page, { client, price, states, url, cap }: NewBuyer): Promise<void> {
  await page.getByRole('tab', { name: 'Buyers' }).click()
  await page.getByRole('button', { name: 'Add buyer' }).click()
  await page.getByLabel('Client').fill(client)
  await page.getByLabel('Price', { exact: true }).fill(price)
  const field = page.getByRole('textbox', { name: 'Add to Only these states' })
  await field.fill(states)
  await field.press('Enter')
  if (url !== undefined) {
    await page.getByRole('radio', { name: 'Direct post' }).check()
    await page.getByLabel('Address of the buyer’s system').fill(url)
  }
  await page.getByRole('button', { name: /^Caps and budget/ }).click()
  await page.getByLabel('Leads a day').fill(cap)
  await page.getByRole('button', { name: 'Add buyer' }).click()
  await page.getByRole('heading', { level: 2, name: client }).waitFor()
}

/** The example of the posting instructions, as it stands on the page: where to, and what. */
export async function readExample(page: Page): Promise<{ url: URL; body: Record<string, unknown> }> {
  const text = (await page.locator('pre').textContent()) ?? ''
  const [, url = ''] = /^curl (\S+)/.exec(text) ?? []
  const [, json = ''] = /-d '(.*)'$/s.exec(text) ?? []
  return { url: new URL(url), body: JSON.parse(json) }
}

/** Posts it as the supplier's system would, with some values of its own. */
export async function post(
  { url, body }: { url: URL; body: Record<string, unknown> },
  values: Record<string, unknown>,
): Promise<Answer> {
  const answer = await send(Number(url.port), {
    host: url.hostname,
    path: url.pathname,
    method: 'POST',
    body: { ...body, ...values },
  })
  return JSON.parse(answer.text)
}
