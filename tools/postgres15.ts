/**
 * The oldest server we promise to run on: Debian's PostgreSQL 15, installed when it is missing and we are root, on a
 * cluster of its own that is thrown away afterwards.
 */
import { existsSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Outcome, run } from './run.ts'

const BIN = '/usr/lib/postgresql/15/bin'
const isRoot = process.getuid?.() === 0

/** @returns undefined when it is there, else the reason why it is not */
export async function ensurePostgres15(): Promise<string | undefined> {
  if (existsSync(join(BIN, 'initdb'))) return undefined
  if (!isRoot) return 'PostgreSQL 15 is not installed, and only root may install it'
  if (!existsSync('/usr/bin/apt-get')) return 'PostgreSQL 15 is not installed, and this is not a Debian'
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['apt-get', 'install', '-y', '--no-install-recommends', 'postgresql-15']
  if ((await run(install, { env })).ok) return undefined
  await run(['apt-get', 'update'], { env })
  const { ok, output } = await run(install, { env })
  return ok ? undefined : `PostgreSQL 15 could not be installed: ${output.trim().split('\n').at(-1)}`
}

/** Runs `work` with the address of a fresh cluster. */
export async function withPostgres15(work: (url: string) => Promise<Outcome>): Promise<Outcome> {
  const directory = await mkdtemp(join(tmpdir(), 'portico-pg15-'))
  const port = await freePort()
  const data = join(directory, 'data')
  // PostgreSQL refuses to run as root; Debian's package made the user `postgres`
  const as = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups'] : []
  if (isRoot) await chown(directory, await postgresId('-u'), await postgresId('-g'))
  // durability is what the main run tests on the pinned server; here only the dialect is asked
  const options = `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${directory} -c fsync=off -c max_connections=200`
  try {
    const made = await run([
      ...as,
      join(BIN, 'initdb'),
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
    ])
    if (!made.ok) return made
    const log = join(directory, 'log')
    const started = await run([...as, join(BIN, 'pg_ctl'), '-D', data, '-w', '-l', log, '-o', options, 'start'])
    return started.ok ? await work(`postgres://postgres@127.0.0.1:${port}/postgres`) : started
  } finally {
    await run([...as, join(BIN, 'pg_ctl'), '-D', data, '-m', 'immediate', 'stop'])
    await rm(directory, { recursive: true, force: true })
  }
}

async function postgresId(flag: '-u' | '-g'): Promise<number> {
  return Number((await run(['id', flag, 'postgres'])).output)
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
