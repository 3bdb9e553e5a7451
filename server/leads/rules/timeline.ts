/** What happened to a lead, step by step and in words (spec 1, invariant 8). */
import type { TimelineEntry } from '../../../contract/api/lead-parts.ts'
import { outcomeInWords, reasonInWords, type SkipReason } from '../../../contract/reasons.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { CODES, statusOf } from '../../../contract/verdict.ts'
import { duplicatesInWords, labelsOf, moneyInWords } from '../../../contract/words.ts'
import { attemptSteps, checkSteps, laterSteps, step, type ToldAttempt, type ToldCall, type ToldEntry } from './story.ts'

interface Named {
  id: number
  name: string
}

export interface ToldLead {
  version: number
  receivedAt: Date
  supplierId: number
  supplierName: string
  subIds: readonly (string | null)[]
  data: readonly unknown[]
  code: number
  detail: string | null
  test: boolean
  payout: number
  decidedMs: number
}
export interface Told {
  lead: ToldLead
  settings: CampaignSettings
  currency: string
  attempts: readonly ToldAttempt[]
  entries: readonly ToldEntry[]
  calls: readonly ToldCall[]
  skipped: readonly { buyer: Named; reason: SkipReason }[]
  /** Outward id of the lead this is a duplicate of. */
  duplicateOf: string | null
}

/** All steps in the order they were taken. */
export function timelineOf(told: Told): TimelineEntry[] {
  const [before, after] = [
    told.skipped.filter(({ reason }) => reason.kind !== 'earlier_buyer' && reason.kind !== 'not_reached'),
    told.skipped.filter(({ reason }) => reason.kind === 'earlier_buyer'),
  ]
  return [
    received(told),
    ...checks(told),
    ...before.map((skip) => skippedStep(told, skip)),
    ...attemptSteps(told),
    ...after.map((skip) => skippedStep(told, skip)),
    ...answer(told),
    ...laterSteps(told),
  ]
}

function received({ lead }: Told): TimelineEntry {
  const subIds = lead.subIds.flatMap((value, index) => (value === null ? [] : [`sub id ${index + 1} “${value}”`]))
  return step({
    kind: 'received',
    title: `Received from ${lead.supplierName}`,
    text: [`Supplier ${lead.supplierId}`, ...(lead.test ? ['test lead'] : []), ...subIds].join(', '),
    at: lead.receivedAt.toISOString(),
  })
}

/** Each check up to the one that ended the lead. */
function checks(told: Told): TimelineEntry[] {
  const { lead } = told
  const bad = (kind: TimelineEntry['kind'], title: string) =>
    step({ kind, title, text: lead.detail ?? '', tone: 'bad' })
  // a check's own refusal stands at the check
  if (lead.code === CODES.invalid) return [...checkSteps(told), bad('validation', 'Failed validation')]
  const valid = step({ kind: 'validation', title: 'Fields valid', text: filledIn(lead.data), tone: 'good' })
  if (lead.code === CODES.filtered) return [valid, bad('filters', 'Filtered')]
  const checked = [valid, ...checkSteps(told)]
  if (lead.code === CODES.supplier_cap) return [...checked, bad('supplier_cap', 'Supplier cap reached')]
  return [...checked, duplicates(told)]
}

function filledIn(data: readonly unknown[]): string {
  return `${data.filter((value) => value !== null).length} of ${data.length} fields have a value.`
}

function duplicates({ lead, settings, duplicateOf }: Told): TimelineEntry {
  const kind = 'duplicates'
  if (lead.code === CODES.duplicate) {
    const text = duplicateOf ? 'An accepted lead came before it.' : (lead.detail ?? '')
    return step({ kind, title: 'Duplicate', text, tone: 'bad', lead: duplicateOf })
  }
  if (lead.test) return step({ kind, title: 'Not compared', text: 'Tests are never duplicates.' })
  const { duplicates: check, fields } = settings.campaign
  const text = check
    ? `Compared by ${duplicatesInWords(check, labelsOf(fields))}.`
    : 'Compared with the same post within a minute.'
  return step({ kind, title: 'Not a duplicate', text, tone: 'good' })
}

function skippedStep(told: Told, { buyer, reason }: Told['skipped'][number]): TimelineEntry {
  const { campaign, buyers } = told.settings
  const context = {
    buyer: buyers.get(buyer.id),
    labelOf: labelsOf(campaign.fields, told.settings.lists?.values()),
    currency: told.currency,
    minimumMargin: campaign.minimumMargin,
  }
  const text = reasonInWords(reason, context)
  return step({ kind: 'skipped', title: `${buyer.name} skipped`, text, tone: 'skipped', buyer, reason: reason.kind })
}

const ANSWERS = { accepted: 'ACCEPTED', duplicated: 'DUPLICATED', failed: 'ERROR' } as const

/** None while it is in process. What a later settlement made of it is told as what it is. */
function answer({ lead, settings, currency }: Told): TimelineEntry[] {
  if (lead.code === CODES.in_process) return []
  const status = statusOf(lead.code)
  const priced = settings.suppliers.get(lead.supplierId)?.priced === true
  const paid = status === 'accepted' && priced ? `Payout ${moneyInWords(lead.payout, currency)} in the answer.` : ''
  const told = step({
    kind: 'answer',
    title: `Answered ${ANSWERS[status]}, code ${lead.code}`,
    text: paid || (outcomeInWords(lead.code, lead.detail) ?? ''),
    ms: lead.decidedMs,
    tone: status === 'accepted' ? 'good' : 'bad',
  })
  return [told]
}
