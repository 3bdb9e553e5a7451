/**
 * How a value is written where its tag stands, so that no value can end the place it was put into: decided once, from
 * the text around the tag, and never by the template.
 */
import { markupFault, piecesOf } from './markup.ts'
import type { Part, Tag, TemplateFault } from './parse.ts'
import type { TemplateValue } from './transformers.ts'

/** Plain: text of its own, such as a form's value or a mail. Line: a header or a subject. */
export type Mode = 'plain' | 'line' | 'url' | 'json' | 'xml'
export type Write = (value: TemplateValue) => string

const text = (value: TemplateValue): string => String(value ?? '').toWellFormed()

const CONTROL = /\p{Cc}/gu
const LINE = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
/** What XML 1.0 has no way to say. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const XML_SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

const WRITE = {
  plain: (value) => text(value).replaceAll(CONTROL, (sign) => ('\n\r\t'.includes(sign) ? sign : '')),
  line: (value) => text(value).replaceAll(LINE, ' '),
  url: (value) => encodeURIComponent(text(value)),
  jsonString: (value) => JSON.stringify(text(value)).slice(1, -1),
  jsonValue: (value) => JSON.stringify(typeof value === 'string' ? text(value) : value),
  xml: (value) =>
    text(value)
      .replaceAll(NOT_XML, '')
      .replaceAll(/[&<>"']/g, (sign) => XML_SIGNS[sign] ?? sign),
  cdata: (value) => text(value).replaceAll(NOT_XML, '').replaceAll(']]>', ']]]]><![CDATA[>'),
} as const satisfies Record<string, Write>

export type Written = { writes: Write[] } | { fault: TemplateFault }

const tagsOf = (parts: readonly Part[]): Tag[] => parts.filter((part) => typeof part !== 'string')

/** How each tag's value is written, in order. */
export function writesOf(mode: Mode, source: string, parts: readonly Part[]): Written {
  if (mode === 'json') return jsonWrites(source, parts)
  if (mode === 'xml') return xmlWrites(source, parts)
  return { writes: tagsOf(parts).map(() => WRITE[mode]) }
}

/** The template with each tag replaced by something harmless of the same length, so that places stay where they are. */
function filled(source: string, tags: readonly Tag[], fill: (tag: Tag) => string): string {
  let out = ''
  let from = 0
  for (const tag of tags) {
    out += source.slice(from, tag.at) + fill(tag).padEnd(tag.end - tag.at, ' ')
    from = tag.end
  }
  return out + source.slice(from)
}

function jsonWrites(source: string, parts: readonly Part[]): Written {
  const tags = tagsOf(parts)
  if (source.trim() === '') return { fault: { at: 0, message: 'is empty' } }
  const quoted = new Set<Tag>()
  let inString = false
  for (const part of parts) {
    if (typeof part !== 'string') {
      if (inString) quoted.add(part)
      continue
    }
    for (let at = 0; at < part.length; at++) {
      if (inString && part[at] === '\\') at++
      else if (part[at] === '"') inString = !inString
    }
  }
  const sample = filled(source, tags, (tag) => (quoted.has(tag) ? 'x' : '0'))
  try {
    JSON.parse(sample)
  } catch (error) {
    return { fault: { at: placeOf(error), message: 'is not JSON here' } }
  }
  return { writes: tags.map((tag) => (quoted.has(tag) ? WRITE.jsonString : WRITE.jsonValue)) }
}

/** Engines that say where do so in words. */
function placeOf(error: unknown): number {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : '')
  return found ? Number(found[1]) : 0
}

function xmlWrites(source: string, parts: readonly Part[]): Written {
  const tags = tagsOf(parts)
  const sample = filled(source, tags, () => 'x')
  const fault = markupFault(sample)
  if (fault) return { fault }
  const writes = new Map<Tag, Write>()
  for (const piece of piecesOf(sample)) {
    const end = endOf(sample, piece.at, piece)
    for (const tag of tags.filter((one) => one.at >= piece.at && one.at < end)) {
      const write = writeIn(piece, sample, tag)
      if (!write)
        return { fault: { at: tag.at, message: 'may stand only in the text or in a quoted attribute of an element' } }
      writes.set(tag, write)
    }
  }
  return { writes: tags.map((tag) => writes.get(tag) ?? WRITE.xml) }
}

type AnyPiece = ReturnType<typeof piecesOf> extends Generator<infer P> ? P : never

function endOf(sample: string, at: number, piece: AnyPiece): number {
  if (piece.kind === 'text') return at + piece.text.length
  const close = piece.kind === 'cdata' ? ']]>' : piece.kind === 'comment' ? '-->' : '>'
  if (piece.kind === 'open') return at + 1 + piece.name.length + piece.attributes.length + (piece.empty ? 2 : 1)
  return sample.indexOf(close, at) + close.length
}

function writeIn(piece: AnyPiece, sample: string, tag: Tag): Write | undefined {
  if (piece.kind === 'text') return WRITE.xml
  if (piece.kind === 'cdata') return WRITE.cdata
  if (piece.kind !== 'open') return undefined
  const from = piece.at + 1 + piece.name.length
  if (tag.at < from) return undefined
  return isQuoted(sample.slice(from, tag.at)) ? WRITE.xml : undefined
}

/** Whether a quote is open behind these attributes. */
function isQuoted(attributes: string): boolean {
  let quote = ''
  for (const sign of attributes) {
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = ''
  }
  return quote !== ''
}
