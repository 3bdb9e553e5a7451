/** Answers of other systems, read by places and tests. Never throws over an answer: what is not there is null. */
import { RE2JS } from 're2js'
import type { AnswerTest, Place } from '../../../contract/delivery.ts'
import { jsonSteps, localName, xmlNames } from '../../../contract/places.ts'
import { MarkupFault, type Piece, piecesOf, withoutEntities } from '../../../contract/templates/markup.ts'

export interface RawAnswer {
  readonly status: number
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string
}

/** An answer whose JSON is read at most once. */
export class Answer {
  readonly raw: RawAnswer
  #json: { value: unknown } | undefined

  constructor(raw: RawAnswer) {
    this.raw = raw
  }

  header(name: string): string | null {
    const found = this.raw.headers[name.toLowerCase()]
    if (found === undefined) return null
    return typeof found === 'string' ? found : found.join(', ')
  }

  json(): unknown {
    this.#json ??= { value: jsonOf(this.raw.body) }
    return this.#json.value
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

function inside(value: unknown, step: string | number): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Looks for the first element whose path ends with these names. */
class XmlSearch {
  readonly #names: readonly string[]
  readonly #attribute: string | undefined
  readonly #path: string[] = []
  /** Depth of the element that is being read; 0: none yet. */
  #depth = 0
  #text = ''

  constructor(names: readonly string[], attribute: string | undefined) {
    this.#names = names
    this.#attribute = attribute
  }

  /** What was looked for, once it is complete. */
  take(piece: Piece): string | undefined {
    switch (piece.kind) {
      case 'open':
        return this.#enter(piece) ?? (piece.empty ? this.#leave() : undefined)
      case 'close':
        return this.#leave()
      case 'text':
      case 'cdata':
        if (this.#depth > 0) this.#text += piece.kind === 'cdata' ? piece.text : withoutEntities(piece.text)
        return undefined
      default:
        return undefined
    }
  }

  #enter({ name, attributes }: { name: string; attributes: string }): string | undefined {
    this.#path.push(localName(name))
    if (this.#depth > 0 || !this.#isHere()) return undefined
    if (this.#attribute !== undefined) return attributeOf(attributes, this.#attribute)
    this.#depth = this.#path.length
    return undefined
  }

  #leave(): string | undefined {
    if (this.#depth > 0 && this.#path.length === this.#depth) return this.#text.trim()
    this.#path.pop()
    return undefined
  }

  #isHere(): boolean {
    const from = this.#path.length - this.#names.length
    return from >= 0 && this.#names.every((name, nth) => this.#path[from + nth] === name)
  }
}

function attributeOf(attributes: string, wanted: string): string | undefined {
  for (const [, name = '', double, single] of attributes.matchAll(/([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    if (localName(name) === wanted) return withoutEntities(double ?? single ?? '')
  }
  return undefined
}

function xmlValue(body: string, names: readonly string[], attribute: string | undefined): string | null {
  const search = new XmlSearch(names, attribute)
  try {
    for (const piece of piecesOf(body)) {
      const found = search.take(piece)
      if (found !== undefined) return found
    }
  } catch (error) {
    if (!(error instanceof MarkupFault)) throw error
  }
  return null
}

function firstGroup(pattern: RE2JS, text: string): string | null {
  const matcher = pattern.matcher(text)
  if (!matcher.find()) return null
  return (matcher.groupCount() > 0 ? matcher.group(1) : matcher.group()) ?? null
}

/** Null: it is not there. */
export type ReadPlace = (answer: Answer) => string | null

/** How a place is read. @throws Error for one that its form would have refused */
export function compilePlace(place: Place): ReadPlace {
  switch (place.at) {
    case 'status':
      return ({ raw }) => String(raw.status)
    case 'header':
      return (answer) => answer.header(place.name)
    case 'json': {
      const steps = jsonSteps(place.path)
      if (!steps) throw new Error('not a path into JSON')
      return (answer) => textOf(steps.reduce(inside, answer.json()))
    }
    case 'xml': {
      const path = xmlNames(place.path)
      if (!path) throw new Error('not a path into XML')
      return ({ raw }) => xmlValue(raw.body, path.names, path.attribute)
    }
    case 'body': {
      if (place.pattern === null) return ({ raw }) => raw.body
      const pattern = RE2JS.compile(place.pattern, RE2JS.CASE_INSENSITIVE)
      return ({ raw }) => firstGroup(pattern, raw.body)
    }
  }
}

export type TestAnswer = (answer: Answer) => boolean

const OPS: Record<AnswerTest['op'], (value: string) => (text: string | null) => boolean> = {
  exists: () => (text) => text !== null,
  missing: () => (text) => text === null,
  equals: (value) => {
    const wanted = value.trim().toLowerCase()
    return (text) => text?.trim().toLowerCase() === wanted
  },
  contains: (value) => {
    const wanted = value.toLowerCase()
    return (text) => text?.toLowerCase().includes(wanted) ?? false
  },
  matches: (value) => {
    const pattern = RE2JS.compile(value, RE2JS.CASE_INSENSITIVE)
    return (text) => text !== null && pattern.matcher(text).find()
  },
}

/** All of the tests hold; none always does. */
export function compileTests(tests: readonly AnswerTest[]): TestAnswer {
  const compiled = tests.map(({ place, op, value }) => {
    const [read, holds] = [compilePlace(place), OPS[op](value)]
    return (answer: Answer) => holds(read(answer))
  })
  return (answer) => compiled.every((test) => test(answer))
}
