import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { freshDatabase, testDatabase } from './database.ts'
import { withClient } from './global-setup.ts'

test('a worker has one migrated database and serves as the lesser role', async () => {
  const first = await testDatabase()
  expect(await testDatabase()).toBe(first)
  const { rows } = await sql<{
    role: string
  }>`select current_user as role from accounts right join (select 1) one on true`.execute(first.db)
  expect(rows[0]?.role).not.toBe(decodeURIComponent(new URL(first.ownerUrl).username))
})

test('a fresh database is another one', async () => {
  const [shared, own] = [await testDatabase(), await freshDatabase('harness')]
  await withClient(own.ownerUrl, (client) => client.query('create table only_here (x integer)'))
  const there = await shared.pool.query(`select to_regclass('only_here') as name`)
  expect(there.rows[0].name).toBeNull()
})
