/** What happened to a lead, step by step and in words (spec 1, invariant 8). */
import type { TimelineEntry } from '../../../contract/api/leads.ts'
import { outcomeInWords, reasonInWords, type SkipReason } from '../../../contract/reasons.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { CODES, statusOf } from '../../../contract/verdict.ts'
import { conditionsInWords, duplicatesInWords, labelsOf, moneyInWords } from '../../../contract/words.ts'

interface Named {
  id: number
  name: string
}

export interface ToldLead {
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
export interface ToldAttempt {
  attemptId: string
  buyer: Named
  outcome: string
  price: number
  rule: number | null
  at: Date
  ms: number
}
export interface ToldDebit {
  attemptId: string
  company: string
  amount: number
  balanceAfter: number
  bookedAt: Date
}
export interface Told {
  lead: ToldLead
  settings: CampaignSettings
  currency: string
  attempts: readonly ToldAttempt[]
  debits: readonly ToldDebit[]
  skipped: readonly { buyer: Named; reason: SkipReason }[]
  /** Outward id of the lead this is a duplicate of. */
  duplicateOf: string | null
}

type Step = Pick<TimelineEntry, 'kind' | 'title'> & Partial<TimelineEntry>

const step = (given: Step): TimelineEntry => ({
  tone: 'plain',
  text: '',
  at: null,
  ms: null,
  buyer: null,
  reason: null,
  lead: null,
  ...given,
})

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
    ...told.attempts.flatMap((attempt) => [attemptStep(told, attempt), ...debitSteps(told, attempt)]),
    ...after.map((skip) => skippedStep(told, skip)),
    answer(told),
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
  if (lead.code === CODES.invalid) return [bad('validation', 'Failed validation')]
  const valid = step({ kind: 'validation', title: 'Fields valid', text: filledIn(lead.data), tone: 'good' })
  if (lead.code === CODES.filtered) return [valid, bad('filters', 'Filtered')]
  if (lead.code === CODES.supplier_cap) return [valid, bad('supplier_cap', 'Supplier cap reached')]
  return [valid, duplicates(told)]
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

function attemptStep(told: Told, attempt: ToldAttempt): TimelineEntry {
  const { buyer, outcome } = attempt
  const common = { kind: 'attempt' as const, at: attempt.at.toISOString(), ms: attempt.ms, buyer }
  if (outcome !== 'accepted') {
    const title = `${buyer.name}: ${outcome.replaceAll('_', ' ')}`
    return step({ ...common, title, tone: outcome === 'unknown' ? 'skipped' : 'bad' })
  }
  const title = `${buyer.name} accepted for ${moneyInWords(attempt.price, told.currency)}`
  return step({ ...common, title, text: `${priceWords(told, attempt)} ${deliveryWords(told, buyer.id)}`, tone: 'good' })
}

function priceWords({ settings }: Told, { buyer, rule }: ToldAttempt): string {
  const matched = rule === null || rule < 0 ? undefined : settings.buyers.get(buyer.id)?.rules[rule]
  if (!matched || rule === null) return 'Default price.'
  const labelOf = labelsOf(settings.campaign.fields, settings.lists?.values())
  return `Pricing rule ${rule + 1}: ${conditionsInWords(matched.conditions, labelOf)}.`
}

function deliveryWords({ lead, settings }: Told, buyerId: number): string {
  if (!lead.test) return 'Kept for the portal.'
  return settings.buyers.get(buyerId)?.acceptsTests ? 'Delivered as a test.' : 'Simulated: this buyer takes no tests.'
}

function debitSteps({ debits, currency }: Told, { attemptId, buyer }: ToldAttempt): TimelineEntry[] {
  const money = (amount: number) => moneyInWords(amount, currency)
  return debits
    .filter((debit) => debit.attemptId === attemptId)
    .map(({ company, amount, balanceAfter, bookedAt }) =>
      step({
        kind: 'debit',
        title: `${money(amount)} debited`,
        text: `${company}: balance ${money(balanceAfter + amount)} to ${money(balanceAfter)}.`,
        at: bookedAt.toISOString(),
        buyer,
      }),
    )
}

const ANSWERS = { accepted: 'ACCEPTED', duplicated: 'DUPLICATED', failed: 'ERROR' } as const

function answer({ lead, settings, currency }: Told): TimelineEntry {
  const status = statusOf(lead.code)
  const priced = settings.suppliers.get(lead.supplierId)?.priced === true
  const paid = status === 'accepted' && priced ? `Payout ${moneyInWords(lead.payout, currency)} in the answer.` : ''
  return step({
    kind: 'answer',
    title: `Answered ${ANSWERS[status]}, code ${lead.code}`,
    text: paid || (outcomeInWords(lead.code, lead.detail) ?? ''),
    ms: lead.decidedMs,
    tone: status === 'accepted' ? 'good' : 'bad',
  })
}
