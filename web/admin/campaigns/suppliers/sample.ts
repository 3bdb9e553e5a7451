/** A post as a supplier would send it, with values that the campaign's fields take. */
import { FIELD_FORMATS, type Field, type FieldType } from '../../../../contract/fields.ts'

const VALUES: Record<Exclude<FieldType, 'list'>, string | number | boolean> = {
  text: 'Sample text',
  numeric: 150,
  email: 'ada@example.com',
  phone: '(530) 555-0142',
  date: '2026-01-31',
  datetime: '2026-01-31T14:05:00Z',
  age: '1970-05-12',
  state: 'CA',
  postal_code: '94105',
  ip: '203.0.113.24',
  url: 'https://example.com/page',
  boolean: 'yes',
}

const NAMED: Record<string, string> = {
  first_name: 'Ada',
  last_name: 'Byron',
  address: '12 Main Street',
  city: 'San Francisco',
  user_agent: 'Mozilla/5.0 (iPhone)',
  consent_text: 'I agree to be called at the number given.',
}

const sampleOf = (field: Field) =>
  NAMED[field.name] ?? (field.type === 'list' ? (field.allowed[0] ?? FIELD_FORMATS.list) : VALUES[field.type])

/** The body of a post: who posts, whether it is a test, and a value for each field that suppliers know of. */
export function samplePost(
  who: { campaign: number; supplier: number; key: string },
  fields: readonly Field[],
  test: boolean,
): Record<string, string | number | boolean> {
  const values = fields.filter((field) => !field.hiddenFromSpecs).map((field) => [field.name, sampleOf(field)] as const)
  return {
    lp_campaign_id: who.campaign,
    lp_supplier_id: who.supplier,
    lp_key: who.key,
    ...(test && { lp_action: 'test' }),
    ...Object.fromEntries(values),
  }
}

/** As it is typed into a shell; an apostrophe inside is written in the shell's own way. */
export function curlOf(url: string, body: unknown): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)
  return `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${json}'`
}
