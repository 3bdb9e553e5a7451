/** Whether a tag's transformers make sense, before any lead is there to try them on. */
import { isZoneName } from './dates.ts'
import type { Argument } from './parse.ts'
import { type Kind, TRANSFORMERS } from './transformers.ts'

function fits(kind: Kind, given: Argument): boolean {
  if (kind === 'number') return typeof given === 'number'
  if (kind === 'zone') return typeof given === 'string' && isZoneName(given)
  return true
}

const KIND_WORDS: Record<Kind, string> = { text: 'a text', number: 'a number', zone: 'a time zone' }

/** Why a step makes no sense; undefined when it does. */
export function stepFault(name: string, args: readonly Argument[]): string | undefined {
  const found = Object.hasOwn(TRANSFORMERS, name) ? TRANSFORMERS[name] : undefined
  if (!found) return `there is no transformer "${name}"`
  if (args.length < found.required)
    return `"${name}" needs ${found.required === 1 ? 'an argument' : `${found.required} arguments`}`
  if (args.length > found.args.length && !found.more) return `"${name}" takes ${found.args.length || 'no'} arguments`
  for (const [nth, given] of args.entries()) {
    const kind = found.args[Math.min(nth, found.args.length - 1)] ?? 'text'
    if (!fits(kind, given)) return `"${name}": ${JSON.stringify(given)} is not ${KIND_WORDS[kind]}`
  }
  return undefined
}
