/**
 * The template language: text with `{{ name | transformer: "argument", 2 }}` in it, and nothing else. No loops, no
 * conditions, no includes: a template cannot run long, read anything but the values it is given, or switch off escaping.
 */

export interface TemplateFault {
  /** Where in the text, from 0. */
  readonly at: number
  readonly message: string
}

export type Argument = string | number

export interface Step {
  readonly name: string
  readonly args: readonly Argument[]
  readonly at: number
}

export interface Tag {
  readonly at: number
  /** Behind the closing braces. */
  readonly end: number
  /** A dotted name, or a text in quotes. */
  readonly head: { readonly name: string } | { readonly text: string }
  readonly headAt: number
  readonly steps: readonly Step[]
}

export type Part = string | Tag

const MOST_TAGS = 500
const MOST_STEPS = 10
const MOST_ARGS = 100

/** Raised while reading one tag; becomes a fault. */
class Unreadable extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){0,3}/y
const WORD = /[a-z][a-z0-9_]*/y
const NUMBER = /-?\d{1,9}(?:\.\d{1,6})?(?![\w.])/y
const QUOTED = /"([^"\n]{0,500})"|'([^'\n]{0,500})'/y
const SPACE = /\s*/y

/** Reads one tag from behind its opening braces. */
class TagReader {
  readonly #text: string
  #at: number

  constructor(text: string, at: number) {
    this.#text = text
    this.#at = at
  }

  read(start: number): Tag {
    this.#skip()
    const headAt = this.#at
    const quoted = this.#quoted()
    const head = quoted === undefined ? { name: this.#take(NAME, 'a field') } : { text: quoted }
    const steps: Step[] = []
    while (this.#eat('|')) {
      if (steps.length === MOST_STEPS) throw new Unreadable(this.#at, `has more than ${MOST_STEPS} transformers`)
      steps.push(this.#step())
    }
    if (!this.#eat('}}')) throw new Unreadable(this.#at, 'is not understood here: a tag ends with }}')
    return { at: start, end: this.#at, head, headAt, steps }
  }

  #step(): Step {
    this.#skip()
    const at = this.#at
    const name = this.#take(WORD, 'a transformer')
    const args: Argument[] = []
    if (this.#eat(':')) {
      do {
        if (args.length === MOST_ARGS) throw new Unreadable(this.#at, `has more than ${MOST_ARGS} arguments`)
        args.push(this.#argument())
      } while (this.#eat(','))
    }
    return { name, args, at }
  }

  #argument(): Argument {
    this.#skip()
    const quoted = this.#quoted()
    if (quoted !== undefined) return quoted
    return Number(this.#take(NUMBER, 'a text in quotes or a number'))
  }

  #quoted(): string | undefined {
    QUOTED.lastIndex = this.#at
    const found = QUOTED.exec(this.#text)
    if (!found) return undefined
    this.#at = QUOTED.lastIndex
    return found[1] ?? found[2] ?? ''
  }

  #take(pattern: RegExp, what: string): string {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (!found) throw new Unreadable(this.#at, `${what} was expected here`)
    this.#at = pattern.lastIndex
    return found[0]
  }

  #eat(mark: string): boolean {
    this.#skip()
    if (!this.#text.startsWith(mark, this.#at)) return false
    this.#at += mark.length
    return true
  }

  #skip(): void {
    SPACE.lastIndex = this.#at
    SPACE.exec(this.#text)
    this.#at = SPACE.lastIndex
  }
}

/** The parts of a template in order, or its first fault. */
export function parseTemplate(text: string): { parts: Part[] } | { fault: TemplateFault } {
  const parts: Part[] = []
  let from = 0
  let tags = 0
  try {
    for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', from)) {
      if (++tags > MOST_TAGS) throw new Unreadable(start, `has more than ${MOST_TAGS} tags`)
      if (start > from) parts.push(plain(text, from, start))
      const tag = new TagReader(text, start + 2).read(start)
      parts.push(tag)
      from = tag.end
    }
    if (from < text.length) parts.push(plain(text, from, text.length))
    return { parts }
  } catch (error) {
    if (error instanceof Unreadable) return { fault: { at: error.at, message: error.message } }
    throw error
  }
}

/** Other template languages' code is refused rather than sent to a buyer as it stands. */
function plain(text: string, from: number, to: number): string {
  const part = text.slice(from, to)
  const code = part.indexOf('{%')
  if (code >= 0) throw new Unreadable(from + code, 'holds {%: there are only {{ tags }} here')
  return part
}

/** "line 3, column 8", from 1. */
export function placeInWords(text: string, at: number): string {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  return text.includes('\n') ? `line ${line}, column ${column}` : `column ${column}`
}
