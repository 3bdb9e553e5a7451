/**
 * How a lead leaves, and how an outside check is asked: one call described as data, with templates (template.ts) for
 * what it carries and rules for what its answer means (spec 2.1, 2.3).
 */
import { z } from 'zod'

/** The text of a template; `{{ first_name | upper }}` stands for a value. */
const Template = (max: number) => z.string().max(max)

const EntryName = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(120)
  .refine((name) => !/\p{Cc}/u.test(name), 'must be one line')

/** A named value: of a form, a query. In order, and a name may come twice. */
export const Entry = z.object({ name: EntryName, value: Template(4_000) })
export type Entry = z.infer<typeof Entry>

const HEADER_NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}$/
/** What the call itself says, and what would let a header change whom it goes to. */
const OWN_HEADERS = [
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'proxy-authorization',
  'proxy-connection',
]

export const Header = z.object({
  name: z
    .string()
    .trim()
    .regex(HEADER_NAME, 'is not a name of a header')
    .refine((name) => !OWN_HEADERS.includes(name.toLowerCase()), 'is set by the call itself'),
  value: Template(4_000),
})
export type Header = z.infer<typeof Header>

/**
 * A value that is written and never read back; templates name it `{{ secret.api_key }}`. On the way in either a new
 * `value`, or the `id` of the one that is kept; on the way out the id and, of a long one, its last four.
 */
export const Secret = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'small letters, digits and _ only, starting with a letter'),
  id: z.string().max(60).default(''),
  lastFour: z.string().max(4).default(''),
  value: z.string().min(1).max(4_000).optional(),
})
export type Secret = z.infer<typeof Secret>

export const Body = z.discriminatedUnion('format', [
  z.object({ format: z.literal('none') }),
  z.object({ format: z.literal('form'), entries: z.array(Entry).max(300) }),
  z.object({ format: z.literal('json'), template: Template(64_000) }),
  z.object({ format: z.literal('xml'), template: Template(64_000) }),
])
export type Body = z.infer<typeof Body>

export const MAX_TIMEOUT_SECONDS = 60
const Seconds = z.number().min(0.1).max(MAX_TIMEOUT_SECONDS)

/** One HTTP call. What stands before the path of its URL is fixed; tags may stand after it. */
export const Call = z.object({
  url: z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(2_000)
    .regex(/^https?:\/\//i, 'must start with https:// or http://'),
  method: z.enum(['POST', 'PUT', 'GET']).default('POST'),
  /** Added to the URL. */
  query: z.array(Entry).max(300).default([]),
  headers: z.array(Header).max(50).default([]),
  /** A GET has none. */
  body: Body.default({ format: 'none' }),
  secrets: z.array(Secret).max(20).default([]),
})
export type Call = z.infer<typeof Call>

const Path = z.string().trim().min(1, 'must not be empty').max(300)
const Pattern = z.string().min(1, 'must not be empty').max(500)

/**
 * Where something stands in an answer. JSON: `result.items[0].id`. XML: the last names of the path, like
 * `response/status` or `status/@code`. Body: all of it, or the first group of a pattern (RE2).
 */
export const Place = z.discriminatedUnion('at', [
  z.object({ at: z.literal('status') }),
  z.object({ at: z.literal('header'), name: z.string().trim().regex(HEADER_NAME, 'is not a name of a header') }),
  z.object({ at: z.literal('body'), pattern: Pattern.nullable().default(null) }),
  z.object({ at: z.literal('json'), path: Path }),
  z.object({ at: z.literal('xml'), path: Path }),
])
export type Place = z.infer<typeof Place>

/** Compared without case; a pattern is RE2. A place that is not in the answer fails every test but `missing`. */
export const AnswerTest = z
  .object({
    place: Place,
    op: z.enum(['equals', 'contains', 'matches', 'exists', 'missing']),
    value: z.string().max(500).default(''),
  })
  .refine(({ op, value }) => op === 'exists' || op === 'missing' || value !== '', {
    message: 'must not be empty',
    path: ['value'],
  })
export type AnswerTest = z.infer<typeof AnswerTest>

const Tests = z.array(AnswerTest).min(1).max(10)

export const Outcome = z.enum(['accepted', 'duplicated', 'rejected'])
export type Outcome = z.infer<typeof Outcome>

/** All tests hold: that outcome. */
export const AnswerRule = z.object({ outcome: Outcome, tests: Tests })
export type AnswerRule = z.infer<typeof AnswerRule>

/** What an answer means: the first rule that holds decides, and an answer that fits none is a rejection. */
export const Answers = z.object({
  rules: z.array(AnswerRule).min(1, 'must have at least one rule').max(50),
  /** Where the buyer says why it did not take the lead. */
  reason: Place.nullable().default(null),
  /** Where the buyer says what it pays: at most the buyer's price here; more, or nothing readable, is a rejection. */
  price: z
    .object({ place: Place, units: z.enum(['major', 'minor']).default('major') })
    .nullable()
    .default(null),
})
export type Answers = z.infer<typeof Answers>

export const DirectPost = z.object({
  kind: z.literal('direct_post'),
  call: Call,
  timeoutSeconds: Seconds.default(10),
  answers: Answers,
})
export type DirectPost = z.infer<typeof DirectPost>

export const EmailDelivery = z.object({
  kind: z.literal('email'),
  to: z.array(z.email('is not an e-mail address').max(254)).min(1, 'must have at least one address').max(5),
  subject: Template(300).min(1, 'must not be empty'),
  body: Template(20_000).min(1, 'must not be empty'),
})
export type EmailDelivery = z.infer<typeof EmailDelivery>

/** Store keeps the lead for the portal: the commit is the sale. So it is with e-mail, which follows the commit. */
export const Delivery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('store') }),
  DirectPost,
  EmailDelivery,
])
export type Delivery = z.infer<typeof Delivery>

/** `pass` and `reject` end the check; `save` puts what stands at the place into a field and goes on. */
export const CheckRule = z.object({
  /** Without a test it always holds. */
  tests: z.array(AnswerTest).max(10).default([]),
  action: z.discriminatedUnion('do', [
    z.object({ do: z.literal('pass') }),
    z.object({ do: z.literal('reject') }),
    z.object({ do: z.literal('save'), field: z.string().min(1).max(64), from: Place }),
  ]),
})
export type CheckRule = z.infer<typeof CheckRule>

/**
 * A question to somebody else's system about a lead. An answer that neither passes nor rejects nor saves, a time-out
 * and a fault are its failure.
 */
export const OutsideCheck = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(80),
  call: Call,
  timeoutSeconds: Seconds.default(2),
  rules: z.array(CheckRule).min(1, 'must have at least one rule').max(50),
  reason: Place.nullable().default(null),
  onFailure: z.enum(['pass', 'reject']),
})
export type OutsideCheck = z.infer<typeof OutsideCheck>

/** In order; the first that rejects ends it. */
export const OutsideChecks = z.array(OutsideCheck).max(10)
