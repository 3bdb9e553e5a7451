/** What no committed text may name: the registry that packages came from. A clone must install from anywhere. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from './source.ts'

const BINARY = /\.(png|jpe?g|gif|ico|webp|avif|woff2?|ttf|gz|zip|pdf)$/
const REGISTRY = /https?:\/\/[^\s"'`)]*(registry|npmjs|verdaccio|nexus|artifactory)[^\s"'`)]*/i
/** With `omit-lockfile-registry-resolved` in .npmrc no entry of the lockfile has one of these. */
const RESOLVED = /"resolved":\s*"http/
const NPMRC = /^\s*(@[\w-]+:)?registry\s*=/m

/** Addresses of registries in these files, the configured one included. */
export function checkTexts(root: string, paths: readonly string[]): Fault[] {
  const configured = hostOf(process.env.npm_config_registry)
  return paths
    .filter((path) => !BINARY.test(path))
    .flatMap((path) => faultsIn(path, readFileSync(join(root, path), 'utf8'), configured))
}

export function faultsIn(path: string, text: string, configured?: string): Fault[] {
  const fault = (line: number, what: string): Fault => ({ path, line, rule: 'registry', message: `names ${what}` })
  if (path.endsWith('.npmrc') && NPMRC.test(text)) return [fault(1, 'a registry')]
  if (!REGISTRY.test(text) && !text.includes('"resolved": "http') && !(configured && text.includes(configured)))
    return []
  return text.split('\n').flatMap((line, index) => {
    const what =
      REGISTRY.exec(line)?.[0] ??
      (path.endsWith('lock.json') && RESOLVED.test(line) ? 'where a package was resolved' : undefined) ??
      (configured !== undefined && line.includes(configured) ? configured : undefined)
    return what === undefined ? [] : [fault(index + 1, what)]
  })
}

function hostOf(address: string | undefined): string | undefined {
  const host = address && URL.canParse(address) ? new URL(address).host : undefined
  return host === 'localhost' ? undefined : host
}
