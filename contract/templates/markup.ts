/**
 * A reader of XML that is strict where it matters and forgiving where buyers' systems are not: it walks once from front
 * to back, knows no entities but the five of XML and numbers, and reads no document type.
 */

export type Piece =
  | {
      readonly kind: 'open'
      readonly name: string
      readonly attributes: string
      readonly empty: boolean
      readonly at: number
    }
  | { readonly kind: 'close'; readonly name: string; readonly at: number }
  | { readonly kind: 'text' | 'cdata' | 'comment' | 'other'; readonly text: string; readonly at: number }

/** What cannot be read, and where. */
export class MarkupFault extends Error {
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

const SPECIAL = [
  { kind: 'comment', open: '<!--', close: '-->' },
  { kind: 'cdata', open: '<![CDATA[', close: ']]>' },
  { kind: 'other', open: '<?', close: '?>' },
  { kind: 'other', open: '<!', close: '>' },
] as const

const NAME = '[A-Za-z_][\\w.:-]*'
const OPEN = new RegExp(`<(${NAME})((?:[^"'<>]|"[^"<]*"|'[^'<]*')*?)(/?)>`, 'y')
const CLOSE = new RegExp(`</(${NAME})\\s*>`, 'y')

/** The pieces of a document in order. @throws MarkupFault */
export function* piecesOf(text: string): Generator<Piece> {
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '<') {
      const next = text.indexOf('<', at)
      const end = next < 0 ? text.length : next
      yield { kind: 'text', text: text.slice(at, end), at }
      at = end
      continue
    }
    const { piece, end } = special(text, at) ?? element(text, at)
    yield piece
    at = end
  }
}

function special(text: string, at: number): { piece: Piece; end: number } | undefined {
  const found = SPECIAL.find(({ open }) => text.startsWith(open, at))
  if (!found) return undefined
  const from = at + found.open.length
  const end = text.indexOf(found.close, from)
  if (end < 0) throw new MarkupFault(at, `has ${found.open} without ${found.close}`)
  return { piece: { kind: found.kind, text: text.slice(from, end), at }, end: end + found.close.length }
}

function element(text: string, at: number): { piece: Piece; end: number } {
  CLOSE.lastIndex = at
  const close = CLOSE.exec(text)
  if (close) return { piece: { kind: 'close', name: close[1] ?? '', at }, end: CLOSE.lastIndex }
  OPEN.lastIndex = at
  const open = OPEN.exec(text)
  if (!open) throw new MarkupFault(at, 'has a < that begins no element')
  const [, name = '', attributes = '', slash] = open
  return { piece: { kind: 'open', name, attributes, empty: slash === '/', at }, end: OPEN.lastIndex }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with its entities read; unknown ones stay as they are. */
export function withoutEntities(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,6}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole
    const code = Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

interface Fault {
  readonly at: number
  readonly message: string
}

/** What of a document is open at the moment. */
class Nesting {
  readonly #open: { name: string; at: number }[] = []
  #roots = 0

  take(piece: Piece): Fault | undefined {
    if (piece.kind === 'open') return this.#begin(piece)
    if (piece.kind === 'close') return this.#end(piece)
    const isText = piece.kind === 'text' || piece.kind === 'cdata'
    if (!isText || this.#open.length > 0 || piece.text.trim() === '') return undefined
    return { at: piece.at, message: 'has text outside of the document' }
  }

  finish(): Fault | undefined {
    const unclosed = this.#open.at(-1)
    if (unclosed) return { at: unclosed.at, message: `${unclosed.name} is not closed` }
    return this.#roots === 0 ? { at: 0, message: 'has no element' } : undefined
  }

  #begin({ name, at, empty }: { name: string; at: number; empty: boolean }): Fault | undefined {
    if (this.#open.length === 0 && ++this.#roots > 1) return { at, message: 'begins a second document' }
    if (!empty) this.#open.push({ name, at })
    return undefined
  }

  #end({ name, at }: { name: string; at: number }): Fault | undefined {
    const last = this.#open.pop()
    if (last?.name === name) return undefined
    return { at, message: `closes ${name}, but ${last ? `${last.name} is open` : 'nothing is open'}` }
  }
}

/** The first place where a document is not well formed, or undefined. */
export function markupFault(text: string): Fault | undefined {
  const nesting = new Nesting()
  try {
    for (const piece of piecesOf(text)) {
      const fault = nesting.take(piece)
      if (fault) return fault
    }
  } catch (error) {
    if (error instanceof MarkupFault) return { at: error.at, message: error.message }
    throw error
  }
  return nesting.finish()
}
