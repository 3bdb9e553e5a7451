/**
 * `npm run screens`: the pictures of the README, taken from a demo world as a browser shows it. Screens that look the
 * same still differ in their bytes, so this is run when the look has changed, and by no other command.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, type Theme, visitor } from '../test/e2e/browser.ts'
import { startInstallation } from '../test/e2e/installation.ts'
import { type Facts, gatherFacts, type Realm } from '../test/e2e/pages.ts'
import { postLead, readWorld } from '../test/e2e/world.ts'
import { buildIfStale } from './build.ts'
import { withPalette } from './palette-png.ts'
import { ROOT, say } from './run.ts'

const TO = join(ROOT, 'docs/screens')
/** A README is read over slow lines too. */
const MOST_BYTES = 150_000

interface Shot {
  name: string
  realm: Realm
  path: (facts: Facts) => string
  theme: Theme
  /** What the picture is of: there once it can be taken. */
  of: string
}

const SHOTS: readonly Shot[] = [
  {
    name: 'console-lead',
    realm: 'console',
    path: ({ account, lead }) => `/${account}/leads?lead=${lead}`,
    theme: 'light',
    of: 'text=Answered ACCEPTED',
  },
  { name: 'console-home-dark', realm: 'console', path: ({ account }) => `/${account}`, theme: 'dark', of: 'canvas' },
  { name: 'customer-home', realm: 'portal', path: () => '/', theme: 'light', of: 'text=Latest leads' },
  { name: 'supplier-dashboard', realm: 'supplier', path: ({ account }) => `/${account}`, theme: 'light', of: 'canvas' },
]

async function settled(page: Page, of: string): Promise<void> {
  await page.locator(of).first().waitFor()
  await page.locator('[role=status][aria-label=Loading]').first().waitFor({ state: 'detached' })
  // a drawer slides in and a row of news fades: a picture wants them at rest
  await page.waitForTimeout(1_500)
}

async function take(browser: Browser, facts: Facts, shot: Shot): Promise<void> {
  const { origin, cookie } = facts.people[shot.realm]
  const { page, context } = await visitor(browser, { theme: shot.theme, session: { origin, cookie } })
  await page.goto(origin + shot.path(facts))
  await settled(page, shot.of)
  const picture = withPalette(await page.screenshot())
  await context.close()
  const size = picture.length
  if (size > MOST_BYTES) throw new Error(`${shot.name} has ${size} bytes; at most ${MOST_BYTES} are wanted.`)
  writeFileSync(join(TO, `${shot.name}.png`), picture)
  say(`docs/screens/${shot.name}.png ${Math.round(size / 1000)} kB`)
}

async function screens(): Promise<void> {
  await buildIfStale()
  const [browser, installation] = await Promise.all([openBrowser(), startInstallation(['--demo', '--no-traffic'])])
  try {
    const { port } = installation
    const world = await readWorld(port)
    const [campaign] = world.campaigns
    const [supplier] = campaign?.suppliers ?? []
    // the newest lead is the one that is shown: one that took its real time
    if (campaign && supplier) await postLead(port, { campaign, supplier })
    const facts = await gatherFacts(world)
    mkdirSync(TO, { recursive: true })
    for (const shot of SHOTS) await take(browser, facts, shot)
  } finally {
    await Promise.all([browser.close(), installation.stop()])
  }
}

if (import.meta.main) await screens()
