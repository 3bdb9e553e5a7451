/**
 * Who may import whom. The tables below are the whole truth: a new edge is a line here and a written decision in
 * docs/decisions/.
 */
import { findCycle } from './cycles.ts'
import { type Fault, type Import, isTest, type Source } from './source.ts'

/** Slice → neighbours it may ask, through their `ops` (or what OPEN adds). */
const NEIGHBOURS: Record<string, readonly string[]> = {
  intake: ['routing', 'fields', 'duplicates', 'campaigns', 'ledger', 'delivery'],
  routing: ['fields'],
  fields: [],
  duplicates: ['fields'],
  campaigns: ['routing', 'fields', 'duplicates', 'lists', 'delivery', 'analytics', 'people'],
  delivery: ['fields'],
  mailing: ['campaigns', 'delivery'],
  clients: ['analytics', 'people'],
  lists: [],
  leads: ['routing', 'fields', 'campaigns', 'lists', 'analytics', 'returns', 'intake', 'people', 'portals', 'exports'],
  ledger: ['people', 'analytics'],
  returns: ['routing', 'campaigns', 'ledger'],
  customers: ['campaigns', 'clients', 'duplicates', 'ledger', 'portals', 'people', 'billing', 'notifications'],
  notifications: ['portals'],
  billing: ['campaigns', 'ledger', 'people', 'portals', 'notifications'],
  exports: ['portals', 'notifications'],
  statements: ['analytics', 'ledger', 'portals', 'notifications'],
  suppliers: ['campaigns', 'analytics', 'people'],
  portals: [],
  analytics: ['people'],
  imports: ['routing', 'fields', 'duplicates', 'campaigns', 'analytics', 'returns'],
  publicapi: ['campaigns', 'analytics', 'fields', 'returns'],
  alerts: ['analytics'],
  reports: ['analytics'],
  people: ['portals', 'fields'],
}

/** Pure slices: no database, so no `ops` either; everything they export is safe to call. */
const PURE = new Set(['routing'])
/** What is public besides `ops`: the rules of typed values are pure, and what the pure router is made of. */
const OPEN: Record<string, string> = { fields: 'rules' }
/** Slices on the hot path are cut by step of a lead's life, not by layer (server/intake/README.md). */
const FREE_FORM = new Set(['intake', ...PURE])

/** Layer → layers of the same slice it may use. */
const LAYERS: Record<string, readonly string[]> = {
  rules: ['rules'],
  tables: ['tables', 'rules'],
  present: ['present', 'rules', 'tables'],
  ops: ['ops', 'tables', 'rules'],
  actions: ['actions', 'ops', 'tables', 'rules'],
  jobs: ['jobs', 'actions', 'ops', 'tables', 'rules'],
  checks: ['checks', 'tables'],
  routes: ['routes', 'actions', 'present', 'ops', 'tables', 'rules'],
}

/** What a pure file may not touch: a database, a network, a disk, the process. */
const IMPURE = /^(node:(?!assert|util|crypto$)|pg$|pg-boss$|kysely$|fastify$|@fastify\/|nodemailer$|undici$|pino$)/

/** Edges that break a rule on purpose, each with its reason. */
const EXCEPTIONS: Record<string, string> = {
  'server/fields/rules.ts -> node:net': 'isIP, which is a regular expression and not a network',
  'server/main.ts -> dev/demo.ts': 'the demo world is loaded by name, in demo mode only',
}

const FORBIDDEN_NAME = /(^|\/)(utils?|helpers?|common|managers?|services?|index)(\/|\.(test\.)?tsx?$)/

/** All breaches of the directions in these files. */
export function checkBoundaries(sources: readonly Source[]): Fault[] {
  const product = sources.filter((source) => !isTest(source.path))
  return [
    ...sources.flatMap((source) => badName(source.path)),
    ...product.flatMap((source) => source.imports.flatMap((one) => badImport(source.path, one))),
    ...product.flatMap((source) => source.imports.flatMap((one) => importedTest(source.path, one))),
    ...cycles(product),
  ]
}

function badName(path: string): Fault[] {
  const fault = (message: string): Fault[] => [{ path, line: 1, rule: 'file name', message }]
  if (FORBIDDEN_NAME.test(path)) return fault('name a file after what is in it, not after a drawer for leftovers')
  const slice = sliceOf(path)
  if (slice === undefined || FREE_FORM.has(slice) || isTest(path) || layerOf(path) !== undefined) return []
  return fault(`inside a slice the file name is its layer: ${Object.keys(LAYERS).join(', ')}`)
}

function importedTest(path: string, one: Import): Fault[] {
  if (!isTest(one.target) || !one.target.includes('/') || path.startsWith('tools/')) return []
  return [{ path, line: one.line, rule: 'boundary', message: `product code imports ${one.target}, which is a test` }]
}

function badImport(path: string, one: Import): Fault[] {
  const reason = reasonAgainst(path, one)
  if (reason === undefined || EXCEPTIONS[`${path} -> ${one.target}`] !== undefined) return []
  return [{ path, line: one.line, rule: 'boundary', message: `may not import ${one.target}: ${reason}` }]
}

function reasonAgainst(path: string, one: Import): string | undefined {
  const zone = zoneOf(path)
  const target = zoneOf(one.target)
  if (zone === 'elsewhere') return undefined
  if (target === 'package') return one.typeOnly ? undefined : packageReason(path, zone, one.target)
  if (zone === 'contract') return target === 'contract' ? undefined : 'contract imports nothing of ours'
  if (zone === 'web') return webReason(path, target, one.target)
  if (target === 'contract') return undefined
  if (target === 'web' || target === 'elsewhere') return 'the server knows neither web, dev, test, bench nor tools'
  if (zone === 'platform') return target === 'platform' ? undefined : 'platform knows no slice'
  if (zone === 'root') return undefined
  return sliceReason(path, one, target)
}

function packageReason(path: string, zone: string, name: string): string | undefined {
  const pure = zone === 'contract' || PURE.has(sliceOf(path) ?? '') || layerOf(path) === 'rules'
  return pure && IMPURE.test(name) ? 'this file is pure: no database, network, disk or process' : undefined
}

/** Three bundles: an entry takes from the kit and the library, never from another entry. */
function webReason(path: string, target: string, to: string): string | undefined {
  if (target === 'contract') return undefined
  if (target !== 'web') return 'the front ends know only contract'
  const [from, toPart] = [path.split('/')[1], to.split('/')[1]]
  if (from === toPart || toPart === 'lib' || (toPart === 'ui' && from !== 'lib')) return undefined
  return 'an entry takes only from ui and lib, ui from lib, lib from nobody'
}

function sliceReason(path: string, one: Import, target: string): string | undefined {
  const [slice, layer] = [sliceOf(path), layerOf(path)]
  if (slice === undefined) return undefined
  if (target === 'platform') return layer === 'rules' && !one.typeOnly ? 'rules are pure' : undefined
  if (target === 'root') return one.typeOnly && one.target === 'server/context.ts' ? undefined : rootReason
  const neighbour = sliceOf(one.target)
  if (neighbour === slice) return layerReason(slice, layer, layerOf(one.target), one.typeOnly)
  return neighbourReason(slice, layer, neighbour ?? '', one)
}

const rootReason = 'slices know only the type of the context, not the composition root'

function layerReason(slice: string, from: string | undefined, to: string | undefined, typeOnly: boolean) {
  if (FREE_FORM.has(slice) || from === undefined || to === undefined) return undefined
  if (LAYERS[from]?.includes(to) || (typeOnly && to === 'tables' && from !== 'rules')) return undefined
  return `inside a slice ${from} may use only ${LAYERS[from]?.join(', ')}`
}

function neighbourReason(slice: string, layer: string | undefined, neighbour: string, one: Import) {
  if (!NEIGHBOURS[slice]?.includes(neighbour)) return `no edge ${slice} -> ${neighbour} in tools/boundaries.ts`
  if (PURE.has(neighbour)) return undefined
  const door = layerOf(one.target)
  if (door !== undefined && door === OPEN[neighbour]) return undefined
  if (door !== 'ops') return 'a neighbour is reached only through its ops'
  if (layer === 'rules' && !one.typeOnly) return 'rules are pure'
  return layer === 'tables' && !one.typeOnly ? 'tables ask only the database; the action asks the neighbour' : undefined
}

type Zone = 'contract' | 'web' | 'platform' | 'slice' | 'root' | 'elsewhere' | 'package'

function zoneOf(path: string): Zone {
  if (/^(dev|test|bench|tools|migrations|docs)\//.test(path) || /^[\w.-]+\.(ts|json)$/.test(path)) return 'elsewhere'
  if (path.startsWith('contract/')) return 'contract'
  if (path.startsWith('web/')) return 'web'
  if (path.startsWith('server/platform/')) return 'platform'
  if (/^server\/([\w-]+\.ts|commands\/)/.test(path)) return 'root'
  return path.startsWith('server/') ? 'slice' : 'package'
}

function sliceOf(path: string): string | undefined {
  return zoneOf(path) === 'slice' ? path.split('/')[1] : undefined
}

/** The layer of `server/leads/tables.ts` and of `server/leads/tables/search.ts` is `tables`. */
function layerOf(path: string): string | undefined {
  if (zoneOf(path) !== 'slice') return undefined
  const name = path.split('/')[2]?.replace(/\.ts$/, '') ?? ''
  return name in LAYERS ? name : undefined
}

function cycles(sources: readonly Source[]): Fault[] {
  const files = new Map<string, Set<string>>()
  const slices = new Map<string, Set<string>>()
  const add = (graph: Map<string, Set<string>>, from: string, to: string): void => {
    graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  for (const source of sources) {
    const from = sliceOf(source.path)
    for (const one of source.imports) {
      if (!one.typeOnly) add(files, source.path, one.target)
      const to = sliceOf(one.target)
      if (from !== undefined && to !== undefined && from !== to) add(slices, from, to)
    }
  }
  return [...cycleFault('files', findCycle(files)), ...cycleFault('slices', findCycle(slices))]
}

function cycleFault(what: string, cycle: string[] | undefined): Fault[] {
  if (!cycle) return []
  return [{ path: cycle[0] ?? '', line: 1, rule: 'cycle', message: `${what} in a circle: ${cycle.join(' -> ')}` }]
}
