import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'summary' in value && 'reply' in value

async function endpoints(): Promise<Endpoint[]> {
  const files = readdirSync(new URL('./api/', import.meta.url)).filter((file) => file.endsWith('.ts'))
  const names = files.map((file) => file.slice(0, -'.ts'.length))
  const slices = await Promise.all(names.map((name): Promise<Record<string, unknown>> => import(`./api/${name}.ts`)))
  // the three realms' sessions are declared as records of endpoints
  const exported = slices.flatMap((slice) => Object.values(slice))
  return exported.flatMap((value) => (isEndpoint(value) ? [value] : Object.values(value ?? {}).filter(isEndpoint)))
}

/** Every name of a field in a JSON schema, however deep. */
function fieldsIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema ? Object.keys(schema.properties ?? {}) : []
  return [...own, ...Object.values(schema).flatMap(fieldsIn)]
}

const all = await endpoints()
const fieldsOf = (schema: z.ZodType | undefined) =>
  schema ? fieldsIn(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })) : []

const namesUnlike = (form: RegExp, { query, body, reply }: Endpoint): string[] =>
  [query, body, reply].flatMap(fieldsOf).filter((field) => !form.test(field))

describe('the whole API', () => {
  test('is read here', () => {
    expect(all.length).toBeGreaterThan(70)
    const deep = z.object({ a: z.array(z.object({ b_c: z.string() })).nullable() })
    expect(fieldsOf(deep)).toContain('b_c')
  })

  // the public API keeps the names that integrators already write against (spec 2.4)
  const isOutward = ({ path }: Endpoint): boolean => path.startsWith('/public/')
  test.each(all.filter((one) => !isOutward(one)))('$method $path has camelCase fields', (one) => {
    expect(namesUnlike(/^[a-z][a-zA-Z0-9]*$/, one)).toEqual([])
  })
  test.each(all.filter(isOutward))('$method $path has snake_case fields', (one) => {
    expect(namesUnlike(/^[a-z][a-z0-9_]*$/, one)).toEqual([])
  })

  const lists = all.filter(({ reply }) => fieldsOf(reply).includes('next'))
  test('turns pages', () => expect(lists.length).toBeGreaterThan(5))
  test.each(lists)('$method $path turns its pages by cursor and limit', ({ query, reply }) => {
    expect(fieldsOf(query)).toEqual(expect.arrayContaining(['cursor', 'limit']))
    expect(fieldsOf(reply)).toContain('items')
  })
})
