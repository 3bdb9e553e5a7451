/** What the courier is told of a lead, and what it says of a call. */
import type { DirectPost, OutsideCheck } from '../../../contract/delivery.ts'
import type { Field, FieldValue } from '../../../contract/fields.ts'
import type { Cents } from '../../../contract/money.ts'

/** A lead as templates see it, hidden fields included. */
export interface LeadSeen {
  readonly id: string
  readonly receivedAt: Date
  readonly sourceAddress: string
  /** In the order of the campaign's fields. */
  readonly values: readonly FieldValue[]
  readonly subIds: readonly (string | null)[]
  readonly campaign: { readonly id: number; readonly name: string }
  readonly supplier: { readonly id: number; readonly name: string; readonly client: string }
}

interface Order {
  readonly accountId: number
  /** Of the settings version that decided; what is compiled of it is remembered by the identity of delivery or check. */
  readonly fields: readonly Field[]
  readonly lead: LeadSeen
  readonly test: boolean
  /** After so long no call is begun for this lead any more; a call that was begun has its own time-out. */
  readonly deadlineMs: number
}

export interface DeliveryOrder extends Order {
  readonly delivery: DirectPost
  /** The attempt: the same for every try of it, and sent as Idempotency-Key. */
  readonly deliveryId: string
  /** The buyer's price of this lead: what a price in the answer may at most be. */
  readonly price: Cents
  readonly currency: string
}

export interface CheckOrder extends Order {
  readonly check: OutsideCheck
}

/** What went over the wire, secrets masked and cut to a size that can be kept. */
export interface Transcript {
  readonly request: string
  /** Null: none came. */
  readonly response: string | null
  readonly status: number | null
  readonly ms: number
}

/**
 * Rule: the rule of the answer that decided, from 0; null where none fitted. Errored: definite, nothing was sent. Timed out, unknown: sent,
 * and no trustworthy answer came.
 */
export type CallResult = { readonly transcript: Transcript; readonly rule?: number | null } & (
  | { readonly outcome: 'accepted' /** Null: the answer is not asked for one. */; readonly price: Cents | null }
  | { readonly outcome: 'duplicated' | 'rejected' | 'errored' | 'timed_out' | 'unknown'; readonly reason: string }
)

/** A value that a check found, in the normal form of its field. */
export interface SavedValue {
  readonly field: string
  readonly value: FieldValue
}

/** Failed: no answer that could be understood; the check's `onFailure` says what follows. */
export type CheckResult = {
  readonly transcript: Transcript
  readonly rule?: number | null
  readonly saved: readonly SavedValue[]
} & ({ readonly result: 'pass' } | { readonly result: 'reject' | 'failed'; readonly reason: string })
