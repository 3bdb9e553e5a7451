/** What went over the wire, as it may be kept: secrets masked, cut to a size, fit for PostgreSQL's text. */
import type { ReadyCall } from '../../../contract/calls.ts'
import { MASK } from '../../../contract/templates/template.ts'
import type { RawAnswer } from './answers.ts'

const MOST_SIGNS = 16_000
/** Shorter ones would blank every other word of an answer. */
const SHORTEST_SECRET = 4

function kept(text: string): string {
  const clean = text.replaceAll('\0', '').toWellFormed()
  return clean.length > MOST_SIGNS ? `${clean.slice(0, MOST_SIGNS)}\n… (${clean.length - MOST_SIGNS} more)` : clean
}

const lines = (headers: readonly (readonly [string, string])[]): string =>
  headers.map(([name, value]) => `${name}: ${value}\n`).join('')

/** A call as it is shown. */
export function requestText({ method, url, headers, body }: ReadyCall): string {
  return kept(`${method} ${url}\n${lines(headers)}${body === null ? '' : `\n${body}`}`)
}

/** A system that repeats a secret must not make us keep it: it is masked as it was sent, and as it stands in JSON. */
function masked(text: string, secrets: readonly string[]): string {
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
  ])
  return [...new Set(spellings)]
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length)
    .reduce((masking, secret) => masking.replaceAll(secret, MASK), text)
}

/** An answer as it is kept. */
export function responseText({ status, headers, body }: RawAnswer, secrets: readonly string[]): string {
  const pairs = Object.entries(headers).map(([name, value]) => [name, String(value ?? '')] as const)
  return kept(masked(`HTTP ${status}\n${lines(pairs)}\n${body}`, secrets))
}

/** A reason that a system gave may repeat a secret too. */
export const withoutSecrets = masked
