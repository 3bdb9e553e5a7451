/** Cursors of keyset pages: the sort key of a page's last row, opaque to whoever turns it. */
import type { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { refuseUnstorable } from './http/input.ts'

export interface Page<T> {
  items: T[]
  next: string | null
}

/** A sort key as text that fits in an address. */
export function cursorOf(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** The sort key in a cursor; undefined before the first page. @throws AppError invalid_input for any other text */
export function readCursor<S extends z.ZodType>(key: S, cursor: string | undefined): z.output<S> | undefined {
  if (cursor === undefined) return undefined
  const given = parsed(cursor)
  refuseUnstorable(given, 'cursor')
  const result = key.safeParse(given)
  if (result.success) return result.data
  throw new AppError('invalid_input', { field: 'cursor', message: 'This is not the `next` of an earlier page.' })
}

/** Cuts `limit + 1` rows to a page: the extra one only tells that there is more. */
export function toPage<R>(rows: R[], limit: number, keyOf: (row: R) => readonly (string | number)[]): Page<R> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(keyOf(last)) : null }
}
