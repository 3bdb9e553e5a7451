/**
 * What a post is answered (spec 2.1): codes are stable and public.
 */
export const CODES = {
  accepted: 0,
  missing_parameter: 1001,
  unknown: 1002,
  not_active: 1003,
  unreadable: 1004,
  no_buyers: 1005,
  rejected: 1006,
  duplicate: 1008,
  supplier_cap: 1009,
  filtered: 1010,
  invalid: 1015,
  try_again: 1020,
  in_process: 1049,
} as const

export type VerdictCode = (typeof CODES)[keyof typeof CODES]
export type LeadStatus = 'accepted' | 'duplicated' | 'failed'

/** A stored lead's status follows from its code. */
export function statusOf(code: number): LeadStatus {
  if (code === CODES.accepted) return 'accepted'
  return code === CODES.duplicate ? 'duplicated' : 'failed'
}

/** The code's public meaning, as the spec page and the lists show it. */
export const CODE_WORDS: Record<VerdictCode, string> = {
  0: 'Lead accepted',
  1001: 'Missing system parameter',
  1002: 'Unknown campaign, supplier or key',
  1003: 'Campaign or supplier not active',
  1004: 'Unreadable body',
  1005: 'No buyers available',
  1006: 'Rejected by buyer',
  1008: 'Duplicate',
  1009: 'Supplier cap reached',
  1010: 'Filtered',
  1015: 'Failed validation',
  1020: 'Try again later',
  1049: 'The same lead is still being processed',
}

/**
 * What moved at the moment of decision, kept on the lead; everything else is recomputed from its version.
 * Buyers by id; `cap` and `budget` name the period that was full.
 */
export interface MovingReasons {
  paused?: number[]
  balance?: number[]
  cap?: Record<string, number[]>
  budget?: Record<string, number[]>
  /** The buyer's customer bought the same person before. */
  same_person?: number[]
  /** The buyer bought a duplicate of this lead before (duplicate check with scope buyer). */
  duplicate?: number[]
  /** Send to all: with the sales before, the account would have kept less than its minimum margin. */
  margin?: number[]
  /** An outside check of the buyer did not let the lead through. */
  check?: number[]
  /**
   * What ended it before every buyer had been asked: its deadline, a buyer whose unknown answer stops it, or a
   * campaign or supplier that was closed or changed while it was in process.
   */
  ended?: 'deadline' | 'unknown' | 'closed'
}
