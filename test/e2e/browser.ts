/** The browser of a test file, and visitors in it: each with cookies, a screen and a list of what went wrong. */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { chromiumPath } from '../chromium.ts'

export const SCREENS = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const
export type Screen = keyof typeof SCREENS
export type Theme = 'light' | 'dark'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP *.localhost 127.0.0.1',
]

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: ARGS })
}

export interface Visitor {
  context: BrowserContext
  page: Page
  /** Console errors, failed and refused requests, uncaught errors. */
  faults: string[]
}

export interface VisitorOptions {
  screen?: Screen
  theme?: Theme
  /** Of the realm's session, for the host it belongs to. */
  session?: { origin: string; cookie: string }
}

/** Asked by whoever is not signed in, to learn just that. */
const isQuestionWho = (url: string): boolean => /\/api\/(console|portal|supplier)\/session$/.test(url)

/** Writes down whatever a page complains of from now on. */
function watch(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`))
  page.on('console', (message) => {
    const isRefusal = isQuestionWho(message.location().url) && message.text().includes('401')
    if (message.type() === 'error' && !isRefusal) faults.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('requestfailed', (request) => {
    // what a page no longer waits for it takes back itself: streams, questions of a page that was left
    const reason = request.failure()?.errorText
    if (reason !== 'net::ERR_ABORTED') faults.push(`request: ${reason} ${request.url()}`)
  })
  page.on('response', (response) => {
    const isRefusal = response.status() === 401 && isQuestionWho(response.url())
    if (response.status() >= 400 && !isRefusal) faults.push(`answer: ${response.status()} ${response.url()}`)
  })
  return faults
}

export async function openContext(browser: Browser, options: VisitorOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: SCREENS[options.screen ?? 'desktop'],
    hasTouch: options.screen === 'phone',
    colorScheme: options.theme ?? 'light',
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  })
  if (options.session) {
    const [name = '', value = ''] = options.session.cookie.split('=')
    await context.addCookies([{ name, value, url: options.session.origin }])
  }
  return context
}

export async function openPage(context: BrowserContext): Promise<Visitor> {
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  return { context, page, faults: watch(page) }
}

/** Somebody with a browser profile of their own. */
export async function visitor(browser: Browser, options: VisitorOptions = {}): Promise<Visitor> {
  return openPage(await openContext(browser, options))
}

/** Asks as the page itself would: same origin, same cookies. @returns what the API replied */
export async function askAs<T>(page: Page, path: string): Promise<T> {
  const reply = await page.evaluate(`fetch(${JSON.stringify(path)}).then((answer) => answer.json())`)
  return reply as T // the caller says what it asked for
}
