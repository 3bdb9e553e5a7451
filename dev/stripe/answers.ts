/** Idempotency as Stripe has it: status and body of the first run are kept for a day, failures among them. */
import { createHash } from 'node:crypto'
import type { Merchant } from './merchant.ts'
import { Refusal } from './wire.ts'

const DAY_S = 86_400

export interface Answer {
  status: number
  body: string
  isReplayed?: boolean
}

/** What a call said, so that the same key cannot stand for another. */
export const fingerprint = (method: string, path: string, body: string): string =>
  createHash('sha256').update(`${method} ${path}\n${body}`).digest('base64url')

/**
 * What was answered under the key, or nothing if this call is the first: then the key is taken until `keep` or `drop`.
 * @throws Refusal 409 while the first still runs, 400 when it said something else
 */
export function takeKey(shop: Merchant, key: string, said: string): Answer | undefined {
  const kept = shop.shelves.answers.find(key)
  if (!kept || kept.at + DAY_S < shop.now) {
    shop.shelves.answers.put({ id: key, said, at: shop.now })
    return undefined
  }
  if (kept.said !== said) {
    const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
    throw new Refusal(400, { type: 'idempotency_error', message }, false)
  }
  if (!kept.answer) throw keyInUse(key)
  return { ...kept.answer, isReplayed: true }
}

export const keyInUse = (key: string): Refusal =>
  new Refusal(
    409,
    {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    },
    false,
  )

export function keepAnswer(shop: Merchant, key: string, answer: Answer): void {
  const kept = shop.shelves.answers.find(key)
  if (kept) kept.answer = { status: answer.status, body: answer.body }
}

export function dropKey(shop: Merchant, key: string): void {
  shop.shelves.answers.remove(key)
}
