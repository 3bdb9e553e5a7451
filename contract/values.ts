/**
 * The normal form of one value as somebody types it into a rule or a list: 7024 is the ZIP 07024, California is CA.
 * What a post may hold is read more strictly (server/fields/rules.ts), into the same forms.
 */
import type { ListKind } from './lists.ts'
import { stateCode } from './states.ts'

const LONGEST = 200
const SHORT_ZIP = /^\d{3,4}$/
const US_ZIP = /^(\d{5})(?:-?\d{4})?$/
const OTHER_POSTAL_CODE = /^[A-Z0-9][A-Z0-9 -]{1,8}[A-Z0-9]$/
const EMAIL = /^[^\s@"<>(),:;[\]\\]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/
const US_PHONE = /^\+?1?([2-9]\d{2}[2-9]\d{6})$/
const OTHER_PHONE = /^\+[1-9]\d{6,14}$/

/** Five digits: rules read the first five of a ZIP+4, and spreadsheets lose leading zeros. */
function postalCode(text: string): string | undefined {
  const us = US_ZIP.exec(SHORT_ZIP.test(text) ? text.padStart(5, '0') : text)
  if (us) return us[1]
  const other = text.toUpperCase()
  return /\d/.test(other) && /[A-Z]/.test(other) && OTHER_POSTAL_CODE.test(other) ? other : undefined
}

function phone(text: string): string | undefined {
  const digits = text.replace(/[\s().-]/g, '')
  const us = US_PHONE.exec(digits)
  if (us) return `+1${us[1]}`
  return OTHER_PHONE.test(digits) ? digits : undefined
}

function email(text: string): string | undefined {
  const lower = text.toLowerCase()
  return lower.length <= LONGEST && EMAIL.test(lower) ? lower : undefined
}

const READERS: Record<ListKind, (text: string) => string | undefined> = {
  text: (text) => (text.length <= LONGEST ? text : undefined),
  state: stateCode,
  postal_code: postalCode,
  email,
  phone,
}

export const VALUE_FORMATS: Record<ListKind, string> = {
  text: `a text of at most ${LONGEST} characters`,
  state: 'a US state, like CA or California',
  postal_code: 'a postal code, like 94105',
  email: 'an e-mail address',
  phone: 'a phone number, like (530) 555-0142',
}

/** The value in its normal form; undefined when it is none of that kind. */
export function normalValue(kind: ListKind, text: string): string | undefined {
  const trimmed = text.trim()
  return trimmed === '' ? undefined : READERS[kind](trimmed)
}
