import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../test/harness/database.ts'
import { onDatabase, withClient } from '../../test/harness/global-setup.ts'
import { appendOnlyEnforced, migrate } from './migrate.ts'

let directory: string
let ownerUrl: string
let count = 0
const log = () => {}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'portico-migrations-'))
  const server = inject('testServer')
  const name = `${server.prefix}_migrate_${process.pid}_${count++}`
  await withClient(server.ownerUrl, (client) => client.query(`create database ${name}`))
  ownerUrl = onDatabase(server.ownerUrl, name)
})

const write = (name: string, text: string) => writeFileSync(join(directory, name), text)
const run = () => migrate({ ownerUrl, directory, log })
const exists = (table: string) =>
  withClient(
    ownerUrl,
    async (client) => (await client.query('select to_regclass($1) as found', [table])).rows[0].found !== null,
  )

describe('migrate', () => {
  test('applies files in order, once', async () => {
    write('0002_more.sql', 'alter table a add column y integer;')
    write('0001_first.sql', 'create table a (x integer);\ncreate index a_x on a (x);')
    expect((await run()).map(({ name, statements }) => [name, statements])).toEqual([
      ['0001_first.sql', 2],
      ['0002_more.sql', 1],
    ])
    expect(await run()).toEqual([])
  })

  test('two starts at once apply it once', async () => {
    write('0001_first.sql', 'create table a (x integer);\nselect pg_sleep(0.1);')
    const applied = await Promise.all([run(), run(), run()])
    expect(applied.flat()).toHaveLength(1)
  })

  test('a failed file changes nothing and the earlier ones stay', async () => {
    write('0001_first.sql', 'create table a (x integer);')
    write('0002_bad.sql', 'create table b (x integer);\nselect 1/0;')
    await expect(run()).rejects.toThrow('0002_bad.sql failed and changed nothing: division by zero')
    expect([await exists('a'), await exists('b')]).toEqual([true, false])
    write('0002_bad.sql', 'create table b (x integer);')
    expect(await run()).toHaveLength(1)
  })

  test('writes a function anew whenever its text changed, after the numbered files', async () => {
    const answer = (version: number) =>
      `create or replace function f() returns integer language sql as 'select x + ${version} from a';`
    const call = () => withClient(ownerUrl, async (client) => (await client.query('select f() as f')).rows[0].f)
    mkdirSync(join(directory, 'functions'))
    write('0001_first.sql', 'create table a (x integer);\ninsert into a values (10);')
    write('functions/f.sql', answer(1))
    expect((await run()).map(({ name }) => name)).toEqual(['0001_first.sql', 'functions/f.sql'])
    expect([await run(), await call()]).toEqual([[], 11])
    write('functions/f.sql', answer(2))
    expect((await run()).map(({ name }) => name)).toEqual(['functions/f.sql'])
    expect(await call()).toBe(12)
  })

  test('refuses a changed file', async () => {
    write('0001_first.sql', 'create table a (x integer);')
    await run()
    write('0001_first.sql', 'create table a (x bigint);')
    await expect(run()).rejects.toThrow('0001_first.sql was changed after it was applied')
  })

  test('refuses a database that is newer than the code', async () => {
    write('0001_first.sql', 'create table a (x integer);')
    await run()
    directory = mkdtempSync(join(tmpdir(), 'portico-migrations-'))
    await expect(run()).rejects.toThrow('newer than this version of Portico (it has 0001_first.sql)')
  })

  test('refuses a file that comes late', async () => {
    write('0002_second.sql', 'create table a (x integer);')
    await run()
    write('0001_first.sql', 'create table b (x integer);')
    await expect(run()).rejects.toThrow('0001_first.sql would come before 0002_second.sql')
    expect(await exists('b')).toBe(false)
  })

  test('names the serving role, quoted, and leaves casts alone', async () => {
    write('0001_first.sql', "create table a (x integer);\ngrant select on a to :app_role;\nselect '1'::text;")
    const appRole = decodeURIComponent(new URL(inject('testServer').appUrl).username)
    await migrate({ ownerUrl, appRole, directory, log })
    const { rows } = await withClient(ownerUrl, (client) =>
      client.query(
        `select has_table_privilege($1, 'a', 'SELECT') as reads, has_table_privilege($1, 'a', 'INSERT') as writes,
                has_table_privilege($1, 'migrations', 'INSERT') as registers`,
        [appRole],
      ),
    )
    expect(rows).toEqual([{ reads: true, writes: false, registers: false }])
  })

  test('refuses a role that may not create tables', async () => {
    write('0001_first.sql', 'create table a (x integer);')
    const serving = onDatabase(inject('testServer').appUrl, new URL(ownerUrl).pathname.slice(1))
    await expect(migrate({ ownerUrl: serving, directory, log })).rejects.toThrow('Set MIGRATE_DATABASE_URL')
  })

  test('refuses a serving role that does not exist', async () => {
    write('0001_first.sql', 'create table a (x integer);')
    await expect(migrate({ ownerUrl, appRole: 'no such', directory, log })).rejects.toThrow('role no such')
  })
})

describe('appendOnlyEnforced', () => {
  const asOwner = async (own: TestDatabase) => withClient(own.ownerUrl, (client) => appendOnlyEnforced(client))

  test('holds for the serving role and not for the owner', async () => {
    const own = await freshDatabase('append_only')
    expect([await appendOnlyEnforced(own.pool), await asOwner(own)]).toEqual([true, false])
  })
})
