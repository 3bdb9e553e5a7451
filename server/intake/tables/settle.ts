/** SQL `settle` (migrations/functions): how calls ended, in one guarded transaction. */
import type { VerdictCode } from '../../../contract/verdict.ts'
import type { LeadFigures, SaleFigures } from '../figures.ts'

/** What became of a reservation. Unknown keeps what is held. */
export type End = 'accepted' | 'rejected' | 'duplicated' | 'errored' | 'unknown' | 'not_sold' | 'expired'

export interface Item {
  attempt: string
  outcome: End
  /** Of an accepted one. */
  price: number | null
  detail: string | null
  ms: number | null
  /** The person who settled it. */
  by_name?: string
}

/** What becomes of a lead's row; it must be as it was. */
export interface Change {
  lead: string
  received: Date
  was_code: number
  was_revenue: number
  code: VerdictCode
  /** Made now. */
  sales: number
  revenue: number
  payout: number
  version?: number
  ms?: number
  data?: unknown
  detail?: string
  why?: unknown
  duplicate_of?: string
}

/** A call of a buyer or an outside check, as it went over the wire. */
export interface CallRow {
  id: string
  lead: string
  received: Date
  attempt: string | null
  kind: 'delivery' | 'check'
  name: string | null
  outcome: string
  reason: string | null
  status: number | null
  request: string
  response: string | null
  at: Date
  ms: number
}

/** What a supplier earns by a settlement after its lead was answered. */
export interface Earned {
  source: string
  supplier: number
  lead: string
  amount: number
}

export interface Settlement {
  items: readonly Item[]
  ends: readonly { lead: string; owner: number | null }[]
  changes: readonly Change[]
  calls: readonly CallRow[]
  earned: readonly Earned[]
  leadFigures: readonly LeadFigures[]
  saleFigures: readonly SaleFigures[]
}

export const SETTLE = 'select settle($1::integer, $2::timestamptz, $3::text, $4::jsonb)'

/** The parameter of several settlements booked together. */
export function settlementJson(all: readonly Settlement[]): string {
  return JSON.stringify({
    items: all.flatMap((one) => one.items),
    ends: all.flatMap((one) => one.ends),
    changes: all.flatMap((one) => one.changes),
    calls: all.flatMap((one) => one.calls),
    earned: all.flatMap((one) => one.earned),
    leadFigures: all.flatMap((one) =>
      one.leadFigures.map(({ campaignId, supplierId, ...row }) => ({
        ...row,
        campaign: campaignId,
        supplier: supplierId,
      })),
    ),
    saleFigures: all.flatMap((one) =>
      one.saleFigures.map(({ campaignId, buyerId, ...row }) => ({ ...row, campaign: campaignId, buyer: buyerId })),
    ),
  })
}
