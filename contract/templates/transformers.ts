/** What a tag may do with a value before it is sent: a closed list of small pure functions. */
import { STATES, stateCode } from '../states.ts'
import { formatDate, yearsBetween } from './dates.ts'
import type { Argument } from './parse.ts'

export type TemplateValue = string | number | boolean | null

/** What a transformer may know beside its value. */
export interface Surroundings {
  readonly now: Date
  /** Whose clock a date is told by. */
  readonly zone: string
}

export type Kind = 'text' | 'number' | 'zone'

export interface Transformer {
  /** What it does, for the editor. */
  readonly about: string
  /** A tag that shows it, and what comes of it. */
  readonly example: string
  /** The kinds of its arguments; those behind `required` may be left out. */
  readonly args: readonly Kind[]
  readonly required: number
  /** The last kind may be repeated. */
  readonly more?: boolean
  /** Null stays null for all that do not say otherwise. */
  readonly takesNull?: boolean
  run(value: TemplateValue, args: readonly Argument[], around: Surroundings): TemplateValue
}

const text = (value: TemplateValue | Argument | undefined): string => String(value ?? '')

function numberOf(value: TemplateValue | Argument | undefined): number | null {
  if (typeof value === 'number') return value
  const found = Number(text(value).replaceAll(/[$,\s]/g, ''))
  return text(value).trim() === '' || !Number.isFinite(found) ? null : found
}

const ofText =
  (change: (value: string) => string): Transformer['run'] =>
  (value) =>
    change(text(value))

/** Six places are more than any price or bill has; they keep a sum of tenths from showing its binary tail. */
const tidy = (value: number): number | null => (Number.isFinite(value) ? Number(value.toFixed(6)) : null)

const ofNumbers =
  (change: (value: number, by: number) => number): Transformer['run'] =>
  (value, [by]) => {
    const [left, right] = [numberOf(value), numberOf(by ?? 0)]
    return left === null || right === null ? null : tidy(change(left, right))
  }

/** The ten digits of a North American number, or all digits of another. */
function phoneDigits(value: TemplateValue): string {
  const digits = text(value).replaceAll(/\D/g, '')
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits
}

function phone(value: TemplateValue, [pattern = '##########']: readonly Argument[]): TemplateValue {
  const digits = phoneDigits(value)
  if (digits === '') return null
  const places = text(pattern).split('#').length - 1
  // a foreign number fits no pattern of ten digits: as it is rather than cut
  if (places !== digits.length) return digits
  let nth = 0
  return text(pattern).replaceAll('#', () => digits[nth++] ?? '')
}

function mapped(value: TemplateValue, args: readonly Argument[]): TemplateValue {
  const wanted = text(value).toLowerCase()
  for (let nth = 0; nth + 1 < args.length; nth += 2) {
    if (text(args[nth]).toLowerCase() === wanted) return args[nth + 1] ?? null
  }
  return args.length % 2 === 1 ? (args.at(-1) ?? null) : value
}

function base64(value: string): string {
  const bytes = new TextEncoder().encode(value)
  return btoa(String.fromCharCode(...bytes))
}

const NO_ARGS = { args: [], required: 0 } as const

export const TRANSFORMERS: Readonly<Record<string, Transformer>> = {
  upper: { about: 'Capitals', example: '{{ state | upper }}', ...NO_ARGS, run: ofText((s) => s.toUpperCase()) },
  lower: { about: 'Small letters', example: '{{ email | lower }}', ...NO_ARGS, run: ofText((s) => s.toLowerCase()) },
  capitalize: {
    about: 'Each word with a capital',
    example: '{{ city | capitalize }}',
    ...NO_ARGS,
    run: ofText((s) => s.toLowerCase().replaceAll(/(^|[\s'-])\p{L}/gu, (start) => start.toUpperCase())),
  },
  trim: {
    about: 'Without spaces around it',
    example: '{{ address | trim }}',
    ...NO_ARGS,
    run: ofText((s) => s.trim()),
  },
  ascii: {
    about: 'Without accents and other signs that old systems refuse',
    example: '{{ last_name | ascii }}',
    ...NO_ARGS,
    run: ofText((s) => s.normalize('NFKD').replaceAll(/[^\x20-\x7e]/g, '')),
  },
  digits: {
    about: 'Only its digits',
    example: '{{ phone | digits }}',
    ...NO_ARGS,
    run: ofText((s) => s.replaceAll(/\D/g, '')),
  },
  phone: {
    about: 'A phone number by a pattern, # for each digit; without one its ten digits',
    example: '{{ phone | phone: "(###) ###-####" }}',
    args: ['text'],
    required: 0,
    run: phone,
  },
  area_code: {
    about: 'The area code of a phone number',
    example: '{{ phone | area_code }}',
    ...NO_ARGS,
    run: (value) => phoneDigits(value).slice(0, 3) || null,
  },
  date: {
    about: 'A date by a pattern (YYYY MM DD HH mm ss, hh A, MMM, DDD, X), in a time zone if named',
    example: '{{ lead.received_at | date: "MM/DD/YYYY hh:mm A", "America/New_York" }}',
    args: ['text', 'zone'],
    required: 1,
    run: (value, [pattern, zone], around) => formatDate(text(value), text(pattern), text(zone ?? around.zone)),
  },
  age: {
    about: 'Whole years since a date of birth',
    example: '{{ birth_date | age }}',
    ...NO_ARGS,
    run: (value, _, { now }) => yearsBetween(text(value), now),
  },
  state_name: {
    about: 'A state by its name',
    example: '{{ state | state_name }}',
    ...NO_ARGS,
    run: (value) => STATES[stateCode(text(value)) ?? ''] ?? value,
  },
  state_code: {
    about: 'A state by its two letters',
    example: '{{ state | state_code }}',
    ...NO_ARGS,
    run: (value) => stateCode(text(value)) ?? value,
  },
  default: {
    about: 'This where there is no value',
    example: '{{ credit_rating | default: "Unknown" }}',
    args: ['text'],
    required: 1,
    takesNull: true,
    run: (value, [other]) => (value === null || value === '' ? (other ?? null) : value),
  },
  replace: {
    about: 'Every occurrence of a text by another',
    example: '{{ address | replace: "#", "No. " }}',
    args: ['text', 'text'],
    required: 2,
    run: (value, [from, to]) => (text(from) === '' ? value : text(value).replaceAll(text(from), () => text(to))),
  },
  remove: {
    about: 'Without a text',
    example: '{{ phone | remove: "+" }}',
    args: ['text'],
    required: 1,
    run: (value, [what]) => (text(what) === '' ? value : text(value).replaceAll(text(what), '')),
  },
  map: {
    about: 'Other words for some values, in pairs; a last single one for all the rest',
    example: '{{ homeowner | map: "true", "Y", "false", "N" }}',
    args: ['text', 'text'],
    required: 2,
    more: true,
    run: mapped,
  },
  yes_no: {
    about: 'A yes or no in two words of your own',
    example: '{{ homeowner | yes_no: "Own", "Rent" }}',
    args: ['text', 'text'],
    required: 0,
    run: (value, [yes = 'Yes', no = 'No']) => (value === true || text(value) === 'true' ? yes : no),
  },
  append: {
    about: 'With a text behind it, if there is a value',
    example: '{{ monthly_bill | append: " USD" }}',
    args: ['text'],
    required: 1,
    run: (value, [more]) => text(value) + text(more),
  },
  prepend: {
    about: 'With a text before it, if there is a value',
    example: '{{ lead.id | prepend: "PX-" }}',
    args: ['text'],
    required: 1,
    run: (value, [more]) => text(more) + text(value),
  },
  slice: {
    about: 'A part: from which character (0 is the first, -4 the fourth from the end), and how many',
    example: '{{ zip | slice: 0, 5 }}',
    args: ['number', 'number'],
    required: 1,
    run: (value, [from, count]) => {
      const signs = [...text(value)]
      const start = Number(from) < 0 ? Math.max(0, signs.length + Number(from)) : Number(from)
      return signs.slice(start, count === undefined ? undefined : start + Math.max(0, Number(count))).join('')
    },
  },
  word: {
    about: 'One of its words, 1 is the first, -1 the last',
    example: '{{ full_name | word: 1 }}',
    args: ['number'],
    required: 1,
    run: (value, [nth]) => {
      const words = text(value).trim().split(/\s+/)
      return words.at(Number(nth) > 0 ? Number(nth) - 1 : Number(nth)) ?? null
    },
  },
  round: {
    about: 'A number rounded, to so many decimals if said',
    example: '{{ monthly_bill | round: 0 }}',
    args: ['number'],
    required: 0,
    run: (value, [places = 0]) => {
      const found = numberOf(value)
      const by = 10 ** Math.min(6, Math.max(0, Math.trunc(Number(places))))
      return found === null ? null : tidy(Math.round(found * by) / by)
    },
  },
  decimals: {
    about: 'A number with exactly so many decimals',
    example: '{{ monthly_bill | decimals: 2 }}',
    args: ['number'],
    required: 1,
    run: (value, [places]) => numberOf(value)?.toFixed(Math.min(6, Math.max(0, Math.trunc(Number(places))))) ?? null,
  },
  plus: {
    about: 'Plus a number',
    example: '{{ monthly_bill | plus: 10 }}',
    args: ['number'],
    required: 1,
    run: ofNumbers((a, b) => a + b),
  },
  minus: {
    about: 'Less a number',
    example: '{{ monthly_bill | minus: 10 }}',
    args: ['number'],
    required: 1,
    run: ofNumbers((a, b) => a - b),
  },
  times: {
    about: 'Times a number',
    example: '{{ monthly_bill | times: 12 }}',
    args: ['number'],
    required: 1,
    run: ofNumbers((a, b) => a * b),
  },
  divided_by: {
    about: 'Divided by a number',
    example: '{{ income | divided_by: 12 | round }}',
    args: ['number'],
    required: 1,
    run: ofNumbers((a, b) => a / b),
  },
  base64: {
    about: 'In base64, as Basic authentication wants it',
    example: 'Basic {{ secret.login | base64 }}',
    ...NO_ARGS,
    run: ofText(base64),
  },
  url_encode: {
    about: 'Encoded as a part of a URL within a value',
    example: '{{ landing_page | url_encode }}',
    ...NO_ARGS,
    run: ofText((s) => encodeURIComponent(s.toWellFormed())),
  },
}
