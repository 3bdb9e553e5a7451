/** A made-up lead for a campaign's fields: what a preview shows and a test post sends until somebody types another. */
import type { Field, FieldType, FieldValue } from './fields.ts'

const BY_TYPE: Record<FieldType, FieldValue> = {
  text: 'Sample',
  numeric: 180,
  email: 'sample.lead@example.com',
  phone: '+15305550142',
  date: '2026-05-17',
  datetime: '2026-05-17T14:05:00.000Z',
  age: '1984-05-17',
  list: null,
  state: 'CA',
  postal_code: '94105',
  ip: '203.0.113.24',
  url: 'https://example.com/quote',
  boolean: true,
}

/** By what a field's name says, where it says something. */
const BY_NAME: readonly [RegExp, string][] = [
  [/first_?name/i, 'Avery'],
  [/last_?name|surname/i, 'Sample'],
  [/(full_?)?name/i, 'Avery Sample'],
  [/city|town/i, 'San Francisco'],
  [/street|address/i, '1 Example Street'],
  [/consent|disclosure|tcpa/i, 'I agree to be contacted about my request.'],
  [/user_?agent/i, 'Mozilla/5.0 (sample)'],
  [/trusted_?form/i, 'https://cert.trustedform.com/0000000000000000000000000000000000000000'],
  [/jornaya|lead_?id/i, '00000000-0000-0000-0000-000000000000'],
]

function sampleOf({ name, type, allowed }: Field): FieldValue {
  if (type === 'list') return allowed[0] ?? null
  const named = type === 'text' || type === 'url' ? BY_NAME.find(([pattern]) => pattern.test(name)) : undefined
  return named && (type === 'text' || named[1].startsWith('http')) ? named[1] : BY_TYPE[type]
}

/** In the order of the fields. */
export const sampleValues = (fields: readonly Field[]): FieldValue[] => fields.map(sampleOf)
