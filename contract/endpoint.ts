/**
 * An endpoint declared once, as data: the server adds host, permission and code (`route`), the pages call it
 * (`web/lib/api.ts`), and the OpenAPI document is read off the same list. No generated client.
 */
import { z } from 'zod'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Schema = z.ZodType
type Maybe = Schema | undefined

export interface Endpoint<
  P extends Maybe = Maybe,
  Q extends Maybe = Maybe,
  B extends Maybe = Maybe,
  R extends Schema = Schema,
> {
  readonly method: Method
  /** With `:name` for parameters. Unique with its method over all hosts, so that one document can hold them all. */
  readonly path: `/${string}`
  /** One sentence for the document and the access matrix. */
  readonly summary: string
  readonly params: P
  readonly query: Q
  readonly body: B
  /** Parsed on the way out as well: what it does not name never leaves the server. */
  readonly reply: R
  /** What the reference says beside the summary; only what outsiders use has it. */
  readonly about: About | undefined
}

/** Of an endpoint in the reference for developers. */
export interface About {
  /** The heading it stands under. */
  group: string
  /** Its own heading, in a few words. */
  title: string
  text: string
  /** By part, as sent and answered. */
  example: { params?: Record<string, string>; query?: Record<string, string>; body?: unknown; reply: unknown }
}

interface EndpointSpec<P extends Maybe, Q extends Maybe, B extends Maybe, R extends Schema> {
  method: Method
  path: `/${string}`
  summary: string
  params?: P
  query?: Q
  body?: B
  reply: R
  about?: About
}

/** Declares an endpoint. Parts left out are not read. */
export function endpoint<
  R extends Schema,
  P extends Maybe = undefined,
  Q extends Maybe = undefined,
  B extends Maybe = undefined,
>(spec: EndpointSpec<P, Q, B, R>): Endpoint<P, Q, B, R> {
  const { method, path, summary, params, query, body, reply, about } = spec
  // a part that was left out is undefined, which is what its type parameter says then
  return { method, path, summary, params: params as P, query: query as Q, body: body as B, reply, about }
}

/** The reply of an endpoint that answers 204. */
export const Nothing = z.undefined()

type Input<S> = S extends Schema ? z.input<S> : never
type Output<S> = S extends Schema ? z.output<S> : undefined
// a part is left out of the caller's input when not declared, and optional when all in it is
type Part<K extends string, S> = S extends Schema
  ? Record<never, never> extends z.input<S>
    ? { [key in K]?: Input<S> }
    : { [key in K]: Input<S> }
  : unknown

/** What the server's `run` receives, parsed. */
export interface Parsed<E extends Endpoint> {
  params: Output<E['params']>
  query: Output<E['query']>
  body: Output<E['body']>
}
/** What the server's `run` gives back, before it is parsed on its way out. */
export type Given<E extends Endpoint> = z.input<E['reply']>
/** What a caller passes. */
export type CallInput<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'body', E['body']>
/** What a caller receives. */
export type Reply<E extends Endpoint> = z.output<E['reply']>

/** A query parameter that may come not at all, once or several times: always a list. */
export function listOf<S extends Schema>(item: S) {
  return z
    .union([z.array(item).max(200), item])
    .optional()
    .transform((value): z.output<S>[] => {
      if (value === undefined) return []
      // an item is one value of a query, never a list itself
      return (Array.isArray(value) ? value : [value]) as z.output<S>[] // see above
    })
}
