/**
 * Settings in plain English: what a rule's card, a version's difference and an explanation say. One wording for
 * all three front ends and the server.
 */
import { type Condition, type Filter, isListCondition, type WeekRange } from './conditions.ts'
import type { Field, FieldType } from './fields.ts'
import type { ListHeader } from './lists.ts'
import type { BudgetCaps, Caps, Distribution, DuplicateCheck, Payout, PricingRule, Schedule } from './settings.ts'

/** What a field is called on the page (undefined: by its name), and what else words are made of. */
export interface LabelOf {
  (field: string): string | undefined
  typeOf(field: string): FieldType | undefined
  listOf(id: string): ListHeader | undefined
}

/** A piece of a sentence; fields and values stand out in it. */
export interface Phrase {
  text: string
  strong?: true
}

/** A list up to this long is told in full, a longer one by its beginning and a number. */
const LONGEST = 6
const BEGINNING = 2

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const SUB_ID = /^lp_subid([1-6])$/

type Named = Pick<Field, 'name' | 'label' | 'type'>

/** @param lists those that conditions name; one that is not among them is told as "a list" */
export function labelsOf(fields: readonly Named[], lists: Iterable<ListHeader> = []): LabelOf {
  const byName = new Map(fields.map((field) => [field.name, field]))
  const byId = new Map([...lists].map((list) => [list.id, list]))
  return Object.assign((name: string) => byName.get(name)?.label, {
    typeOf: (name: string) => byName.get(name)?.type,
    listOf: (id: string) => byId.get(id),
  })
}

function labelled(field: string, labelOf: LabelOf): string {
  const subId = SUB_ID.exec(field)
  return labelOf(field) ?? (subId ? `Sub id ${subId[1]}` : field)
}

/** "CA, NV" or, where there are many, "CA, NV and 48 more". */
export function listInWords(values: readonly string[]): string {
  if (values.length <= LONGEST) return values.join(', ')
  return `${values.slice(0, BEGINNING).join(', ')} and ${values.length - BEGINNING} more`
}

/** Weekdays, Monday is 1: runs of three and more as a range. */
function daysInWords(days: readonly number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b)
  if (sorted.length === DAYS.length) return 'every day'
  const runs: number[][] = []
  for (const day of sorted) {
    const run = runs.at(-1)
    if (run && run.at(-1) === day - 1) run.push(day)
    else runs.push([day])
  }
  const name = (day: number | undefined) => DAYS[(day ?? 1) - 1]
  return runs
    .map((run) => (run.length > 2 ? `${name(run[0])}–${name(run.at(-1))}` : run.map(name).join(', ')))
    .join(', ')
}

const rangeInWords = (range: WeekRange) => `${daysInWords(range.days)} ${range.from}–${range.to}`

const COMPARISONS = {
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  le: 'is at most',
  gt: 'is more than',
  ge: 'is at least',
}
const LIST_VERBS = { any_of: 'is', contains: 'contains', starts_with: 'starts with' }

const plain = (text: string): Phrase => ({ text })
const strong = (text: string): Phrase => ({ text, strong: true })

type FieldCondition = Exclude<Condition, { op: 'hours' | 'at_least' }>

function testPhrases(condition: FieldCondition, labelOf: LabelOf): Phrase[] {
  if (isListCondition(condition)) return listPhrases(labelOf.listOf(condition.list))
  switch (condition.op) {
    case 'any_of':
    case 'contains':
    case 'starts_with': {
      const verb = `${LIST_VERBS[condition.op]}${condition.values.length > 1 ? ' any of' : ''}`
      return [plain(verb), strong(listInWords(condition.values))]
    }
    case 'matches':
      return [plain('matches the pattern'), strong(condition.pattern)]
    case 'between':
    case 'date_between':
      return [plain('is between'), strong(`${condition.from}`), plain('and'), strong(`${condition.to}`)]
    case 'before':
    case 'after':
      return [plain(`is ${condition.op}`), strong(condition.value)]
    case 'present':
    case 'missing':
      return [plain('is'), strong(condition.op)]
    default:
      return [plain(COMPARISONS[condition.op]), strong(`${condition.value}`)]
  }
}

function listPhrases(list: ListHeader | undefined): Phrase[] {
  if (!list) return [plain('is in'), strong('a list')]
  const values = `(${list.count.toLocaleString('en-US')} ${list.count === 1 ? 'value' : 'values'})`
  return [plain('is in list'), strong(`“${list.name}”`), plain(values)]
}

/** A date of birth is compared by the age it makes, and said so. */
function subject(condition: FieldCondition, labelOf: LabelOf): string {
  const label = labelled(condition.field, labelOf)
  const isAge = labelOf.typeOf(condition.field) === 'age' && !['present', 'missing'].includes(condition.op)
  return isAge && !/\bage\b/i.test(label) ? `Age (${label})` : label
}

/** A condition's sentence in pieces. */
export function conditionPhrases(condition: Condition, labelOf: LabelOf): Phrase[] {
  if (condition.op === 'hours') return [plain('it is'), strong(condition.ranges.map(rangeInWords).join(' or '))]
  if (condition.op === 'at_least') {
    const names = condition.fields.map((field) => labelled(field, labelOf))
    const are = condition.count === 1 ? 'is present' : 'are present'
    return [plain('at least'), strong(`${condition.count}`), plain('of'), strong(listInWords(names)), plain(are)]
  }
  return [strong(subject(condition, labelOf)), ...testPhrases(condition, labelOf)]
}

/** Several conditions' sentence in pieces, joined by "and". */
export function conditionsPhrases(conditions: readonly Condition[], labelOf: LabelOf): Phrase[] {
  return conditions.flatMap((condition, at) => [
    ...(at > 0 ? [plain('and')] : []),
    ...conditionPhrases(condition, labelOf),
  ])
}

export function conditionInWords(condition: Condition, labelOf: LabelOf): string {
  return conditionPhrases(condition, labelOf)
    .map(({ text }) => text)
    .join(' ')
}

export function conditionsInWords(conditions: readonly Condition[], labelOf: LabelOf): string {
  return conditions.map((condition) => conditionInWords(condition, labelOf)).join(' and ')
}

/** "Allow when State is any of CA, NV and Monthly bill is at least 150" */
export function filterInWords(filter: Filter, labelOf: LabelOf): string {
  return `${filter.mode === 'allow' ? 'Allow' : 'Block'} when ${conditionsInWords(filter.conditions, labelOf)}`
}

/** "$46.00": the minor unit is the currency's own, and no float is made on the way. */
export function moneyInWords(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2
  const text = String(Math.abs(amount)).padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  // the sign in front keeps -0.05 negative; a decimal text is formatted exactly
  const decimal = `${amount < 0 ? '-' : ''}${whole}.${text.slice(whole.length)}0` as `${number}` // digits only, by now
  return format.format(decimal)
}

/** "40%" of 4000 basis points, "12.5%" of 1250. */
export function rateInWords(rate: number): string {
  const hundredths = String(rate % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  return `${Math.floor(rate / 100)}${hundredths && `.${hundredths}`}%`
}

export function ruleInWords(rule: PricingRule, labelOf: LabelOf, currency: string): string {
  return `${moneyInWords(rule.price, currency)} when ${conditionsInWords(rule.conditions, labelOf)}`
}

/** Rules top to bottom, then the default price. */
export function rulesInWords(
  buyer: { rules: readonly PricingRule[]; price: number },
  labelOf: LabelOf,
  currency: string,
): string[] {
  const price = moneyInWords(buyer.price, currency)
  return [
    ...buyer.rules.map((rule) => ruleInWords(rule, labelOf, currency)),
    buyer.rules.length > 0 ? `otherwise ${price}` : `${price} for every lead`,
  ]
}

const PERIODS = [
  ['day', 'a day'],
  ['week', 'a week'],
  ['month', 'a month'],
  ['total', 'in all'],
] as const

type Limits = Record<(typeof PERIODS)[number][0], number>

const limitsInWords = (limits: Limits, amount: (n: number) => string) =>
  PERIODS.flatMap(([period, words]) => (limits[period] > 0 ? [`${amount(limits[period])} ${words}`] : []))

/** "50 a day (Sat 20), 300 a week"; "no caps" */
export function capsInWords(caps: Caps): string {
  const weekdays = DAYS.flatMap((name, index) => {
    // the key is one of "1" to "7" by construction
    const count = caps.weekdays[String(index + 1) as keyof Caps['weekdays']]
    return count === undefined ? [] : [`${name} ${count === 0 ? 'unlimited' : count}`]
  })
  const limits = limitsInWords(caps, (n) => n.toLocaleString('en-US'))
  if (weekdays.length === 0) return limits.join(', ') || 'no caps'
  const own = weekdays.join(', ')
  const [first, ...others] = limits
  return caps.day > 0 ? [`${first} (${own})`, ...others].join(', ') : [own, ...limits].join(', ')
}

export function budgetInWords(budget: BudgetCaps, currency: string): string {
  const limits = limitsInWords(budget, (n) => moneyInWords(n, currency)).join(', ')
  if (limits === '') return 'no budget'
  return budget.on ? limits : `off (${limits})`
}

/** "Mon–Fri 08:00–17:00, closed on 2026-12-25" */
export function scheduleInWords(schedule: Schedule): string {
  const open = schedule.open?.map(rangeInWords).join(', ') ?? 'always open'
  const off = schedule.datesOff.length > 0 ? `, closed on ${listInWords(schedule.datesOff)}` : ''
  return `${open || 'never open'}${off}`
}

export function payoutInWords(payout: Payout, currency: string): string {
  if (payout.kind === 'fixed') return `${moneyInWords(payout.amount, currency)} a lead`
  return `${rateInWords(payout.rate)} of its sales`
}

/** "Phone or E-mail within 30 days, over the whole campaign" */
export function duplicatesInWords(check: DuplicateCheck | null, labelOf: LabelOf): string {
  if (!check) return 'not checked'
  const names = check.fields.map((field) => labelled(field, labelOf))
  const days = `${check.days} ${check.days === 1 ? 'day' : 'days'}`
  const scope = check.scope === 'campaign' ? 'over the whole campaign' : 'for each buyer'
  return `${names.join(check.match === 'any' ? ' or ' : ' and ')} within ${days}, ${scope}`
}

const DISTRIBUTIONS: Record<Distribution, string> = {
  waterfall: 'Waterfall',
  highest_bidder: 'Highest bidder',
  round_robin: 'Round robin',
  weighted: 'Weighted',
  send_to_all: 'Send to all',
}

export function distributionInWords(distribution: Distribution): string {
  return DISTRIBUTIONS[distribution]
}
