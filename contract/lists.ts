/**
 * Lists of values too long to stand in a rule: up to 100,000 ZIP codes or addresses, uploaded once and named by the
 * rules that use them. A list never changes, so a settings version that names one means the same for ever.
 */
import { z } from 'zod'
import type { FieldType } from './fields.ts'

export const MOST_VALUES = 100_000
/** Of an upload, in characters: 100,000 e-mail addresses of usual length and some to spare. */
export const MOST_TEXT = 6_000_000

/** Made of what is in the list, so the same list uploaded twice is one. */
export const ListId = z.string().regex(/^[0-9a-f]{32}$/, 'not the id of a list')

/** What the values are read as: each kind has its own normal form. */
export const ListKind = z.enum(['text', 'state', 'postal_code', 'email', 'phone'])
export type ListKind = z.infer<typeof ListKind>

export const LIST_KIND_WORDS: Record<ListKind, string> = {
  text: 'texts',
  state: 'states',
  postal_code: 'postal codes',
  email: 'e-mail addresses',
  phone: 'phone numbers',
}

/** The lists a field of this type can be asked about; undefined where lists make no sense. */
export function listKindOf(type: FieldType): ListKind | undefined {
  switch (type) {
    case 'state':
    case 'postal_code':
    case 'email':
    case 'phone':
      return type
    case 'text':
    case 'list':
    case 'ip':
    case 'url':
      return 'text'
    default:
      return undefined
  }
}

/** All of a list but its values. */
export const ListHeader = z.object({
  id: ListId,
  name: z.string(),
  kind: ListKind,
  /** How many values it has. */
  count: z.number().int(),
})
export type ListHeader = z.infer<typeof ListHeader>

/** A list ready to be asked. */
export interface ValueList extends ListHeader {
  /** @param value in lower case, as conditions compare */
  has(value: string): boolean
}
