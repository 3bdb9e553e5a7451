import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { scratchDirectory } from '../../../test/harness/scratch.ts'
import { openClient, openPool } from '../db.ts'
import { isAlive } from './lock.ts'
import { reachEmbedded } from './reach.ts'
import { type Embedded, startEmbedded } from './supervisor.ts'

let dataDir: string
const cleanUp: (() => unknown)[] = []

beforeEach(() => {
  dataDir = scratchDirectory()
})

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step()
  rmSync(dataDir, { recursive: true, force: true })
})

// quick: what is killed here are processes, not the machine
const quick = { settings: { shared_buffers: '128MB', synchronous_commit: 'on' }, durable: false }

async function start(lines: string[] = []): Promise<Embedded> {
  const server = await startEmbedded({ dataDir, log: (line) => lines.push(line), ...quick })
  cleanUp.push(() => server.stop())
  return server
}

const serverPid = () => Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

async function query(url: string, text: string): Promise<unknown[]> {
  const client = await openClient(url, 'test')
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function eventually(holds: () => boolean, patience = 10_000): Promise<void> {
  for (let waited = 0; !holds(); waited += 20) {
    if (waited > patience) throw new Error('waited in vain')
    await pause(20)
  }
}

interface Said {
  ownerUrl?: string
  refused?: string
}

/** An app in a process of its own, ready or refused. */
async function startApp(): Promise<{ app: ChildProcess; said: Said }> {
  const script = join(import.meta.dirname, '../../../test/harness/embedded-app.ts')
  const app = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanUp.push(() => app.kill('SIGKILL'))
  for await (const line of createInterface({ input: app.stdout })) {
    const said: Said = JSON.parse(line)
    if (said.ownerUrl || said.refused) return { app, said }
  }
  throw new Error('the app ended without a word')
}

describe('the embedded server', () => {
  test('starts, keeps its data, stops and starts again with the same addresses', async () => {
    const first = await startEmbedded({ dataDir, log: () => {}, ...quick })
    await query(first.ownerUrl, 'create table kept as select 7 as x')
    const pid = serverPid()
    await first.stop()
    expect(isAlive(pid)).toBe(false)
    expect(await first.exited).toMatchObject({ expected: true })
    const second = await start()
    expect([second.ownerUrl, second.appUrl]).toEqual([first.ownerUrl, first.appUrl])
    expect(await query(second.ownerUrl, 'select x from kept')).toEqual([{ x: 7 }])
  })

  test('is UTF-8, durable, on loopback with passwords, and never root', async () => {
    const server = await startEmbedded({ dataDir, log: () => {} })
    cleanUp.push(() => server.stop())
    const rows = await query(
      server.ownerUrl,
      `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
              current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as listens,
              rolsuper as super from pg_roles where rolname = current_user`,
    )
    expect(rows).toEqual([{ encoding: 'UTF8', fsync: 'on', commit: 'on', listens: '127.0.0.1', super: false }])
    const wrong = new URL(server.ownerUrl)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
    expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
    expect(statSync(`/proc/${serverPid()}`).uid).not.toBe(0)
  })

  test('comes back after a crash, and the pool with it', async () => {
    const lines: string[] = []
    const server = await start(lines)
    const pool = openPool(server.ownerUrl, 4, 'test')
    cleanUp.push(() => pool.end())
    await pool.query('create table kept as select 7 as x')
    process.kill(serverPid(), 'SIGKILL')
    await eventually(() => lines.includes('PostgreSQL is back.'))
    expect((await pool.query('select x from kept')).rows).toEqual([{ x: 7 }])
  })

  test('leaves no file behind that would stop a start under another process number', async () => {
    const server = await startEmbedded({ dataDir, log: () => {}, ...quick })
    const file = join(dataDir, 'postgres/postmaster.pid')
    const text = readFileSync(file, 'utf8')
    await server.stop()
    // as after a power cut, with the number meanwhile given to another living program
    writeFileSync(file, text.replace(/^\d+/, String(process.pid)))
    writeFileSync(join(dataDir, 'app.lock'), `${process.pid} 1\n`)
    expect(await query((await start()).ownerUrl, 'select 1 as x')).toEqual([{ x: 1 }])
  })

  test('a command reaches the running server, and starts one where none runs', async () => {
    const server = await startEmbedded({ dataDir, log: () => {}, ...quick })
    const beside = await reachEmbedded({ dataDir, log: () => {}, ...quick })
    expect(beside.ownerUrl).toBe(server.ownerUrl)
    await beside.release()
    expect(await query(server.ownerUrl, 'select 1 as x')).toEqual([{ x: 1 }])
    await server.stop()
    const alone = await reachEmbedded({ dataDir, log: () => {}, ...quick })
    expect(await query(alone.adminUrl, 'select 1 as x')).toEqual([{ x: 1 }])
    await alone.release()
    await expect(query(alone.ownerUrl, 'select 1')).rejects.toThrow('ECONNREFUSED')
  })
})

describe('an app that', () => {
  test('is killed takes its server along', async () => {
    const { app } = await startApp()
    const pid = serverPid()
    app.kill('SIGKILL')
    await eventually(() => !isAlive(pid))
  })

  test('is killed can be started again at once, with everything committed', async () => {
    const { app, said } = await startApp()
    await query(said.ownerUrl ?? '', 'create table kept as select 7 as x')
    app.kill('SIGKILL')
    await once(app, 'exit')
    const server = await start()
    expect(await query(server.ownerUrl, 'select x from kept')).toEqual([{ x: 7 }])
  })

  test('is killed together with its server and watcher finds a stale file and recovers', async () => {
    const { app, said } = await startApp()
    await query(said.ownerUrl ?? '', 'create table kept as select 7 as x')
    const pid = serverPid()
    process.kill(pid, 'SIGKILL')
    app.kill('SIGKILL')
    await eventually(() => !isAlive(pid))
    const server = await start()
    expect(await query(server.ownerUrl, 'select x from kept')).toEqual([{ x: 7 }])
  })

  test('comes second is refused and harms nothing', async () => {
    const first = await startApp()
    const second = await startApp()
    expect(second.said.refused).toContain(`is in use by a running Portico (process ${first.app.pid})`)
    expect(await query(first.said.ownerUrl ?? '', 'select 1 as x')).toEqual([{ x: 1 }])
    await expect(start()).rejects.toThrow('in use by a running Portico')
  })

  test('ends on SIGTERM stops the server cleanly', async () => {
    const { app } = await startApp()
    const pid = serverPid()
    app.kill('SIGTERM')
    const [code] = await once(app, 'exit')
    expect([code, isAlive(pid)]).toEqual([0, false])
  })
})
