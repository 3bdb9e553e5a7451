import type { Field, FieldType } from '../../../../contract/fields.ts'

export const TYPE_WORDS: Record<FieldType, string> = {
  text: 'Text',
  numeric: 'Numeric',
  email: 'E-mail',
  phone: 'Phone',
  date: 'Date',
  datetime: 'Date and time',
  age: 'Age (date of birth)',
  list: 'List of allowed values',
  state: 'State (US)',
  postal_code: 'Postal code',
  ip: 'IP address',
  url: 'Web address',
  boolean: 'Yes or no',
}

/** "Monthly bill ($)" is posted as monthly_bill. */
export function nameFrom(label: string): string {
  const plain = label.normalize('NFKD').replaceAll(/[̀-ͯ]/g, '').toLowerCase()
  return plain
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 64)
}

export const newField = (): Field => ({
  name: '',
  label: '',
  type: 'text',
  required: false,
  allowed: [],
  description: '',
  consent: false,
  hiddenFromSpecs: false,
  hiddenFromBuyers: false,
})

/** Who sees it, where that is not everybody. */
export function hiddenInWords(flags: Pick<Field, 'hiddenFromSpecs' | 'hiddenFromBuyers'>): string | null {
  if (flags.hiddenFromSpecs && flags.hiddenFromBuyers) return 'only you see it'
  if (flags.hiddenFromBuyers) return 'hidden from buyers'
  return flags.hiddenFromSpecs ? 'hidden from API specs' : null
}
