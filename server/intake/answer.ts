/**
 * The answer a supplier reads: always HTTP 200 for a business outcome, always the same keys (spec 2.1).
 */
import { asCents, decimalText } from '../../contract/money.ts'
import { CODE_WORDS, CODES, statusOf, type VerdictCode } from '../../contract/verdict.ts'
import { leadIdText } from '../platform/ids.ts'
import type { Decided } from './decide.ts'
import type { Refusal } from './post.ts'

export interface Answer {
  http: 200 | 503
  code: VerdictCode
  body: string
}

const STATUS_WORDS = { accepted: 'ACCEPTED', duplicated: 'DUPLICATED', failed: 'ERROR' } as const

type Said = Pick<Decided, 'lead' | 'leadId' | 'code' | 'detail' | 'duplicateOf' | 'payout'>

/** @param currency of the payout's amount */
export function answerOf(decided: Said, currency: string): Answer {
  const { lead, code, detail } = decided
  const id = leadIdText(decided.leadId)
  const body: Record<string, unknown> = {
    id,
    lead_id: id,
    status: STATUS_WORDS[statusOf(code)],
    code,
    message: detail ?? CODE_WORDS[code],
  }
  if (decided.duplicateOf) body.duplicate_of = leadIdText(decided.duplicateOf)
  if (code === CODES.invalid && lead.campaign.compiled.validationDetails) body.error_meta = { fields: lead.faults }
  if (lead.test) body.test = true
  const text = JSON.stringify(body)
  if (code !== CODES.accepted || !lead.supplier.compiled.part.priced) return { http: 200, code, body: text }
  // a number on the wire, as the field expects, written digit by digit: it is never a float here
  const payout = decimalText(asCents(decided.payout), currency)
  return { http: 200, code, body: `${text.slice(0, -1)},"payout":${payout}}` }
}

/** A refusal: no lead, no id. */
export function refusalOf({ code, message }: Pick<Refusal, 'code' | 'message'>): Answer {
  const body = JSON.stringify({ status: 'ERROR', code, message })
  return { http: code === CODES.try_again ? 503 : 200, code, body }
}

export const IN_PROCESS = refusalOf({ code: CODES.in_process, message: CODE_WORDS[CODES.in_process] })
export const TRY_AGAIN = refusalOf({ code: CODES.try_again, message: CODE_WORDS[CODES.try_again] })
