/**
 * The typed fields of a campaign and the system fields that stand beside them (spec 2.1).
 */
import { z } from 'zod'

export const FieldType = z.enum([
  'text',
  'numeric',
  'email',
  'phone',
  'date',
  'datetime',
  'age',
  'list',
  'state',
  'postal_code',
  'ip',
  'url',
  'boolean',
])
export type FieldType = z.infer<typeof FieldType>

/** What the API specs and validation messages say of a type's format. */
export const FIELD_FORMATS: Record<FieldType, string> = {
  text: 'Text, at most 2,000 characters',
  numeric: 'A number, like 1200 or 3.5',
  email: 'An e-mail address, like ada@example.com',
  phone: 'A phone number, like +15305550142 or (530) 555-0142',
  date: 'A date, YYYY-MM-DD or MM/DD/YYYY',
  datetime: 'A date and time, like 2026-11-22T14:05:00Z',
  age: 'A date of birth, YYYY-MM-DD or MM/DD/YYYY',
  list: 'One of the allowed values',
  state: 'A US state, like CA or California',
  postal_code: 'A postal code, like 94105',
  ip: 'An IP address, v4 or v6',
  url: 'A web address, like https://example.com/page',
  boolean: 'true or false (yes/no and 1/0 work too)',
}

const Visibility = { hiddenFromSpecs: z.boolean(), hiddenFromBuyers: z.boolean() }

/** One named, typed, validated item of lead data. Names are what suppliers post; `lp_` is reserved. */
export const Field = z.object({
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'letters, digits and _ only, starting with a letter')
    .refine((name) => !name.startsWith('lp_'), 'names starting with lp_ are reserved')
    // what every object has by itself would be read as posted, and shown as a value, where it was not
    .refine((name) => !(name in Object.prototype), 'this name is reserved'),
  label: z.string().min(1).max(120),
  type: FieldType,
  required: z.boolean(),
  /** For lists: the values a post may carry, compared without case. */
  allowed: z.array(z.string().min(1).max(200)).max(1_000).default([]),
  description: z.string().max(500).default(''),
  /** Kept exactly as posted, never editable. */
  consent: z.boolean().default(false),
  ...Visibility,
})
export type Field = z.infer<typeof Field>

export const SUB_IDS = ['lp_subid1', 'lp_subid2', 'lp_subid3', 'lp_subid4', 'lp_subid5', 'lp_subid6'] as const
export const SystemField = z.enum([...SUB_IDS, 'supplier', 'supplier_client', 'source_address', 'received_at'])
export type SystemField = z.infer<typeof SystemField>

export const SystemFieldFlags = z.object(Visibility)
/** By default a buyer sees of the system fields only when the lead came. */
export const DEFAULT_SYSTEM_FIELDS = Object.fromEntries(
  SystemField.options.map((name) => [name, { hiddenFromSpecs: false, hiddenFromBuyers: name !== 'received_at' }]),
) as Record<SystemField, z.infer<typeof SystemFieldFlags>> // fromEntries forgets the keys' type

/** One stored value of a lead, normalised: phone E.164, e-mail lower-case, dates ISO; null where none was posted. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type FieldValue = z.infer<typeof FieldValue>
