/**
 * Ids are made in the app and ordered in time (storage rule 4): UUIDv7 with the exact millisecond of the instant
 * they are made for, because a lead's id alone must find its monthly partition.
 */
import { randomFillSync } from 'node:crypto'

// 26 bits count within one millisecond, starting anywhere in the lower half: 33 million ids a millisecond before
// they would run out. The 48 bits behind them are random, so ids of two processes do not meet.
const COUNTER_START_BITS = 25
const POOL_BYTES = 6 * 1024

const pool = Buffer.alloc(POOL_BYTES)
let poolAt = POOL_BYTES

function sixRandomBytes(): number {
  if (poolAt + 6 > POOL_BYTES) {
    randomFillSync(pool)
    poolAt = 0
  }
  poolAt += 6
  return pool.readUIntBE(poolAt - 6, 6)
}

let lastMs = -1
let counter = 0

function nextCount(ms: number): number {
  counter = ms === lastMs ? counter + 1 : sixRandomBytes() % 2 ** COUNTER_START_BITS
  lastMs = ms
  return counter
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** A UUIDv7 of that instant; ids made one after the other for the same millisecond sort in that order. */
export function newId(at: Date): string {
  const ms = at.getTime()
  const count = nextCount(ms)
  const time = hex(ms, 12)
  const high = hex(count >>> 14, 3)
  const low = hex(0x8000 | (count & 0x3fff), 4)
  return `${time.slice(0, 8)}-${time.slice(8)}-7${high}-${low}-${hex(sixRandomBytes(), 12)}`
}

/** The millisecond an id was made for. */
export function instantOf(uuid: string): Date {
  return new Date(Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16))
}

/** The smallest UUID of that millisecond: a bound for keyset pages and partition pruning. */
export function firstIdOf(at: Date): string {
  const time = hex(at.getTime(), 12)
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000`
}

// Crockford's alphabet has no I, L, O, U: an id survives being read out on the phone
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TEXT_LENGTH = 26
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const digitValues = new Map<string, number>(
  [...ALPHABET].flatMap((c, i) => [[c, i] as const, [c.toLowerCase(), i] as const]),
)
for (const [wrong, right] of [
  ['O', '0'],
  ['I', '1'],
  ['L', '1'],
] as const) {
  const value = ALPHABET.indexOf(right)
  digitValues.set(wrong, value).set(wrong.toLowerCase(), value)
}

// ten bits at a time from a table: this runs once per answered post (well under a microsecond; shifting a BigInt took three)
const PAIRS = Array.from({ length: 1024 }, (_, i) => ALPHABET.charAt(i >> 5) + ALPHABET.charAt(i & 31))
const HEX_DIGITS_AT_ONCE = 5
const pairAt = (index: number): string => PAIRS[index] ?? ''

/** The outward form of a lead id: the same 128 bits in 26 characters that fit in a URL. */
export function leadIdText(uuid: string): string {
  if (!UUID.test(uuid)) throw new RangeError(`not a lead id: ${uuid}`)
  // 140 bits, so that both alphabets come out even; the two leading characters are always zero
  const digits = `000${uuid.replaceAll('-', '')}`
  let text = ''
  for (let at = 0; at < digits.length; at += HEX_DIGITS_AT_ONCE) {
    const bits = Number.parseInt(digits.slice(at, at + HEX_DIGITS_AT_ONCE), 16)
    text += pairAt(bits >> 10) + pairAt(bits & 1023)
  }
  return text.slice(2)
}

/** The UUID behind an outward lead id, in whatever case it was typed; undefined if it is none. */
export function leadIdOf(text: string): string | undefined {
  if (text.length !== TEXT_LENGTH) return undefined
  let bits = 0n
  for (const character of text) {
    const value = digitValues.get(character)
    if (value === undefined) return undefined
    bits = (bits << 5n) | BigInt(value)
  }
  if (bits >> 128n !== 0n) return undefined
  const all = bits.toString(16).padStart(32, '0')
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-${all.slice(12, 16)}-${all.slice(16, 20)}-${all.slice(20)}`
}
