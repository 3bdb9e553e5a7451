/** What changing a condition by hand does: which tests a field has, and what is kept when another is chosen. Pure. */
import {
  type Condition,
  type ConditionOp,
  isListCondition,
  type Known,
  misfitOf,
  OPS_OF_TYPE,
  typeIn,
} from '../../../contract/conditions.ts'
import { type FieldType, SUB_IDS } from '../../../contract/fields.ts'
import { type ListKind, listKindOf } from '../../../contract/lists.ts'
import { type LabelOf, labelsOf } from '../../../contract/words.ts'
import type { RuleFault, RulesProps } from './props.ts'

/** What a condition is about: a field, the time of the week, or several fields. */
export const HOURS = 'about:hours'
export const AT_LEAST = 'about:fields'
/** `any_of` with the values in a list. */
export const IN_LIST = 'in_list'
export type Choice = ConditionOp | typeof IN_LIST

/** Fields are told from the two others by their names, which never have a colon. */
export function subjectOf(condition: Condition): string {
  if (condition.op === 'hours') return HOURS
  return condition.op === 'at_least' ? AT_LEAST : condition.field
}

/** Names and types of fields and lists for words and checks. */
export function namesOf({ fields, lists }: Pick<RulesProps, 'fields' | 'lists'>): LabelOf {
  return labelsOf(fields, lists?.known)
}

export interface SubjectGroup {
  label: string
  options: { value: string; label: string }[]
}

/** Everything a condition can be about. */
export function subjectsOf(fields: RulesProps['fields']): SubjectGroup[] {
  return [
    { label: 'Fields', options: fields.map(({ name, label }) => ({ value: name, label })) },
    { label: 'Sub ids', options: SUB_IDS.map((value, at) => ({ value, label: `Sub id ${at + 1}` })) },
    {
      label: 'Other',
      options: [
        { value: HOURS, label: 'Weekday and hour' },
        { value: AT_LEAST, label: 'Several fields' },
      ],
    },
  ]
}

const WORDS: Record<Choice, string> = {
  any_of: 'is any of',
  in_list: 'is in list',
  contains: 'contains any of',
  starts_with: 'starts with any of',
  matches: 'matches the pattern',
  eq: 'is',
  ne: 'is not',
  lt: 'is less than',
  le: 'is at most',
  gt: 'is more than',
  ge: 'is at least',
  between: 'is between',
  before: 'is before',
  after: 'is after',
  date_between: 'is between',
  present: 'is present',
  missing: 'is missing',
  at_least: '',
  hours: '',
}

/** The tests of a field, in the order they are offered. */
export function choicesFor(type: FieldType, withLists: boolean): { value: Choice; label: string }[] {
  const offered = OPS_OF_TYPE[type].flatMap((op): Choice[] =>
    op === 'any_of' && withLists && listKindOf(type) ? [op, IN_LIST] : [op],
  )
  return offered.map((value) => ({ value, label: type === 'boolean' && value === 'any_of' ? 'is' : WORDS[value] }))
}

export const choiceOf = (condition: Condition): Choice => (isListCondition(condition) ? IN_LIST : condition.op)

/** A condition on this subject, with nothing filled in. */
export function freshCondition(subject: string, typeOf: Known['typeOf']): Condition {
  if (subject === HOURS) return { op: 'hours', ranges: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }] }
  if (subject === AT_LEAST) return { op: 'at_least', count: 1, fields: [] }
  const type = typeOf(subject) ?? 'text'
  const [op = 'any_of'] = OPS_OF_TYPE[type]
  return withChoice({ op: 'present', field: subject }, type === 'numeric' || type === 'age' ? 'ge' : op)
}

/** What a new rule begins with: the first field, to be filled in. */
export function freshRule(fields: RulesProps['fields']): Condition {
  const [first] = fields
  return freshCondition(first?.name ?? SUB_IDS[0], () => first?.type)
}

/** The same subject, another test; what was filled in stays where it still means something. */
export function withChoice(condition: Condition, choice: Choice): Condition {
  if (condition.op === 'hours' || condition.op === 'at_least') return condition
  const { field } = condition
  const number = numberIn(condition)
  const day = dayIn(condition)
  switch (choice) {
    case IN_LIST:
      return { op: 'any_of', field, list: '' }
    case 'any_of':
      return { op: choice, field, values: valuesIn(condition) }
    case 'contains':
      return { op: choice, field, values: valuesIn(condition) }
    case 'starts_with':
      return { op: choice, field, values: valuesIn(condition) }
    case 'matches':
      return { op: choice, field, pattern: '' }
    case 'between':
      return { op: choice, field, from: number, to: Number.NaN }
    case 'date_between':
      return { op: choice, field, from: day, to: '' }
    case 'before':
    case 'after':
      return { op: choice, field, value: day }
    case 'present':
    case 'missing':
      return { op: choice, field }
    case 'hours':
    case 'at_least':
      return condition
    default:
      return { op: choice, field, value: number }
  }
}

const valuesIn = (condition: Condition) => ('values' in condition ? condition.values : [])

/** NaN stands for a number that is not there yet: no schema lets it through. */
function numberIn(condition: Condition): number {
  if ('value' in condition && typeof condition.value === 'number') return condition.value
  return 'from' in condition && typeof condition.from === 'number' ? condition.from : Number.NaN
}

function dayIn(condition: Condition): string {
  if ('value' in condition && typeof condition.value === 'string') return condition.value
  return 'from' in condition && typeof condition.from === 'string' ? condition.from : ''
}

/** The same test of another field, or a fresh one where the field has no such test. */
export function withSubject(condition: Condition, subject: string, known: Known): Condition {
  if (subjectOf(condition) === subject) return condition
  const [was, type] = [typeIn(known, subjectOf(condition)), typeIn(known, subject)]
  const isField = 'field' in condition && was !== undefined && was === type
  return isField ? { ...condition, field: subject } : freshCondition(subject, (field) => typeIn(known, field))
}

/** What the values of an "is any of" are read as; undefined: as they are typed. */
export function kindFor(condition: Condition, known: Known): ListKind | undefined {
  if (condition.op !== 'any_of') return undefined
  const type = typeIn(known, condition.field)
  return type && listKindOf(type)
}

/** What is still to be filled in, or makes no sense; undefined when the condition can be saved. */
export function conditionFault(condition: Condition, known: Known): RuleFault | undefined {
  const gap = gapIn(condition)
  if (gap) return gap
  const misfit = misfitOf(condition, known)
  return misfit && { path: misfit.at, message: `${misfit.message.charAt(0).toUpperCase()}${misfit.message.slice(1)}.` }
}

function gapIn(condition: Condition): RuleFault | undefined {
  if (isListCondition(condition)) return condition.list ? undefined : { path: 'list', message: 'Choose a list.' }
  switch (condition.op) {
    case 'any_of':
    case 'contains':
    case 'starts_with':
      return condition.values.length > 0 ? undefined : { path: 'values', message: 'Add a value.' }
    case 'matches':
      return condition.pattern ? undefined : { path: 'pattern', message: 'Give a pattern, like ^CA.' }
    case 'hours':
      return condition.ranges.length > 0 ? undefined : { path: 'ranges', message: 'Choose at least one hour.' }
    case 'at_least':
      return condition.fields.length > 0 ? undefined : { path: 'fields', message: 'Choose the fields.' }
    case 'between':
    case 'date_between':
      return endGap(condition.from, 'from') ?? endGap(condition.to, 'to')
    case 'present':
    case 'missing':
      return undefined
    default:
      return endGap(condition.value, 'value')
  }
}

function endGap(value: number | string, path: string): RuleFault | undefined {
  if (typeof value === 'number') return Number.isNaN(value) ? { path, message: 'Give a number.' } : undefined
  return value ? undefined : { path, message: 'Choose a day.' }
}

interface Rule {
  readonly conditions: readonly Condition[]
  readonly price?: number
}

/** Everything in these rules that cannot be saved, each with its place from the rules down. */
export function ruleFaults(rules: readonly Rule[], given: Pick<RulesProps, 'fields' | 'lists'>): RuleFault[] {
  const names = namesOf(given)
  // a list that is not among those known is the server's to judge
  const known: Known = { typeOf: names.typeOf, listOf: names.listOf }
  return rules.flatMap(({ conditions, price }, at) => [
    ...(price !== undefined && Number.isNaN(price) ? [{ path: `${at}.price`, message: 'Give a price.' }] : []),
    ...(conditions.length === 0 ? [{ path: `${at}.conditions`, message: 'Add a condition.' }] : []),
    ...conditions.flatMap((condition, nth) => {
      const fault = conditionFault(condition, known)
      return fault ? [{ ...fault, path: `${at}.conditions.${nth}.${fault.path}` }] : []
    }),
  ])
}

/** Those that lie under a place, told from there. */
export function faultsUnder(faults: readonly RuleFault[], place: string): RuleFault[] {
  const start = `${place}.`
  return faults.flatMap(({ path, message }) =>
    path === place
      ? [{ path: '', message }]
      : path.startsWith(start)
        ? [{ path: path.slice(start.length), message }]
        : [],
  )
}

/** What is wrong at exactly this place or anywhere under it. */
export const faultAt = (faults: readonly RuleFault[], place: string): string | undefined =>
  faults.find(({ path }) => path === place || path.startsWith(`${place}.`))?.message
