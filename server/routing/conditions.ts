/**
 * The condition language, compiled: every condition becomes a function over a candidate. Pure.
 */
import { RE2JS } from 're2js'
import {
  type Condition,
  type Filter,
  isListCondition,
  type ListCondition,
  type WeekRange,
} from '../../contract/conditions.ts'
import { type FieldType, type FieldValue, SUB_IDS } from '../../contract/fields.ts'
import { listKindOf, type ValueList } from '../../contract/lists.ts'
import { normalValue } from '../../contract/values.ts'
import { ageAt } from '../fields/rules.ts'
import { momentCache } from './periods.ts'

/** A lead before it is one: what the rules look at. */
export interface Candidate {
  /** By the version's field order; null where nothing was posted. */
  readonly values: readonly FieldValue[]
  readonly subIds: readonly (string | null)[]
  /** When it came: the instant of every static rule. */
  readonly at: Date
}

/** Where a version's fields stand in a candidate, and the lists its conditions name. */
export interface Form {
  indexOf(field: string): number | undefined
  typeOf(field: string): FieldType | undefined
  listOf(id: string): ValueList | undefined
}

export type Test = (candidate: Candidate) => boolean
type Read = (candidate: Candidate) => FieldValue

const nothing: Read = () => null
/** One clock for all rules: a process decides in a handful of zones at a time. */
export const momentOf = momentCache()

/** What conditions ask of one field: its value, and the same in lower case for tests of text. */
interface Reader {
  value: Read
  text(candidate: Candidate): string | null
  /** By list, whether the value is in it: asked once for all the buyers that name the list. */
  readonly inList: Map<string, Test>
}

/** Remembers the answer for the candidate before: hundreds of buyers' rules ask the same of one lead. */
function once<T>(read: (candidate: Candidate) => T): (candidate: Candidate) => T {
  let last: Candidate | undefined
  let answer: T
  return (candidate) => {
    if (candidate !== last) {
      answer = read(candidate)
      last = candidate
    }
    return answer
  }
}

const readers = new WeakMap<Form, Map<string, Reader>>()

/** The one reader of a field under a form, shared by all conditions on it. */
export function readerOf(field: string, form: Form): Reader {
  const known = readers.get(form) ?? new Map<string, Reader>()
  readers.set(form, known)
  const reader = known.get(field) ?? makeReader(field, form)
  known.set(field, reader)
  return reader
}

function makeReader(field: string, form: Form): Reader {
  const value = valueReader(field, form)
  const text = once((candidate) => {
    const found = value(candidate)
    return found === null ? null : String(found).toLowerCase()
  })
  return { value, text, inList: new Map() }
}

function valueReader(field: string, form: Form): Read {
  const subId = (SUB_IDS as readonly string[]).indexOf(field) // includes any name
  if (subId >= 0) return (candidate) => candidate.subIds[subId] ?? null
  const index = form.indexOf(field)
  if (index === undefined) return nothing
  const read: Read = (candidate) => candidate.values[index] ?? null
  const type = form.typeOf(field)
  if (type === 'age') return once((candidate) => birthToAge(read(candidate), candidate.at))
  if (type === 'postal_code') return (candidate) => toZip5(read(candidate))
  return read
}

const birthToAge = (value: FieldValue, at: Date) => (typeof value === 'string' ? ageAt(value, at) : null)
// a rule names 94105 and means every +4 of it
const toZip5 = (value: FieldValue) => (typeof value === 'string' && /^\d{5}-/.test(value) ? value.slice(0, 5) : value)

const textTest =
  ({ text }: Reader, test: (text: string) => boolean): Test =>
  (candidate) => {
    const value = text(candidate)
    return value !== null && test(value)
  }
const numberTest =
  (read: Read, test: (number: number) => boolean): Test =>
  (candidate) => {
    const value = read(candidate)
    return typeof value === 'number' && test(value)
  }
// ISO dates compare as text; a date and time compares by its day
const dateTest =
  (read: Read, test: (day: string) => boolean): Test =>
  (candidate) => {
    const value = read(candidate)
    return typeof value === 'string' && test(value.slice(0, 10))
  }

function minutesOf(wall: string): number {
  return Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))
}

/** Whether a local clock stands within one of the ranges. */
export function weekTest(ranges: readonly WeekRange[]): (weekday: number, minute: number) => boolean {
  const spans = ranges.flatMap(({ days, from, to }) =>
    days.map((day) => ({ day, from: minutesOf(from), to: minutesOf(to) })),
  )
  return (weekday, minute) => spans.some((span) => span.day === weekday && minute >= span.from && minute < span.to)
}

/** @param zone the clock of weekday and hour ranges: the buyer's, or the campaign's */
export function compileCondition(condition: Condition, form: Form, zone: string): Test {
  switch (condition.op) {
    case 'hours': {
      const open = weekTest(condition.ranges)
      return ({ at }) => {
        const { weekday, minute } = momentOf(at, zone)
        return open(weekday, minute)
      }
    }
    case 'at_least': {
      const reads = condition.fields.map((field) => readerOf(field, form).value)
      return (candidate) => reads.filter((read) => read(candidate) !== null).length >= condition.count
    }
    default:
      return compileOfField(condition, form)
  }
}

type FieldCondition = Exclude<Condition, { op: 'hours' | 'at_least' }>

function compileOfField(condition: FieldCondition, form: Form): Test {
  const reader = readerOf(condition.field, form)
  const read = reader.value
  switch (condition.op) {
    case 'present':
      return (candidate) => read(candidate) !== null
    case 'missing':
      return (candidate) => read(candidate) === null
    case 'before':
      return dateTest(read, (day) => day < condition.value)
    case 'after':
      return dateTest(read, (day) => day > condition.value)
    case 'date_between':
      return dateTest(read, (day) => day >= condition.from && day <= condition.to)
    case 'any_of':
      return isListCondition(condition) ? listTest(condition, form) : anyOf(reader, wantedBy(condition, form))
    case 'contains':
    case 'starts_with':
    case 'matches':
      return textTest(reader, textMatcher(condition))
    default:
      return numberTest(read, numberMatcher(condition))
  }
}

const anyOf = (reader: Reader, wanted: Wanted): Test => textTest(reader, (text) => wanted.has(text))

function listTest(condition: ListCondition, form: Form): Test {
  const reader = readerOf(condition.field, form)
  const test = reader.inList.get(condition.list) ?? once(anyOf(reader, wantedBy(condition, form)))
  reader.inList.set(condition.list, test)
  return test
}

function textMatcher(
  condition: Extract<FieldCondition, { op: 'contains' | 'starts_with' | 'matches' }>,
): (text: string) => boolean {
  if (condition.op === 'matches') {
    // linear time whatever a tenant writes
    const pattern = RE2JS.compile(condition.pattern, RE2JS.CASE_INSENSITIVE)
    return (text) => pattern.matcher(text).find()
  }
  const values = condition.values.map((value) => value.toLowerCase())
  if (condition.op === 'contains') return (text) => values.some((value) => text.includes(value))
  return (text) => values.some((value) => text.startsWith(value))
}

/** Values that can be asked for one, in lower case. */
export interface Wanted {
  has(text: string): boolean
}

/**
 * What an "is any of" asks for: the values it names, in the normal form of the field's own, or a list.
 * @throws Error when the list was not loaded with the settings: to decide without it would be a guess
 */
export function wantedBy(condition: Extract<Condition, { op: 'any_of' }>, form: Form): Wanted {
  if (!isListCondition(condition)) return new Set(namedBy(condition, form))
  const list = form.listOf(condition.list)
  if (!list) throw new Error(`list ${condition.list} was not loaded`)
  return list
}

/** The values that an inline "is any of" names, as they are compared. */
export function namedBy({ field, values }: { field: string; values: readonly string[] }, form: Form): string[] {
  const kind = listKindOf(form.typeOf(field) ?? 'text')
  return values.map((value) => ((kind && normalValue(kind, value)) ?? value).toLowerCase())
}

function numberMatcher(
  condition: Extract<FieldCondition, { op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'between' }>,
): (number: number) => boolean {
  switch (condition.op) {
    case 'eq':
      return (number) => number === condition.value
    case 'ne':
      return (number) => number !== condition.value
    case 'lt':
      return (number) => number < condition.value
    case 'le':
      return (number) => number <= condition.value
    case 'gt':
      return (number) => number > condition.value
    case 'ge':
      return (number) => number >= condition.value
    case 'between':
      return (number) => number >= condition.from && number <= condition.to
  }
}

/** The index of the first test that a candidate passes, or -1. A plain loop: this runs for every rule of every buyer. */
export function firstMatch(tests: readonly Test[], candidate: Candidate): number {
  for (let index = 0; index < tests.length; index++) if (tests[index]?.(candidate)) return index
  return -1
}

/** All conditions hold. */
export function compileAll(conditions: readonly Condition[], form: Form, zone: string): Test {
  const tests = conditions.map((condition) => compileCondition(condition, form, zone))
  return (candidate) => {
    for (const test of tests) if (!test(candidate)) return false
    return true
  }
}

/** The index of the first filter that keeps a candidate out, or -1: every Allow must match, no Block may. */
export function compileFilters(filters: readonly Filter[], form: Form, zone: string): (candidate: Candidate) => number {
  const stops = filters.map(({ mode, conditions }) => {
    const matches = compileAll(conditions, form, zone)
    return mode === 'block' ? matches : (candidate: Candidate) => !matches(candidate)
  })
  return (candidate) => firstMatch(stops, candidate)
}
