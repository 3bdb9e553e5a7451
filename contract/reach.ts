/**
 * Rules that can never do anything: a pricing rule whose leads an earlier one takes all, filters that let nobody
 * through. What is said is certain; what is not said may still be so (two rules together, a pattern, a long list).
 */
import type { Condition, Filter, WeekRange } from './conditions.ts'
import { fieldsOf, isListCondition } from './conditions.ts'

type Conditions = readonly Condition[]

/** Why a rule does nothing: an earlier one takes its leads, or it asks for what cannot be. */
export type Idle = { kind: 'taken'; by: number } | { kind: 'impossible' }

/** Why filters let nobody through: this one asks for what cannot be, alone or together with another. */
export type Shut = { kind: 'impossible' } | { kind: 'excludes'; other: number } | { kind: 'blocks_all'; other: number }

/** By pricing rule, why it can never match; undefined where it may. */
export function idleRules(rules: readonly { readonly conditions: Conditions }[]): (Idle | undefined)[] {
  return rules.map(({ conditions }, at) => {
    if (conditions.length === 0) return undefined
    if (isImpossible(conditions)) return { kind: 'impossible' }
    const by = rules.slice(0, at).findIndex((earlier) => takesAll(earlier.conditions, conditions))
    return by < 0 ? undefined : { kind: 'taken', by }
  })
}

/** By filter, why no lead can pass because of it; undefined where some may. */
export function shutFilters(filters: readonly Filter[]): (Shut | undefined)[] {
  return filters.map(({ mode, conditions }, at) => {
    if (conditions.length === 0) return undefined
    const earlier = filters.slice(0, at)
    if (mode === 'allow') {
      if (isImpossible(conditions)) return { kind: 'impossible' }
      const other = earlier.findIndex((one) => one.mode === 'allow' && isImpossible([...one.conditions, ...conditions]))
      if (other >= 0) return { kind: 'excludes', other }
      const block = filters.findIndex((one) => one.mode === 'block' && takesAll(one.conditions, conditions))
      return block < 0 ? undefined : { kind: 'blocks_all', other: block }
    }
    return undefined
  })
}

/** Whether every lead that these conditions take is taken by `earlier` too. */
function takesAll(earlier: Conditions, conditions: Conditions): boolean {
  return earlier.length > 0 && earlier.every((condition) => follows(condition, conditions))
}

/** Whether a condition holds wherever all of `given` do. */
function follows(condition: Condition, given: Conditions): boolean {
  if (given.some((one) => implies(one, condition))) return true
  if (condition.op === 'at_least') return filled(given, condition.fields) >= condition.count
  const bounds = boundsIn(given, condition)
  const wanted = boundsOf(condition)
  return bounds !== undefined && wanted !== undefined && isWithin(bounds, wanted)
}

/** How many of these fields have a value for certain. */
function filled(given: Conditions, fields: readonly string[]): number {
  const present = new Set(given.filter((one) => 'field' in one && one.op !== 'missing').flatMap(fieldsOf))
  const known = new Set(fields.filter((field) => present.has(field))).size
  const atLeast = given.flatMap((one) => {
    if (one.op !== 'at_least') return []
    const outside = one.fields.filter((field) => !fields.includes(field)).length
    return hasTwice(one.fields) ? [] : [one.count - outside]
  })
  return hasTwice(fields) ? 0 : Math.max(known, ...atLeast)
}

const hasTwice = (fields: readonly string[]) => new Set(fields).size < fields.length

const lower = (values: readonly string[]) => values.map((value) => value.toLowerCase())

/** Whether one condition alone makes another certain. */
function implies(one: Condition, other: Condition): boolean {
  if (other.op === 'hours') return one.op === 'hours' && coversWeek(other.ranges, one.ranges)
  if (!('field' in one) || !('field' in other) || one.field !== other.field) return false
  if (other.op === 'present') return one.op !== 'missing'
  if (isListCondition(other)) return isListCondition(one) && one.list === other.list
  if (isListCondition(one)) return false
  if (other.op === 'missing') return one.op === 'missing'
  if (other.op === 'matches') return one.op === 'matches' && one.pattern === other.pattern
  return impliesText(one, other)
}

function impliesText(one: Condition, other: Condition): boolean {
  if (!('values' in one) || !('values' in other)) return false
  const wanted = lower(other.values)
  return lower(one.values).every((value) => {
    if (other.op === 'any_of') return one.op === 'any_of' && wanted.includes(value)
    if (other.op === 'contains') return wanted.some((part) => value.includes(part))
    return one.op !== 'contains' && wanted.some((start) => value.startsWith(start))
  })
}

/** What a number or a day may be; days compare as text. `except` is what it may not. */
interface Bounds {
  from: number | string
  to: number | string
  fromOpen: boolean
  toOpen: boolean
  except: readonly number[]
}

const ALL_NUMBERS: Bounds = { from: -Infinity, to: Infinity, fromOpen: false, toOpen: false, except: [] }
const ALL_DAYS: Bounds = { from: '', to: '~', fromOpen: false, toOpen: false, except: [] }

function boundsOf(condition: Condition): Bounds | undefined {
  switch (condition.op) {
    case 'eq':
      return { ...ALL_NUMBERS, from: condition.value, to: condition.value }
    case 'ne':
      return { ...ALL_NUMBERS, except: [condition.value] }
    case 'lt':
      return { ...ALL_NUMBERS, to: condition.value, toOpen: true }
    case 'le':
      return { ...ALL_NUMBERS, to: condition.value }
    case 'gt':
      return { ...ALL_NUMBERS, from: condition.value, fromOpen: true }
    case 'ge':
      return { ...ALL_NUMBERS, from: condition.value }
    case 'between':
      return { ...ALL_NUMBERS, from: condition.from, to: condition.to }
    case 'before':
      return { ...ALL_DAYS, to: condition.value, toOpen: true }
    case 'after':
      return { ...ALL_DAYS, from: condition.value, fromOpen: true }
    case 'date_between':
      return { ...ALL_DAYS, from: condition.from, to: condition.to }
    default:
      return undefined
  }
}

/** All that is said of the field of `like` in numbers or days, taken together. */
function boundsIn(given: Conditions, like: Condition): Bounds | undefined {
  if (!('field' in like)) return undefined
  const said = given.flatMap((one) => ('field' in one && one.field === like.field ? (boundsOf(one) ?? []) : []))
  const [first, ...rest] = said
  return first && rest.reduce(narrower, first)
}

function narrower(a: Bounds, b: Bounds): Bounds {
  const from = a.from > b.from || (a.from === b.from && a.fromOpen) ? a : b
  const to = a.to < b.to || (a.to === b.to && a.toOpen) ? a : b
  const except = [...a.except, ...b.except]
  return { from: from.from, fromOpen: from.fromOpen, to: to.to, toOpen: to.toOpen, except }
}

const isEmpty = ({ from, to, fromOpen, toOpen, except }: Bounds) =>
  from > to || (from === to && (fromOpen || toOpen || except.some((value) => value === from)))

function isWithin(inner: Bounds, outer: Bounds): boolean {
  const fromFits = inner.from > outer.from || (inner.from === outer.from && (inner.fromOpen || !outer.fromOpen))
  const toFits = inner.to < outer.to || (inner.to === outer.to && (inner.toOpen || !outer.toOpen))
  return fromFits && toFits && outer.except.every((value) => isOutside(value, inner))
}

function isOutside(value: number, { from, to, fromOpen, toOpen, except }: Bounds): boolean {
  // only numbers have exceptions
  if (typeof from === 'string' || typeof to === 'string') return true
  return (
    value < from || value > to || (value === from && fromOpen) || (value === to && toOpen) || except.includes(value)
  )
}

/** Whether no lead can fulfil all of these. */
function isImpossible(conditions: Conditions): boolean {
  return conditions.some((one, at) => {
    const bounds = boundsIn(conditions, one)
    if (bounds && isEmpty(bounds)) return true
    return conditions.slice(at + 1).some((other) => excludes(one, other) || excludes(other, one))
  })
}

function excludes(one: Condition, other: Condition): boolean {
  if (one.op === 'hours' && other.op === 'hours') return !meetsWeek(one.ranges, other.ranges)
  if (!('field' in one) || !('field' in other) || one.field !== other.field) return false
  if (one.op === 'missing') return other.op !== 'missing'
  if (one.op !== 'any_of' || isListCondition(one) || !('values' in other)) return false
  const wanted = lower(other.values)
  return lower(one.values).every((value) => {
    if (other.op === 'any_of') return !wanted.includes(value)
    if (other.op === 'contains') return !wanted.some((part) => value.includes(part))
    return !wanted.some((start) => value.startsWith(start))
  })
}

const MINUTES_A_DAY = 1440
const minuteOf = (wall: string) => Number(wall.slice(0, 2)) * 60 + Number(wall.slice(3))

/** The minutes of the week that ranges cover: Monday 00:00 is 0. */
function minutesOf(ranges: readonly WeekRange[]): Uint8Array {
  const week = new Uint8Array(7 * MINUTES_A_DAY)
  for (const { days, from, to } of ranges)
    for (const day of days)
      week.fill(1, (day - 1) * MINUTES_A_DAY + minuteOf(from), (day - 1) * MINUTES_A_DAY + minuteOf(to))
  return week
}

function coversWeek(outer: readonly WeekRange[], inner: readonly WeekRange[]): boolean {
  const covered = minutesOf(outer)
  return minutesOf(inner).every((on, minute) => !on || covered[minute] === 1)
}

function meetsWeek(a: readonly WeekRange[], b: readonly WeekRange[]): boolean {
  const other = minutesOf(b)
  return minutesOf(a).some((on, minute) => on === 1 && other[minute] === 1)
}
