/** From bytes to typed input. A refusal names the field; what the database could not hold is refused before. */
import type { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'

const MAX_DEPTH = 24

function refuse(field: string, message: string): never {
  // what is wrong with the whole of a part is wrong with the body: the others are objects, whoever asks
  throw new AppError('invalid_input', { field: field || 'body', message })
}

const join = (path: string, key: string | number): string => (path === '' ? `${key}` : `${path}.${key}`)

/**
 * PostgreSQL stores neither NUL nor half a surrogate pair, in text or in JSON, and deep nesting costs stack: all of
 * these would end as a 500 further in. @throws AppError invalid_input naming the field
 */
export function refuseUnstorable(value: unknown, path = '', depth = 0): void {
  if (typeof value === 'string') {
    if (value.includes('\0') || !value.isWellFormed())
      refuse(path, 'This text holds a character that cannot be stored.')
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (depth >= MAX_DEPTH) refuse(path, 'This is nested too deeply.')
  for (const [key, item] of Object.entries(value)) {
    refuseUnstorable(key, path, depth + 1)
    refuseUnstorable(item, join(path, key), depth + 1)
  }
}

/** Parses one part of a request. @throws AppError invalid_input with the first issue's field and message */
export function parsePart(schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined
  refuseUnstorable(value)
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { path, message } = mostTelling(parsed.error.issues)
  return refuse(path.map(String).join('.'), message)
}

interface Issue {
  path: readonly PropertyKey[]
  message: string
  errors?: readonly (readonly Issue[])[]
}

/** Of a union, what its last branch says: "Invalid input" helps nobody. */
function mostTelling(issues: readonly Issue[]): Issue {
  const [issue = { path: [], message: 'Invalid input' }] = issues
  const inner = issue.errors?.at(-1)
  if (!inner || inner.length === 0) return issue
  const told = mostTelling(inner)
  return { path: [...issue.path, ...told.path], message: told.message }
}
