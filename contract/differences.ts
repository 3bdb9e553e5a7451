/** What a version changed, in words: one line a setting, lists line by line. */
import { checkLines, deliveryLines } from './delivery-words.ts'
import { sameJson } from './equal.ts'
import type { PartChange, PartKind } from './parts.ts'
import type { BuyerPart, CampaignPart, SupplierPart } from './settings.ts'
import {
  budgetInWords,
  capsInWords,
  distributionInWords,
  duplicatesInWords,
  filterInWords,
  type LabelOf,
  moneyInWords,
  payoutInWords,
  ruleInWords,
  scheduleInWords,
} from './words.ts'

export interface Difference {
  what: string
  /** Null: it was not there. */
  before: string | null
  /** Null: it is gone. */
  after: string | null
}

/** What changed in one part, under its name. */
export interface PartDifference {
  part: PartKind
  id: number
  name: string
  lines: Difference[]
}

export interface Wording {
  labelOf: LabelOf
  currency: string
}

/** A setting by name: its text, or one text an entry where it is a list. */
type Told = Map<string, string | string[]>

const yesNo = (value: boolean) => (value ? 'yes' : 'no')

function flagsInWords(flags: { hiddenFromSpecs: boolean; hiddenFromBuyers: boolean }): string {
  const hidden = [flags.hiddenFromSpecs && 'specs', flags.hiddenFromBuyers && 'buyers'].filter(Boolean)
  return hidden.length > 0 ? `hidden from ${hidden.join(' and ')}` : 'visible'
}

function fieldInWords(field: CampaignPart['fields'][number]): string {
  const notes = [field.type, field.required && 'required', flagsInWords(field), field.consent && 'consent']
  const allowed = field.allowed.length > 0 ? `: ${field.allowed.join(', ')}` : ''
  const text = `${field.label} (${field.name}; ${notes.filter(Boolean).join(', ')})${allowed}`
  return field.description ? `${text} – ${field.description}` : text
}

function campaignTold(part: CampaignPart, { labelOf, currency }: Wording): Told {
  return new Map<string, string | string[]>([
    ['Time zone', part.zone],
    ['Distribution', distributionInWords(part.distribution)],
    ['Sell limit', String(part.sellLimit)],
    ['Deadline', `${part.deadlineSeconds} seconds`],
    ['Duplicate check', duplicatesInWords(part.duplicates, labelOf)],
    ['Minimum margin', part.minimumMargin === null ? 'none' : moneyInWords(part.minimumMargin, currency)],
    ['Validation error details', yesNo(part.validationDetails)],
    ['Field', part.fields.map(fieldInWords)],
    ['System field', Object.entries(part.systemFields).map(([name, flags]) => `${name}: ${flagsInWords(flags)}`)],
    ['Filter', part.filters.map((filter) => filterInWords(filter, labelOf))],
    ['Outside check', checkLines(part.checks)],
  ])
}

function supplierTold(part: SupplierPart, { labelOf, currency }: Wording): Told {
  return new Map<string, string | string[]>([
    ['Payout', payoutInWords(part.payout, currency)],
    ['Payout in the answer', yesNo(part.priced)],
    ['Returns', part.returns.accepted ? `within ${part.returns.days} days` : 'not taken'],
    ['Test mode', part.testMode ? 'on' : 'off'],
    ['Caps', capsInWords(part.caps)],
    ['Filter', part.filters.map((filter) => filterInWords(filter, labelOf))],
    ['Outside check', checkLines(part.checks)],
  ])
}

function buyerTold(part: BuyerPart, { labelOf, currency }: Wording): Told {
  return new Map<string, string | string[]>([
    ['Delivery', deliveryLines(part.delivery)],
    ['Outside check', checkLines(part.checks)],
    ['Takes test leads', yesNo(part.acceptsTests)],
    ['Price', moneyInWords(part.price, currency)],
    ['Pricing rule', part.rules.map((rule) => ruleInWords(rule, labelOf, currency))],
    ['Floor', moneyInWords(part.floor, currency)],
    ['Filter', part.filters.map((filter) => filterInWords(filter, labelOf))],
    ['Time zone', part.zone ?? "the campaign's"],
    ['Schedule', scheduleInWords(part.schedule)],
    ['Caps', capsInWords(part.caps)],
    ['Budget', budgetInWords(part.budget, currency)],
    ['Weight', String(part.weight)],
    ['After an unknown answer', part.afterUnknown === 'stop' ? 'stop' : 'go on'],
    ['Position', String(part.position)],
  ])
}

function toldOf(change: PartChange, wording: Wording): Told {
  if (change.part === 'campaign') return campaignTold(change.body, wording)
  return change.part === 'supplier' ? supplierTold(change.body, wording) : buyerTold(change.body, wording)
}

function listDifferences(what: string, before: readonly string[], after: readonly string[]): Difference[] {
  const gone = before.filter((line) => !after.includes(line))
  const come = after.filter((line) => !before.includes(line))
  return [
    ...gone.map((line) => ({ what, before: line, after: null })),
    ...come.map((line) => ({ what, before: null, after: line })),
    ...(gone.length === 0 && come.length === 0 ? [{ what: `${what} order`, before: null, after: 'changed' }] : []),
  ]
}

/** Both of the same kind and id; without `before` the part is new and tells nothing but that. */
export function differencesOf(before: PartChange | undefined, after: PartChange, wording: Wording): Difference[] {
  if (!before) return [{ what: 'Added', before: null, after: 'new' }]
  const [was, is] = [toldOf(before, wording), toldOf(after, wording)]
  const lines = [...is].flatMap(([what, now]): Difference[] => {
    const then = was.get(what) ?? ''
    if (sameJson(then, now)) return []
    if (typeof now !== 'string' && typeof then !== 'string') return listDifferences(what, then, now)
    return [{ what, before: String(then), after: String(now) }]
  })
  // two long lists may read alike ("CA, NV and 48 more")
  const silent = lines.length === 0 && !sameJson(before.body, after.body)
  return silent ? [{ what: 'Values in a long list', before: null, after: 'changed' }] : lines
}
