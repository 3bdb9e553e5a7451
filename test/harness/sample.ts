/** From an endpoint's schema: an input it takes, and what is wrong in one place of it. */
import { z } from 'zod'

/** As much of a JSON schema as ours use. */
interface Schema {
  type?: string
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  propertyNames?: Schema
  additionalProperties?: Schema | boolean
  required?: string[]
  items?: Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  maxItems?: number
  format?: string
  pattern?: string
}

/** Values by name, for what a schema cannot say: an id that is there, a zone. Called anew for each sample. */
export type Hints = Readonly<Record<string, () => unknown>>

const known = new WeakMap<z.ZodType, Schema>()

export function jsonSchemaOf(schema: z.ZodType): Schema {
  // ours use no more of JSON schema than the type above names
  const json = known.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema)
  known.set(schema, json)
  return json
}

const FORMATS: Record<string, string> = {
  email: 'ada@example.com',
  uuid: '019aab12-3456-7890-8abc-def012345678',
  date: '2026-11-22',
  'date-time': '2026-11-22T10:00:00.000Z',
}

function textFor({ format, pattern, minLength = 0 }: Schema, name: string): string {
  const known = FORMATS[format ?? '']
  if (known !== undefined) return known
  if (pattern?.includes('1[0-2]')) return '2026-10'
  if (pattern?.includes('[0-5]')) return name === 'to' ? '18:00' : '08:00'
  return 'sample'.padEnd(minLength, 's')
}

/** The first of a union that is not null. */
function chosenOf(schema: Schema): Schema {
  const options = (schema.anyOf ?? schema.oneOf)?.filter((one) => one.type !== 'null')
  // values that stand by themselves before ones that name what would have to be made first
  return options?.find((one) => one.oneOf) ?? options?.[0] ?? schema
}

/** An input the schema takes, with everything optional in it. */
export function sampleOf(given: Schema, hints: Hints, name = ''): unknown {
  const hint = hints[name]
  if (hint) return hint()
  const schema = chosenOf(given)
  if (schema !== given) return sampleOf(schema, hints, name)
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.properties) return objectFor(schema.properties, hints)
  if (schema.type === 'object') return recordFor(schema, hints)
  if (schema.type === 'array') return schema.items ? [sampleOf(schema.items, hints)] : []
  if (schema.type === 'boolean') return false
  if (schema.type === 'integer' || schema.type === 'number') return Math.max(1, schema.minimum ?? 1)
  return textFor(schema, name)
}

function objectFor(properties: Record<string, Schema>, hints: Hints): Record<string, unknown> {
  const filled = Object.entries(properties).map(([name, schema]) => [name, sampleOf(schema, hints, name)] as const)
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined))
}

/** A value under every name there may be, where they are known. */
function recordFor({ propertyNames, additionalProperties }: Schema, hints: Hints): Record<string, unknown> {
  if (typeof additionalProperties !== 'object') return {}
  return Object.fromEntries(
    (propertyNames?.enum ?? []).map((key) => [String(key), sampleOf(additionalProperties, hints)]),
  )
}

const deep = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`)

const HOSTILE: readonly unknown[] = [
  null,
  true,
  '',
  '   ',
  'a\0b',
  '\ud800',
  '\u202e\u200b💥 İ ﷺ',
  '💥'.repeat(100),
  'x'.repeat(20_000),
  '__proto__',
  "%' or 1=1 --",
  '[object Object]',
  -1,
  0,
  1.5,
  2 ** 31,
  2 ** 53,
  1e300,
  '9007199254740993',
  '2147483648',
  '-0',
  '1e3',
  '0000-01-01T00:00:00.000Z',
  '9999-12-31T23:59:59.999Z',
  '2026-02-30',
  '2026-11-22T10:00:00+23:59',
  [],
  ['a', 'b'],
  {},
  { constructor: 1 },
]

/** One beside each bound the schema has. */
function edgesOf({ minimum, maximum, maxLength, minLength, maxItems, items }: Schema, sample: unknown): unknown[] {
  const edges: unknown[] = []
  if (minimum !== undefined) edges.push(minimum - 1, minimum)
  if (maximum !== undefined) edges.push(maximum, maximum + 1)
  if (minLength) edges.push('m'.repeat(minLength - 1))
  if (maxLength !== undefined) edges.push('m'.repeat(maxLength), 'm'.repeat(maxLength + 1), '﷽'.repeat(maxLength))
  if (maxItems !== undefined && items && Array.isArray(sample)) {
    edges.push(Array.from({ length: maxItems + 1 }, () => sample[0]))
  }
  return edges
}

export interface Place {
  path: readonly (string | number)[]
  schema: Schema
  sample: unknown
}

/** Every place in a sample, with the schema that stands for it. */
export function placesOf(given: Schema, sample: unknown, path: Place['path'] = []): Place[] {
  const schema = chosenOf(given)
  const here = { path, schema, sample }
  if (Array.isArray(sample) && schema.items) {
    return [here, ...placesOf(schema.items, sample[0], [...path, 0])]
  }
  if (typeof sample !== 'object' || sample === null || !schema.properties) return [here]
  const inner = Object.entries(schema.properties).filter(([name]) => name in sample)
  // an object's values by name
  const values = sample as Record<string, unknown>
  return [here, ...inner.flatMap(([name, one]) => placesOf(one, values[name], [...path, name]))]
}

export const MISSING = Symbol('missing')

/** What to put in a place: up to `most`, and other ones for each place and `seed`. */
export function hostileTo({ schema, sample, path }: Place, most: number, seed: string): unknown[] {
  const values = [...edgesOf(schema, sample), ...(path.length > 0 ? [MISSING, deep(60)] : []), ...HOSTILE]
  if (values.length <= most) return values
  const start = [seed, ...path]
    .join('.')
    .split('')
    .reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 9_973, 7)
  return Array.from({ length: most }, (_, nth) => values[(start + nth) % values.length])
}

/** A copy with something else in one place. */
export function withAt(sample: unknown, path: Place['path'], value: unknown): unknown {
  const [first, ...rest] = path
  if (first === undefined) return value
  // a path leads through objects and lists only
  const copy = (Array.isArray(sample) ? [...sample] : { ...(sample as object) }) as Record<string | number, unknown>
  if (rest.length > 0) copy[first] = withAt(copy[first], rest, value)
  else if (value === MISSING) delete copy[first]
  else copy[first] = value
  return copy
}
