import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import { type CallInput, endpoint, listOf, Nothing, type Parsed } from './endpoint.ts'

const List = endpoint({
  method: 'GET',
  path: '/api/things/:id',
  summary: 'Things.',
  params: z.object({ id: z.coerce.number<string | number>() }),
  query: z.object({ tag: listOf(z.enum(['a', 'b'])), page: z.string().optional() }),
  reply: Nothing,
})

describe('an endpoint', () => {
  it('asks its caller for what is required and no more', () => {
    expectTypeOf<CallInput<typeof List>>().toEqualTypeOf<
      { params: { id: string | number } } & {
        query?: { tag?: 'a' | 'b' | ('a' | 'b')[] | undefined; page?: string | undefined }
      } & unknown
    >()
    expectTypeOf<Parsed<typeof List>['query']['tag']>().toEqualTypeOf<('a' | 'b')[]>()
    expectTypeOf<Parsed<typeof List>['body']>().toEqualTypeOf<undefined>()
  })

  it('reads a parameter that came not at all, once and twice as a list', () => {
    const read = (query: unknown) => List.query.parse(query).tag
    expect([read({}), read({ tag: 'a' }), read({ tag: ['a', 'b'] })]).toEqual([[], ['a'], ['a', 'b']])
    expect(() => read({ tag: 'c' })).toThrow()
    expect(() => read({ tag: Array(201).fill('a') })).toThrow()
  })
})
