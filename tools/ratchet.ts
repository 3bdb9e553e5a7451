/**
 * Counts that may only fall. `npm run check` compares with tools/ratchet.json; `node tools/ratchet.ts --write`
 * lowers the limits to what is true now and never raises one: raising is an edit by hand, argued in its commit.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Visitor } from 'vite'
import { isTest, readSources, type Source, type Span } from './source.ts'

const MAX_FILE_LINES = 300
const MAX_FUNCTION_LINES = 50
/** Most of a component is markup. */
const MAX_COMPONENT_LINES = 150

const MEASURES = ['longFiles', 'longFunctions', 'asCasts', 'anyTypes', 'nonNull', 'lintIgnores'] as const
type Measure = (typeof MEASURES)[number]
/** For each measure, the places that count. */
export type Places = Record<Measure, string[]>
export type Limits = Partial<Record<Measure, number>>

/** Finds every place that a measure counts; tests count only for length. */
export function measure(sources: readonly Source[]): Places {
  const places: Places = { longFiles: [], longFunctions: [], asCasts: [], anyTypes: [], nonNull: [], lintIgnores: [] }
  for (const source of sources) {
    const lines = source.text.trimEnd().split('\n').length
    if (lines > MAX_FILE_LINES) places.longFiles.push(`${source.path} (${lines})`)
    if (!isTest(source.path)) measureTree(source, places)
  }
  return places
}

function measureTree(source: Source, places: Places): void {
  const at = (node: Span): string => `${source.path}:${source.lineAt(node.start)}`
  const most = source.path.endsWith('.tsx') ? MAX_COMPONENT_LINES : MAX_FUNCTION_LINES
  const ifLong = (node: Span): void => {
    const lines = source.lineAt(node.end) - source.lineAt(node.start) + 1
    if (lines > most) places.longFunctions.push(`${at(node)} (${lines})`)
  }
  new Visitor({
    FunctionDeclaration: ifLong,
    FunctionExpression: ifLong,
    ArrowFunctionExpression: ifLong,
    TSAsExpression(node) {
      const to = source.text.slice(node.typeAnnotation.start, node.typeAnnotation.end)
      if (to !== 'const') places.asCasts.push(at(node))
    },
    TSAnyKeyword(node) {
      places.anyTypes.push(at(node))
    },
    TSNonNullExpression(node) {
      places.nonNull.push(at(node))
    },
  }).visit(source.program)
  const ignores = source.text.matchAll(/\/\/ biome-ignore|\{\/\* biome-ignore/g)
  for (const match of ignores) places.lintIgnores.push(at({ start: match.index, end: match.index }))
}

/** One sentence for each measure above its limit, with the places. */
export function breaches(places: Places, limits: Limits): string[] {
  return MEASURES.flatMap((name) => {
    const [count, limit] = [places[name].length, limits[name] ?? 0]
    return count > limit ? [`${name}: ${count}, at most ${limit}\n    ${places[name].join('\n    ')}`] : []
  })
}

/** The new limits: never above the old ones; a measure without a limit yet gets today's count. */
export function lowered(places: Places, limits: Limits): Limits {
  return Object.fromEntries(
    MEASURES.map((name) => [name, Math.min(places[name].length, limits[name] ?? places[name].length)]),
  )
}

export function readLimits(root: string): Limits {
  const path = join(root, 'tools/ratchet.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

if (import.meta.main) {
  const root = join(import.meta.dirname, '..')
  const places = measure(readSources(root))
  const limits = readLimits(root)
  if (process.argv.includes('--write')) {
    writeFileSync(join(root, 'tools/ratchet.json'), `${JSON.stringify(lowered(places, limits), null, 2)}\n`)
  }
  for (const name of MEASURES)
    process.stdout.write(`${name}: ${places[name].length} (limit ${limits[name] ?? 'none'})\n`)
}
