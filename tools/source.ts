/**
 * What the checks read: every file of ours, parsed once. TypeScript 7 has no JavaScript API, so the syntax tree
 * comes from the parser that Vite ships (docs/decisions/0006).
 */
import { readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path/posix'
import { type ParseResult, parseSync } from 'vite'
import { listFiles } from './files.ts'

export interface Import {
  /** A path from the root of the repository, or the name of a package. */
  target: string
  line: number
  typeOnly: boolean
  dynamic: boolean
}

export interface Source {
  path: string
  text: string
  program: ParseResult['program']
  imports: Import[]
  lineAt(offset: number): number
  /** A comment stands on one of these lines (first line is 1). */
  commentOn(first: number, last: number): boolean
}

/** One breach of a rule: where, which, and what to do instead. */
export interface Fault {
  path: string
  line: number
  rule: string
  message: string
}

/** Where a part of the tree stands: every node has these. */
export interface Span {
  start: number
  end: number
}

export function readSources(root: string, paths: string[] = listFiles(root)): Source[] {
  return paths
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.gen.ts'))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))
}

export function parseSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const lineAt = lineCounter(text)
  const commented = new Set<number>()
  for (const comment of parsed.comments) {
    for (let line = lineAt(comment.start); line <= lineAt(comment.end); line++) commented.add(line)
  }
  return {
    path,
    text,
    program: parsed.program,
    imports: importsOf(path, parsed, text, lineAt),
    lineAt,
    commentOn(first, last) {
      for (let line = first; line <= last; line++) if (commented.has(line)) return true
      return false
    },
  }
}

/** Line numbers by binary search over the line starts: files are asked about hundreds of times. */
function lineCounter(text: string): (offset: number) => number {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low + 1
  }
}

function importsOf(path: string, parsed: ParseResult, text: string, lineAt: (at: number) => number): Import[] {
  const found: Import[] = []
  const add = (specifier: string, at: number, typeOnly: boolean, dynamic: boolean): void => {
    found.push({ target: resolve(path, specifier), line: lineAt(at), typeOnly, dynamic })
  }
  for (const one of parsed.module.staticImports) {
    const typeOnly = one.entries.length > 0 && one.entries.every((entry) => entry.isType)
    add(one.moduleRequest.value, one.start, typeOnly, false)
  }
  for (const one of parsed.module.staticExports) {
    for (const entry of one.entries) {
      if (entry.moduleRequest) add(entry.moduleRequest.value, one.start, entry.isType, false)
    }
  }
  for (const one of parsed.module.dynamicImports) {
    const specifier = /^['"](.*)['"]$/.exec(text.slice(one.moduleRequest.start, one.moduleRequest.end))?.[1]
    if (specifier !== undefined) add(specifier, one.start, false, true)
  }
  return found
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith('.') ? normalize(join(dirname(from), specifier)) : specifier
}

/** Tests may do what the product may not: reach into any slice, move the clock, cast a reply they just asserted. */
export function isTest(path: string): boolean {
  return /\.(test|soak|bench|e2e)\.tsx?$/.test(path) || /^(test|bench)\//.test(path)
}

export function printFault(fault: Fault): string {
  return `${fault.path}:${fault.line}  ${fault.rule}: ${fault.message}`
}
