/** A post as a supplier would send it, with values that the campaign's fields take. */
import type { Field, FieldValue } from '../../../../contract/fields.ts'
import { sampleValues } from '../../../../contract/samples.ts'

/** The body of a post: who posts, whether it is a test, and a value for each field that suppliers know of. */
export function samplePost(
  who: { campaign: number; supplier: number; key: string },
  fields: readonly Field[],
  test: boolean,
): Record<string, FieldValue> {
  const told = fields.filter((field) => !field.hiddenFromSpecs)
  const values = sampleValues(told)
  const posted = told.flatMap(({ name }, at) => (values[at] === null ? [] : [[name, values[at] ?? null] as const]))
  return {
    lp_campaign_id: who.campaign,
    lp_supplier_id: who.supplier,
    lp_key: who.key,
    ...(test && { lp_action: 'test' }),
    ...Object.fromEntries(posted),
  }
}

/** As it is typed into a shell; an apostrophe inside is written in the shell's own way. */
export function curlOf(url: string, body: unknown): string {
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`)
  return `curl ${url} \\\n  -H 'content-type: application/json' \\\n  -d '${json}'`
}
