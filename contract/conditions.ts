/**
 * The one condition language: filters of campaigns, suppliers and buyers, and pricing rules, all speak it (spec 2.2).
 */
import { z } from 'zod'
import { type FieldType, SUB_IDS } from './fields.ts'

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
const text = (op: 'any_of' | 'contains' | 'starts_with') =>
  z.object({ op: z.literal(op), field: FieldName, values: Values })

/** A condition on a field without a value is false (but `missing`), so it fails an Allow and passes a Block. */
export const Condition = z.discriminatedUnion('op', [
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

/** Why a condition does not fit the campaign's fields, or undefined when it does. */
export function misfitOf(condition: Condition, typeOf: (field: string) => FieldType | undefined): string | undefined {
  for (const field of fieldsOf(condition)) {
    const type = SUB_IDS.some((name) => name === field) ? 'text' : typeOf(field)
    if (!type) return `there is no field "${field}"`
    if (condition.op !== 'at_least' && !OPS_OF_TYPE[type].includes(condition.op))
      return `"${field}" is of type ${type}, which has no "${condition.op}"`
  }
  if ((condition.op === 'between' || condition.op === 'date_between') && condition.from > condition.to)
    return 'the range ends before it starts'
  if (condition.op === 'at_least' && condition.count > condition.fields.length)
    return `asks for ${condition.count} of ${condition.fields.length} fields`
  return undefined
}
