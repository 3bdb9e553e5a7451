/**
 * Templates: compiled once, with every fault told by its place, and rendered for each lead. What a value becomes in
 * JSON, XML, a URL or a header is decided by where its tag stands (contexts.ts).
 */
import { type Mode, type Write, writesOf } from './contexts.ts'
import { type Argument, parseTemplate, type Tag, type TemplateFault } from './parse.ts'
import { stepFault } from './steps.ts'
import { type Surroundings, type TemplateValue, TRANSFORMERS, type Transformer } from './transformers.ts'

export type { Mode } from './contexts.ts'
export { placeInWords, type TemplateFault } from './parse.ts'
export type { TemplateValue } from './transformers.ts'

export interface Scope extends Surroundings {
  /** Null: there is none. */
  valueOf(name: string): TemplateValue
}

export interface Rendered {
  readonly text: string
  /** The same with what came of secrets masked: what may be kept and shown. */
  readonly shown: string
  /** What came of secrets, to be masked wherever it turns up. */
  readonly secrets: readonly string[]
}

export interface Template {
  /** The names its tags read, each once. */
  readonly names: readonly string[]
  /** @throws TemplateTooLong */
  render(scope: Scope): Rendered
}

export const MASK = '••••••'
export const SECRET_PREFIX = 'secret.'
const MOST_SIGNS = 256 * 1024
const MOST_SIGNS_A_VALUE = 20_000

/** A lead's values made a text that is too long to be sent. */
export class TemplateTooLong extends Error {
  constructor() {
    super('The text that came of the template is too long.')
    this.name = 'TemplateTooLong'
  }
}

interface Slot {
  readonly name: string | null
  readonly literal: string
  readonly isSecret: boolean
  readonly steps: readonly { run: Transformer['run']; takesNull: boolean; args: readonly Argument[] }[]
  readonly write: Write
}

export interface CompileOptions {
  readonly mode: Mode
  isKnown(name: string): boolean
}

export type Compiled =
  | { readonly template: Template; readonly faults?: undefined }
  | { readonly faults: readonly TemplateFault[]; readonly template?: undefined }

/** Compiles a text, or tells everything that is wrong with it. */
export function compileTemplate(source: string, { mode, isKnown }: CompileOptions): Compiled {
  const parsed = parseTemplate(source)
  if ('fault' in parsed) return { faults: [parsed.fault] }
  const { parts } = parsed
  const tags = parts.filter((part) => typeof part !== 'string')
  const faults = tags.flatMap((tag) => tagFaults(tag, isKnown))
  if (faults.length > 0) return { faults }
  const written = writesOf(mode, source, parts)
  if ('fault' in written) return { faults: [written.fault] }
  let nth = 0
  const compiled = parts.map((part) =>
    // one write a tag, in their order
    typeof part === 'string' ? part : slotOf(part, written.writes[nth++] ?? String),
  )
  const names = [
    ...new Set(compiled.flatMap((part) => (typeof part === 'string' || part.name === null ? [] : [part.name]))),
  ]
  return { template: { names, render: (scope) => render(compiled, scope) } }
}

function tagFaults(tag: Tag, isKnown: CompileOptions['isKnown']): TemplateFault[] {
  const unknown =
    'name' in tag.head && !isKnown(tag.head.name) ? [{ at: tag.headAt, message: unknownName(tag.head.name) }] : []
  const steps = tag.steps.flatMap((step) => {
    const message = stepFault(step.name, step.args)
    return message === undefined ? [] : [{ at: step.at, message }]
  })
  return [...unknown, ...steps]
}

const unknownName = (name: string): string =>
  name.startsWith(SECRET_PREFIX)
    ? `there is no secret "${name.slice(SECRET_PREFIX.length)}"`
    : `there is no field "${name}"`

function slotOf(tag: Tag, write: Write): Slot {
  const name = 'name' in tag.head ? tag.head.name : null
  return {
    name,
    literal: 'text' in tag.head ? tag.head.text : '',
    isSecret: name?.startsWith(SECRET_PREFIX) ?? false,
    steps: tag.steps.flatMap(({ name: step, args }) => {
      const found = TRANSFORMERS[step]
      return found ? [{ run: found.run, takesNull: found.takesNull ?? false, args }] : []
    }),
    write,
  }
}

function evaluate(slot: Slot, scope: Scope): TemplateValue {
  let value = slot.name === null ? slot.literal : scope.valueOf(slot.name)
  for (const { run, takesNull, args } of slot.steps) {
    if (value === null && !takesNull) continue
    value = run(value, args, scope)
    if (typeof value === 'string' && value.length > MOST_SIGNS_A_VALUE) throw new TemplateTooLong()
  }
  return value
}

function render(parts: readonly (string | Slot)[], scope: Scope): Rendered {
  let text = ''
  let shown = ''
  const secrets: string[] = []
  for (const part of parts) {
    const piece = typeof part === 'string' ? part : part.write(evaluate(part, scope))
    const isSecret = typeof part !== 'string' && part.isSecret
    if (isSecret) secrets.push(piece)
    text += piece
    shown += isSecret ? MASK : piece
    if (text.length > MOST_SIGNS) throw new TemplateTooLong()
  }
  return { text, shown, secrets }
}
