/** Codes of authenticator apps (RFC 6238: SHA-1, six digits, 30 seconds) and the recovery codes beside them. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const STEP_SECONDS = 30
const DIGITS = 6
/** A clock may be one step off, in either direction. */
const DRIFT = [0, -1, 1] as const
// 160 bits, as long as the hash (RFC 4226)
const SECRET_BYTES = 20
// 80 bits: guessing one from its hash is hopeless without making the hash slow
const RECOVERY_BYTES = 10
const RECOVERY_CODES = 10

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base32 without padding, as authenticator apps read secrets. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const digits = bits.match(/.{1,5}/g) ?? []
  return digits.map((five) => ALPHABET.charAt(Number.parseInt(five.padEnd(5, '0'), 2))).join('')
}

function bytesOf(text: string): Buffer {
  const bits = [...text].map((sign) => ALPHABET.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export const newTotpSecret = (): string => base32(randomBytes(SECRET_BYTES))

export const stepAt = (at: Date): number => Math.floor(at.getTime() / 1000 / STEP_SECONDS)

/** The code an app shows during that step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const hash = createHmac('sha1', bytesOf(secret)).update(counter).digest()
  const at = hash.readUInt8(hash.length - 1) & 0xf
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** The step whose code it is, newer than the last one used; undefined when it is none: a code counts once. */
export function matchingStep(secret: string, code: string, now: Date, lastStep: number): number | undefined {
  const current = stepAt(now)
  const given = Buffer.from(code)
  return DRIFT.map((drift) => current + drift).find((step) => {
    const expected = Buffer.from(totpCode(secret, step))
    return given.length === expected.length && timingSafeEqual(given, expected) && step > lastStep
  })
}

/** What the picture shows: the app names the entry after whose login it is, and where. */
export function otpauthUri({ issuer, email, secret }: { issuer: string; email: string; secret: string }): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
}

/** Codes for the day the phone is gone, each good for one log-in: `ABCD-EFGH-IJKL-MNOP`. */
export function newRecoveryCodes(): string[] {
  return Array.from(
    { length: RECOVERY_CODES },
    () => base32(randomBytes(RECOVERY_BYTES)).match(/.{4}/g)?.join('-') ?? '',
  )
}

/** However it was typed: without blanks, in capitals, with its dashes. */
export type TypedCode = { kind: 'app'; code: string } | { kind: 'recovery'; code: string }
export function typedCode(text: string): TypedCode {
  const signs = text.replaceAll(/[\s-]/g, '').toUpperCase()
  if (/^\d{6}$/.test(signs)) return { kind: 'app', code: signs }
  return { kind: 'recovery', code: signs.match(/.{1,4}/g)?.join('-') ?? '' }
}
