/** Builds the front ends, but only when something they are made of has changed. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listFiles } from './files.ts'
import { ROOT, run } from './run.ts'

/** A bundle is a function of these and nothing else. */
const INGREDIENTS = ['web/', 'contract/', 'vite.config.ts', 'package-lock.json']
const STAMP = join(ROOT, 'dist/.built')

/** Builds if stale. @returns what it did, in a word @throws when the build fails */
export async function buildIfStale(): Promise<'built' | 'fresh'> {
  const now = fingerprint()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return 'fresh'
  // asked by a test runner too, whose own NODE_ENV would make a bundle for development
  const { ok, output } = await run(['vite', 'build'], { env: { NODE_ENV: 'production' } })
  if (!ok) throw new Error(`The front ends do not build:\n${output}`)
  writeFileSync(STAMP, now)
  return 'built'
}

/** After this the next build is a whole one. */
export function forgetBuild(): void {
  rmSync(STAMP, { force: true })
}

function fingerprint(): string {
  const hash = createHash('sha256')
  for (const path of listFiles(ROOT).filter((file) => INGREDIENTS.some((part) => file.startsWith(part)))) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)))
      .update('\0')
  }
  return hash.digest('hex')
}
