/**
 * Every page of the list: it comes without a fault, says what it should, fits the screen, and axe finds nothing. The
 * main pages in both screens and both themes, the others in one pair each, spread evenly; SOAK=1 sees all in all.
 * E2E_SHOTS=directory keeps pictures.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { openBrowser, openContext, openPage, type Screen, type Theme } from './browser.ts'
import { type Facts, gatherFacts, type PageCase, pagesOf } from './pages.ts'

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
const SHOTS = process.env.E2E_SHOTS
const SKELETON = '[role=status][aria-label=Loading], [aria-busy=true]'
const ALL = process.env.SOAK !== undefined
/** Two cores: one page is looked at while another loads. */
const AT_ONCE = 3

let browser: Browser
let facts: Facts
let pages: PageCase[]

beforeAll(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true })
  ;[browser, facts] = await Promise.all([openBrowser(), gatherFacts(inject('demo').world)])
  pages = pagesOf(facts)
})
afterAll(() => browser?.close())

interface Look {
  page: PageCase
  screen: Screen
  /** Looked at one after the other: a change of theme needs no new page. */
  themes: Theme[]
}

function looksAt(page: PageCase, index: number): Look[] {
  if (page.main || ALL) {
    return (['desktop', 'phone'] as const).map((screen) => ({ page, screen, themes: ['light', 'dark'] }))
  }
  const screen = index % 2 === 0 ? 'phone' : 'desktop'
  return [{ page, screen, themes: [Math.floor(index / 2) % 2 === 0 ? 'light' : 'dark'] }]
}

/** Everything that is wrong with a page as it stands. */
async function complaintsAbout(page: Page, { h1, shows }: PageCase): Promise<string[]> {
  const complaints: string[] = []
  const heading = page.getByRole('heading', { level: 1 }).filter({ visible: true })
  if ((await heading.count()) !== 1) complaints.push(`${await heading.count()} first headings`)
  else if (!matches(h1, await heading.textContent())) complaints.push(`headed ${await heading.textContent()}`)
  for (const text of shows) {
    const place = page.getByText(text).filter({ visible: true })
    if ((await place.count()) === 0) complaints.push(`does not show ${text}`)
  }
  const wider = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  if (wider !== 0) complaints.push(`${wider} px wider than the screen`)
  return complaints
}

const matches = (wanted: string | RegExp, text: string | null): boolean =>
  typeof wanted === 'string' ? wanted === text : wanted.test(text ?? '')

/** A second theme has the same page in other colours, so there only those are looked at. */
async function findingsOf(page: Page, first: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode(true)
  const { violations } = await (first ? axe.withTags(STANDARDS) : axe.withRules('color-contrast')).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `axe ${id} at ${target.join(' ')}: ${failureSummary}`),
  )
}

/** Until everything that was asked has come: heading, texts, no skeleton, fonts. */
async function untilShown(page: Page, { shows, skeletons, draws }: PageCase): Promise<void> {
  await page.getByRole('heading', { level: 1 }).filter({ visible: true }).first().waitFor()
  for (const text of shows) {
    // what never comes is told by complaintsAbout, together with all the rest
    await page
      .getByText(text)
      .filter({ visible: true })
      .first()
      .waitFor({ timeout: 5_000 })
      .catch(() => {})
  }
  if (draws) await page.locator('figure canvas').waitFor()
  if (!skeletons) await page.locator(SKELETON).first().waitFor({ state: 'detached' })
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

/** Tints fade from one theme into the other; half-way they are neither. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter((animation) => Number.isFinite(animation.effect.getComputedTiming().endTime))
  .map((animation) => animation.finished)).then(() => undefined)`

async function changeTo(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme })
  await page.locator(`html[data-mantine-color-scheme=${theme}]`).waitFor()
  await page.evaluate(SETTLED)
}

const rooms = new Map<string, Promise<BrowserContext>>()

/** One for everybody who looks at a realm on a screen: what the pages share is loaded once. */
function roomOf({ page: { realm, guest }, screen }: Look): Promise<BrowserContext> {
  const { origin, cookie } = facts.people[realm]
  const key = `${realm} ${guest ?? 'in'} ${screen}`
  const room = rooms.get(key) ?? openContext(browser, { screen, ...(!guest && { session: { origin, cookie } }) })
  rooms.set(key, room)
  return room
}

async function look(looked: Look): Promise<string[]> {
  const { page: wanted, themes } = looked
  const { origin } = facts.people[wanted.realm]
  const { page, faults } = await openPage(await roomOf(looked))
  try {
    await page.emulateMedia({ colorScheme: themes[0] ?? 'light' })
    await page.goto(origin + wanted.path)
    await untilShown(page, wanted)
    const complaints = [...(await complaintsAbout(page, wanted))]
    for (const [nth, scheme] of themes.entries()) {
      await changeTo(page, scheme)
      if (SHOTS) await page.screenshot({ path: join(SHOTS, `${wanted.name}-${looked.screen}-${scheme}.png`) })
      complaints.push(...(await findingsOf(page, nth === 0)).map((finding) => `${scheme}: ${finding}`))
    }
    return [...complaints, ...faults.filter((fault) => !wanted.refused?.test(fault))]
  } catch (error) {
    return [error instanceof Error ? error.message : String(error), ...faults]
  } finally {
    await page.close()
  }
}

it(
  'are without fault',
  async () => {
    const waiting = pages.flatMap(looksAt)
    const total = waiting.length
    const wrong: Record<string, string[]> = {}
    const look1 = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const complaints = await look(next)
        if (complaints.length > 0) wrong[`${next.page.name} (${next.screen})`] = complaints
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, look1))
    expect(wrong).toEqual({})
    expect(total).toBeGreaterThanOrEqual(pages.length + 10)
  },
  ALL ? 1_800_000 : 300_000,
)
