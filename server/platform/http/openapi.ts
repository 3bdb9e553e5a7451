/** The OpenAPI 3.1 document, read off the list of routes. */
import { z } from 'zod'
import type { About } from '../../../contract/endpoint.ts'
import { ErrorBody, type ErrorCode, errors } from '../../../contract/errors.ts'
import type { Config } from '../config.ts'
import { hostsOf, originOf } from '../origins.ts'
import type { Allow, JsonRoute, RawPath, RawRoute, Route } from './route.ts'

type Json = Record<string, unknown>

interface Document extends Json {
  openapi: string
  paths: Record<string, Json>
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

type Examples = Readonly<Record<string, string>>

/** One parameter for each property of an object schema. */
function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined, examples: Examples = {}): Json[] {
  if (!schema) return []
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
    ...(examples[name] !== undefined && { example: examples[name] }),
  }))
}

/** A path may use parameters that its schema does not name: the account's pages read it from the actor. */
function pathParameters(path: string, schema: z.ZodType | undefined, examples?: Examples): Json[] {
  const declared = parametersOf('path', schema, examples)
  const names = [...path.matchAll(/:(\w+)/g)].map((match) => match[1])
  const missing = names.filter((name) => !declared.some((parameter) => parameter.name === name))
  return [...declared, ...missing.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))]
}

const jsonOf = (schema: Json, example?: unknown): Json => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
})

function errorReplies(codes: readonly ErrorCode[]): Json {
  const replies: Json = {}
  for (const code of codes) {
    replies[String(errors[code].status)] = {
      description: errors[code].text,
      content: jsonOf({ $ref: '#/components/schemas/Error' }),
    }
  }
  return replies
}

const common: readonly ErrorCode[] = ['internal', 'unavailable']
const ofAllow = (allow: Allow): ErrorCode[] =>
  allow === 'public' ? [...common, 'not_found'] : [...common, 'unauthenticated', 'forbidden', 'not_found']

interface Described {
  summary: string
  allow: Allow
  host: string
  about?: About | undefined
}

function operation({ summary, allow, host, about }: Described, parts: Json): Json {
  const scheme = host === 'api' ? { key: [] } : { session: [] }
  const security = allow === 'public' ? {} : { security: [scheme] }
  const told = about ? { description: about.text, 'x-group': about.group, 'x-title': about.title } : {}
  return { summary, ...told, tags: [host], 'x-permission': allow, ...security, ...parts }
}

function jsonOperation(route: JsonRoute): Json {
  const { endpoint, allow } = route
  const { about } = endpoint
  const hasReply = !(endpoint.reply instanceof z.ZodUndefined)
  const success = hasReply
    ? { 200: { description: 'Done.', content: jsonOf(schemaOf(endpoint.reply, 'output'), about?.example.reply) } }
    : { 204: { description: 'Done.' } }
  const body = endpoint.body
    ? { requestBody: { required: true, content: jsonOf(schemaOf(endpoint.body, 'input'), about?.example.body) } }
    : {}
  const refusals: ErrorCode[] = [...ofAllow(allow), 'invalid_input', 'conflict', 'token_invalid', 'too_many_requests']
  if (endpoint.body) refusals.push('too_large', 'unsupported_media_type')
  return operation(
    { summary: endpoint.summary, allow, host: route.host, about },
    {
      parameters: [
        ...pathParameters(endpoint.path, endpoint.params, about?.example.params),
        ...parametersOf('query', endpoint.query, about?.example.query),
      ],
      ...body,
      responses: { ...success, ...errorReplies(refusals) },
    },
  )
}

function rawOperation(route: RawRoute, path: RawPath): Json {
  const contents = Object.entries(path.body ?? {}).map(([type, schema]) => [
    type,
    { schema: schemaOf(schema, 'input') },
  ])
  const replies = Object.entries(path.replies).map(([status, schema]) => [
    status,
    { description: path.summary, content: jsonOf(schemaOf(schema, 'output')) },
  ])
  const body = contents.length > 0 ? { requestBody: { content: Object.fromEntries(contents) } } : {}
  return operation(
    { summary: path.summary, allow: route.allow, host: route.host },
    {
      parameters: [...pathParameters(path.path, undefined), ...parametersOf('query', path.query)],
      ...body,
      responses: Object.fromEntries(replies),
    },
  )
}

interface Entry {
  host: string
  method: string
  path: string
  operation: Json
}

function entriesOf(route: Route): Entry[] {
  const { host } = route
  if (route.kind === 'json') {
    const { method, path } = route.endpoint
    return [{ host, method, path, operation: jsonOperation(route) }]
  }
  if (route.kind === 'raw') {
    return route.paths.map((p) => ({ host, method: p.method, path: p.path, operation: rawOperation(route, p) }))
  }
  const parameters = [...pathParameters(route.path, route.params), ...parametersOf('query', route.query)]
  const type = route.kind === 'stream' ? 'text/event-stream' : '*/*'
  const responses = {
    200: { description: route.summary, content: { [type]: {} } },
    ...errorReplies(ofAllow(route.allow)),
  }
  return [{ host, method: 'GET', path: route.path, operation: operation(route, { parameters, responses }) }]
}

const openPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

function serversOf(config: Pick<Config, 'baseDomain' | 'publicOrigin'>): Record<string, Json[]> {
  const hosts = hostsOf(config)
  const scheme = config.publicOrigin.scheme
  const port = config.publicOrigin.port === undefined ? '' : `:${config.publicOrigin.port}`
  return {
    api: [{ url: originOf(config, config.baseDomain) }, { url: originOf(config, hosts.api) }],
    console: [{ url: originOf(config, hosts.console) }],
    suppliers: [{ url: originOf(config, hosts.suppliers) }],
    portal: [{ url: `${scheme}://{portal}.${config.baseDomain}${port}`, variables: { portal: { default: 'portal' } } }],
  }
}

/** @throws Error when two routes claim one method and path: the document (and a reader) could not tell them apart */
export function openApiOf(routes: readonly Route[], config: Pick<Config, 'baseDomain' | 'publicOrigin'>): Document {
  const servers = serversOf(config)
  const paths: Record<string, Json> = {}
  for (const { host, method, path, operation: described } of routes.flatMap(entriesOf)) {
    const item = paths[openPath(path)] ?? {}
    paths[openPath(path)] = item
    const verb = method.toLowerCase()
    if (verb in item) throw new Error(`two routes claim ${method} ${path}`)
    item[verb] = { ...described, servers: servers[host] }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Portico', version: '1' },
    paths,
    components: {
      schemas: { Error: schemaOf(ErrorBody, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'session' },
        key: { type: 'http', scheme: 'bearer', description: 'An API key of the account.' },
      },
    },
  }
}
