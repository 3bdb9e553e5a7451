/** One call of the OpenAPI document as a part of the page: what it does, what it takes, how it is sent and answered. */
import { z } from 'zod'
import { type Html, html } from './html.ts'
import { type Call, LANGUAGES, sampleOf } from './samples.ts'

/** As much of the document as this page reads. */
export interface Schema {
  type?: string | undefined
  description?: string | undefined
  enum?: unknown[] | undefined
  anyOf?: Schema[] | undefined
  properties?: Record<string, Schema> | undefined
  required?: string[] | undefined
  items?: Schema | undefined
}
const Schema: z.ZodType<Schema, unknown> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string()).transform((types) => types.join(' or '))]).optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    anyOf: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
    required: z.array(z.string()).optional(),
    items: Schema.optional(),
  }),
)
const Content = z.object({
  'application/json': z.object({ schema: Schema.optional(), example: z.unknown().optional() }),
})
export const Operation = z.object({
  summary: z.string(),
  description: z.string().optional(),
  'x-group': z.string().optional(),
  'x-title': z.string().optional(),
  'x-permission': z.string().optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.string(),
        required: z.boolean(),
        schema: Schema,
        example: z.string().optional(),
      }),
    )
    .optional(),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.optional() })),
})
export type Operation = z.output<typeof Operation>

export interface Documented {
  method: string
  path: string
  operation: Operation
}

export const anchorOf = ({ method, path }: Pick<Documented, 'method' | 'path'>): string =>
  `${method}${path.replaceAll(/[^a-z]+/gi, '-')}`.toLowerCase().replace(/-$/, '')

function typeOf(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(' | ')
  if (schema.anyOf) return [...new Set(schema.anyOf.map(typeOf))].join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'values'}`
  return schema.type ?? 'value'
}

function parameters({ parameters = [] }: Operation): Html {
  if (parameters.length === 0) return html``
  const rows = parameters.map(
    ({ name, required, schema, in: place }) => html`<tr>
      <td>${required ? html`<b><code>${name}</code></b>` : html`<code>${name}</code>`}</td>
      <td>${place === 'path' ? 'in the path' : required ? 'required' : 'optional'}</td>
      <td>${schema.description ?? ''}</td></tr>`,
  )
  return html`<h4>Parameters</h4><div class="wide" tabindex="0" role="group" aria-label="Parameters"><table>
    <thead><tr><th scope="col">Name</th><th scope="col">Place</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

const ROWS_MOST = 80

/** Every field of a schema on its own line, the inner ones under their path. */
function linesOf(schema: Schema, path = ''): { name: string; schema: Schema; required: boolean }[] {
  if (schema.type === 'array' && schema.items) return linesOf(schema.items, path === '' ? '' : `${path}[]`)
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`
    const required = schema.required?.includes(key) ?? false
    return [{ name, schema: inner, required }, ...linesOf(inner, name)]
  })
}

function fieldTable(schema: Schema | undefined, withRequired: boolean): Html {
  const lines = schema ? linesOf(schema).slice(0, ROWS_MOST) : []
  const rows = lines.map(
    ({ name, schema: one, required }) => html`<tr>
      <td>${withRequired && required ? html`<b><code>${name}</code></b>` : html`<code>${name}</code>`}</td>
      <td>${typeOf(one)}</td><td>${one.description ?? ''}</td></tr>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-label="Fields"><table>
    <thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows}</tbody></table></div>`
}

function exampleUrl(base: string, { path, operation }: Documented): string {
  const given = operation.parameters ?? []
  const filled = path.replaceAll(
    /\{(\w+)\}/g,
    (_all, name: string) => given.find((one) => one.name === name)?.example ?? name,
  )
  const query = given.filter((one) => one.in === 'query' && one.example !== undefined)
  const search = query.map(({ name, example = '' }) => `${name}=${encodeURIComponent(example).replaceAll('%2F', '/')}`)
  return `${base}${filled}${search.length > 0 ? `?${search.join('&')}` : ''}`
}

/** The samples of one call in every language (one of them is shown), and what it is answered. */
export function consoleOf(call: Call, answer: unknown): Html {
  const samples = LANGUAGES.map(
    ([language, name]) =>
      html`<pre data-lang="${language}" tabindex="0" aria-label="Example in ${name}"><code>${sampleOf(language, call)}</code></pre>`,
  )
  return html`<div class="console"><p class="of">Request</p>${samples}
    <p class="of">Answer</p><pre tabindex="0" aria-label="Example answer"><code>${JSON.stringify(answer, null, 2)}</code></pre></div>`
}

/** @param base where the outward host answers */
export function operationOf(base: string, documented: Documented): Html {
  const { method, path, operation } = documented
  const ok = operation.responses['200']?.content?.['application/json']
  const body = operation.requestBody?.content['application/json']
  const call = { method, url: exampleUrl(base, documented), key: 'YOUR_API_KEY', body: body?.example }
  return html`<article class="call" id="${anchorOf(documented)}">
    <div>
      <h3>${operation['x-title'] ?? operation.summary}</h3>
      <p class="address"><span class="verb ${method.toLowerCase()}">${method}</span><code>${path}</code></p>
      <p>${operation.summary} ${operation.description ?? ''}</p>
      <p class="scope">Scope of the key: <code>${operation['x-permission'] ?? ''}</code></p>
      ${parameters(operation)}
      ${body ? html`<h4>Body</h4>${fieldTable(body.schema, true)}` : html``}
      <details><summary>Fields of the answer</summary>${fieldTable(ok?.schema, false)}</details>
    </div>
    ${consoleOf(call, ok?.example)}
  </article>`
}
