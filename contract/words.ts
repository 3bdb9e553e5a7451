/**
 * Settings in plain English: what a rule's card, a version's difference and an explanation say. One wording for
 * all three front ends and the server.
 */
import type { Condition, Filter, WeekRange } from './conditions.ts'
import type { Field } from './fields.ts'
import type { BudgetCaps, Caps, Distribution, DuplicateCheck, Payout, PricingRule, Schedule } from './settings.ts'

/** What a field is called on the page; undefined: it is called by its name. */
export type LabelOf = (field: string) => string | undefined

/** A list up to this long is told in full, a longer one by its beginning and a number. */
const LONGEST = 6
const BEGINNING = 2

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const SUB_ID = /^lp_subid([1-6])$/

export function labelsOf(fields: readonly Pick<Field, 'name' | 'label'>[]): LabelOf {
  const labels = new Map(fields.map((field) => [field.name, field.label]))
  return (name) => labels.get(name)
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

function testInWords(condition: Exclude<Condition, { op: 'hours' | 'at_least' }>): string {
  switch (condition.op) {
    case 'any_of':
    case 'contains':
    case 'starts_with':
      return `${LIST_VERBS[condition.op]} ${condition.values.length > 1 ? 'any of ' : ''}${listInWords(condition.values)}`
    case 'matches':
      return `matches the pattern ${condition.pattern}`
    case 'between':
    case 'date_between':
      return `is between ${condition.from} and ${condition.to}`
    case 'before':
    case 'after':
      return `is ${condition.op} ${condition.value}`
    case 'present':
    case 'missing':
      return `is ${condition.op}`
    default:
      return `${COMPARISONS[condition.op]} ${condition.value}`
  }
}

export function conditionInWords(condition: Condition, labelOf: LabelOf): string {
  if (condition.op === 'hours') return `it is ${condition.ranges.map(rangeInWords).join(' or ')}`
  if (condition.op === 'at_least') {
    const names = condition.fields.map((field) => labelled(field, labelOf))
    return `at least ${condition.count} of ${listInWords(names)} ${condition.count === 1 ? 'is' : 'are'} present`
  }
  return `${labelled(condition.field, labelOf)} ${testInWords(condition)}`
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
