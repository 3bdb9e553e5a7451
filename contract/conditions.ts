/**
 * The one condition language: filters of campaigns, suppliers and buyers, and pricing rules, all speak it (spec 2.2).
 */
import { z } from 'zod'
import { type FieldType, SUB_IDS } from './fields.ts'
import { LIST_KIND_WORDS, type ListHeader, ListId, listKindOf } from './lists.ts'

const FieldName = z.string().min(1).max(64)
const Values = z.array(z.string().min(1).max(200)).min(1).max(1_000)
const Day = z.iso.date()
const Minute = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'HH:MM')

/** Monday is 1. `to` may be 24:00; a range ends where its day does. */
export const WeekRange = z
  .object({ days: z.array(z.number().int().min(1).max(7)).min(1).max(7), from: Minute, to: Minute })
  .refine((range) => range.from < range.to && range.to <= '24:00', {
    message: 'must end after it starts',
    path: ['to'],
  })
export type WeekRange = z.infer<typeof WeekRange>

const compare = (op: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge') =>
  z.object({ op: z.literal(op), field: FieldName, value: z.number() })
const text = <Op extends 'any_of' | 'contains' | 'starts_with'>(op: Op) =>
  z.object({ op: z.literal(op), field: FieldName, values: Values })

const InlineCondition = z.discriminatedUnion('op', [
  text('any_of'),
  text('contains'),
  text('starts_with'),
  z.object({ op: z.literal('matches'), field: FieldName, pattern: z.string().min(1).max(500) }),
  compare('eq'),
  compare('ne'),
  compare('lt'),
  compare('le'),
  compare('gt'),
  compare('ge'),
  z.object({ op: z.literal('between'), field: FieldName, from: z.number(), to: z.number() }),
  z.object({ op: z.literal('before'), field: FieldName, value: Day }),
  z.object({ op: z.literal('after'), field: FieldName, value: Day }),
  z.object({ op: z.literal('date_between'), field: FieldName, from: Day, to: Day }),
  z.object({ op: z.literal('present'), field: FieldName }),
  z.object({ op: z.literal('missing'), field: FieldName }),
  z.object({
    op: z.literal('at_least'),
    count: z.number().int().min(1).max(50),
    fields: z.array(FieldName).min(1).max(50),
  }),
  z.object({ op: z.literal('hours'), ranges: z.array(WeekRange).min(1).max(50) }),
])
/** `any_of` with the values in a list of their own (contract/lists.ts). */
const ListCondition = z.object({ op: z.literal('any_of'), field: FieldName, list: ListId })
export type ListCondition = z.infer<typeof ListCondition>

/** A condition on a field without a value is false (but `missing`), so it fails an Allow and passes a Block. */
// the inline ones stand last: of a union, a refusal tells what the last one says
export const Condition = z.union([ListCondition, InlineCondition])
export type Condition = z.infer<typeof Condition>
export type ConditionOp = Condition['op']

const Conditions = z.array(Condition).min(1).max(50)

/** A lead passes when every Allow matches and no Block does; a filter matches when all its conditions do. */
export const Filter = z.object({ mode: z.enum(['allow', 'block']), conditions: Conditions })
export type Filter = z.infer<typeof Filter>

const TEXT_OPS: ConditionOp[] = ['any_of', 'contains', 'starts_with', 'matches', 'present', 'missing']
const NUMBER_OPS: ConditionOp[] = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'between', 'present', 'missing']
const DATE_OPS: ConditionOp[] = ['before', 'after', 'date_between', 'present', 'missing']

/** The operators that make sense for a type of field. */
export const OPS_OF_TYPE: Record<FieldType, ConditionOp[]> = {
  text: TEXT_OPS,
  email: TEXT_OPS,
  phone: TEXT_OPS,
  list: TEXT_OPS,
  state: TEXT_OPS,
  postal_code: TEXT_OPS,
  ip: TEXT_OPS,
  url: TEXT_OPS,
  boolean: ['any_of', 'present', 'missing'],
  numeric: NUMBER_OPS,
  age: NUMBER_OPS,
  date: DATE_OPS,
  datetime: DATE_OPS,
}

/** The fields a condition reads (none for weekday and hour ranges). */
export function fieldsOf(condition: Condition): readonly string[] {
  if (condition.op === 'hours') return []
  return condition.op === 'at_least' ? condition.fields : [condition.field]
}

export function isListCondition(condition: Condition): condition is ListCondition {
  return condition.op === 'any_of' && 'list' in condition
}

/** The lists that conditions name, each once. */
export function listIdsOf(conditions: readonly Condition[]): string[] {
  return [...new Set(conditions.flatMap((condition) => (isListCondition(condition) ? [condition.list] : [])))]
}

interface Ruled {
  readonly filters: readonly { readonly conditions: readonly Condition[] }[]
  readonly rules?: readonly { readonly conditions: readonly Condition[] }[]
}

/** Every condition in the filters and pricing rules of these parts of settings. */
export function conditionsIn(parts: Iterable<Ruled>): Condition[] {
  return [...parts].flatMap(({ filters, rules = [] }) => [...filters, ...rules].flatMap((rule) => rule.conditions))
}

/** What a campaign knows of the names in a condition. */
export interface Known {
  typeOf(field: string): FieldType | undefined
  listOf(id: string): ListHeader | undefined
}

/** A condition's fault, and the item of it that is at fault. */
export interface Misfit {
  at: string
  message: string
}

/** Why a condition does not fit the campaign's fields and lists, or undefined when it does. */
export function misfitOf(condition: Condition, known: Known): Misfit | undefined {
  return fieldMisfit(condition, known) ?? valueMisfit(condition, known)
}

const isSubId = (field: string) => SUB_IDS.some((name) => name === field)

/** The type a condition reads a field by; sub ids are texts. */
export function typeIn(known: Known, field: string): FieldType | undefined {
  return isSubId(field) ? 'text' : known.typeOf(field)
}

function fieldMisfit(condition: Condition, known: Known): Misfit | undefined {
  const at = condition.op === 'at_least' ? 'fields' : 'field'
  for (const field of fieldsOf(condition)) {
    const type = typeIn(known, field)
    if (!type) return { at, message: `there is no field "${field}"` }
    if (condition.op !== 'at_least' && !OPS_OF_TYPE[type].includes(condition.op))
      return { at, message: `"${field}" is of type ${type}, which has no "${condition.op}"` }
  }
  return undefined
}

function valueMisfit(condition: Condition, known: Known): Misfit | undefined {
  if (isListCondition(condition)) return listMisfit(condition, known)
  if ((condition.op === 'between' || condition.op === 'date_between') && condition.from > condition.to)
    return { at: 'to', message: 'the range ends before it starts' }
  if (condition.op === 'at_least' && condition.count > condition.fields.length)
    return { at: 'count', message: `asks for ${condition.count} of ${condition.fields.length} fields` }
  return undefined
}

function listMisfit(condition: ListCondition, known: Known): Misfit | undefined {
  const list = known.listOf(condition.list)
  if (!list) return { at: 'list', message: 'there is no such list' }
  const type = typeIn(known, condition.field)
  if (type && listKindOf(type) === list.kind) return undefined
  const message = `"${list.name}" is a list of ${LIST_KIND_WORDS[list.kind]}, "${condition.field}" is of type ${type}`
  return { at: 'list', message }
}
