/** How the sample endpoint behaves: well, badly, and not at all. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

export const MODES = [
  'accept',
  'reject',
  'duplicate',
  'mixed',
  'pass',
  'down',
  'stall',
  'lie',
  'cut',
  'half',
  'die',
] as const
export type EndpointMode = (typeof MODES)[number]
export const isMode = (text: string): text is EndpointMode => MODES.some((mode) => mode === text)

export interface Performance {
  readonly role: 'buyer' | 'check'
  readonly mode: string
  readonly settings: Readonly<Record<string, string>>
  /** Of all calls. */
  readonly nth: number
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

type Facts = Readonly<Record<string, string | number | boolean>>

function write(facts: Facts, format: string | undefined): { type: string; body: string } {
  if (format === 'xml') {
    const items = Object.entries(facts).map(([name, value]) => `<${name}>${value}</${name}>`)
    return { type: 'application/xml', body: `<?xml version="1.0"?><response>${items.join('')}</response>` }
  }
  if (format === 'text') return { type: 'text/plain', body: Object.values(facts).join('|') }
  return { type: 'application/json', body: JSON.stringify(facts) }
}

function answer({ response, settings }: Performance, facts: Facts, status = 200): void {
  const { type, body } = write(facts, settings.format)
  response.writeHead(status, { 'content-type': type })
  response.end(body)
}

const accepted = ({ settings, nth }: Performance): Facts => ({
  status: 'accepted',
  id: `B-${100_000 + nth}`,
  ...(settings.price !== undefined && { price: settings.price }),
})
const rejected: Facts = { status: 'rejected', reason: 'Not buying there at the moment' }

/** Nine turns spread over ten calls rather than nine in a row. */
const isTurn = (nth: number, percent: number): boolean => (nth * 37) % 100 < percent

const LIES: Record<string, (performance: Performance) => void> = {
  garbage: ({ response }) => void response.end('\u0000\u0001{{{ not JSON <<<'),
  html: ({ response }) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Welcome</title><p>It works!')
  },
  empty: ({ response }) => void response.end(),
  error_200: (performance) => answer(performance, { status: 'error', error: 'Internal failure' }),
  accepted_500: (performance) => answer(performance, accepted(performance), 500),
  wrong_price: (performance) => answer(performance, { ...accepted(performance), price: '99999.99' }),
  no_price: (performance) => answer(performance, { ...accepted(performance), price: 'soon' }),
  redirect: ({ response, request }) => {
    response.writeHead(302, { location: `http://${request.headers.host}/buyer/accept` })
    response.end()
  },
  huge: ({ response }) => {
    for (let nth = 0; nth < 40; nth++) response.write('x'.repeat(64 * 1024))
    response.end()
  },
  bad_length: ({ response }) => {
    response.writeHead(200, { 'content-length': '4000' })
    response.end('{"status":"accepted"}')
  },
}
export const LIE_NAMES = Object.keys(LIES)

const score: Facts = { result: 'pass', line_type: 'mobile', score: 87 }

const PLAY: Record<EndpointMode, (performance: Performance) => void | Promise<void>> = {
  accept: (performance) => answer(performance, accepted(performance)),
  reject: (performance) =>
    answer(
      performance,
      performance.role === 'check' ? { result: 'reject', reason: 'On a list of litigators' } : rejected,
    ),
  duplicate: (performance) => answer(performance, { status: 'duplicate', reason: 'Seen before' }),
  mixed: (performance) =>
    answer(
      performance,
      isTurn(performance.nth, Number(performance.settings.accept ?? 80)) ? accepted(performance) : rejected,
    ),
  pass: (performance) => answer(performance, score),
  down: (performance) => answer(performance, { error: 'Down for maintenance' }, 503),
  async stall(performance) {
    const { settings, request, role } = performance
    const gone = new AbortController()
    request.socket.once('close', () => gone.abort())
    await sleep(Number(settings.ms ?? 60_000), undefined, { signal: gone.signal, ref: false }).catch(() => {})
    if (!gone.signal.aborted) answer(performance, role === 'check' ? score : accepted(performance))
  },
  lie(performance) {
    const lie = LIES[performance.settings.as ?? ''] ?? LIES[LIE_NAMES[performance.nth % LIE_NAMES.length] ?? '']
    lie?.(performance)
  },
  cut: ({ request }) => void request.socket.destroy(),
  half({ response, request }) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '400' })
    response.write('{"status":"acc', () => request.socket.destroy())
  },
  die: ({ request }) => void request.socket.resetAndDestroy(),
}

/** Plays one call. What it does not know it accepts or passes. */
export async function behave(performance: Performance): Promise<void> {
  const mode = isMode(performance.mode) ? performance.mode : performance.role === 'check' ? 'pass' : 'accept'
  await PLAY[mode](performance)
}
