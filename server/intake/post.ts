/**
 * A supplier's post, read: flat, with its three system parameters. Nothing is known of its campaign yet.
 */
import { hash } from 'node:crypto'
import { parse as parseForm } from 'node:querystring'
import { SUB_IDS } from '../../contract/fields.ts'
import { CODES, type VerdictCode } from '../../contract/verdict.ts'
import { isStorable, type Posted } from '../fields/rules.ts'

export const BODY_LIMIT = 64 * 1024
export const TYPES_READ = 'Content-Type must be application/json or application/x-www-form-urlencoded'
const SUB_ID_LIMIT = 75
const MOST_KEYS = 1_000

export interface Post {
  campaign: string
  supplier: string
  /** sha256 of the posting key in hex; the key itself goes no further. */
  keyHash: string
  test: boolean
  subIds: (string | null)[]
  /** What is wrong with them: a lead that fails validation, not a refusal. */
  subIdFaults: string[]
  /** Every posted key, known to the campaign or not. */
  fields: Readonly<Record<string, Posted>>
  ip: string
  receivedAt: Date
}

/** A refusal before there is a lead: no row, no id. */
export class Refusal extends Error {
  readonly code: VerdictCode

  constructor(code: VerdictCode, message: string) {
    super(message)
    this.code = code
  }
}

/** @throws Refusal 1004 for what cannot be read, 1001 naming a missing system parameter */
export function readPost(body: Buffer, contentType: string, ip: string, receivedAt: Date): Post {
  const fields = readFlat(body, contentType)
  const campaign = parameter(fields, 'lp_campaign_id')
  const supplier = parameter(fields, 'lp_supplier_id')
  const key = parameter(fields, 'lp_key')
  return {
    campaign,
    supplier,
    keyHash: hash('sha256', key),
    test: isTest(fields.lp_action),
    ...readSubIds(fields),
    fields,
    ip,
    receivedAt,
  }
}

function readFlat(body: Buffer, contentType: string): Record<string, Posted> {
  // some exporters put a byte-order mark in front; it is not part of the post
  const text = body.toString('utf8').replace(/^\uFEFF/, '')
  const mime = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (mime === 'application/json' || mime.endsWith('+json')) return readJson(text)
  if (mime === 'application/x-www-form-urlencoded') return readForm(text)
  throw new Refusal(CODES.unreadable, TYPES_READ)
}

function readJson(text: string): Record<string, Posted> {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw new Refusal(CODES.unreadable, 'The body is not valid JSON')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw new Refusal(CODES.unreadable, 'The body must be one flat JSON object')
  return flat(parsed)
}

function readForm(text: string): Record<string, Posted> {
  return flat(parseForm(text, '&', '=', { maxKeys: MOST_KEYS + 1 }))
}

/** Nested values, and form keys posted twice, are refused by name. */
function flat(parsed: object): Record<string, Posted> {
  let count = 0
  for (const [name, value] of Object.entries(parsed)) {
    if (++count > MOST_KEYS) throw new Refusal(CODES.unreadable, `More than ${MOST_KEYS} keys`)
    if (typeof value === 'object' && value !== null)
      throw new Refusal(CODES.unreadable, `${name.slice(0, 64)}: must be a single value, not a list or object`)
  }
  // the loop left only flat values
  return parsed as Record<string, Posted>
}

function parameter(fields: Readonly<Record<string, Posted>>, name: string): string {
  const value = fields[name]
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  if (text === '') throw new Refusal(CODES.missing_parameter, `${name}: required`)
  if (text.length > 200) throw new Refusal(CODES.unknown, UNKNOWN)
  return text
}

/** One message for campaign, supplier and key, so that none can be guessed apart. */
export const UNKNOWN = 'Unknown campaign, supplier or key'

const isTest = (action: Posted | undefined) => typeof action === 'string' && action.trim().toLowerCase() === 'test'

function readSubIds(fields: Readonly<Record<string, Posted>>): Pick<Post, 'subIds' | 'subIdFaults'> {
  const subIdFaults: string[] = []
  const subIds = SUB_IDS.map((name) => {
    const text = String(fields[name] ?? '').trim()
    if (text.length > SUB_ID_LIMIT) subIdFaults.push(`${name}: at most ${SUB_ID_LIMIT} characters`)
    else if (!isStorable(text)) subIdFaults.push(`${name}: holds characters that are not text`)
    else return text === '' ? null : text
    return null
  })
  return { subIds, subIdFaults }
}
