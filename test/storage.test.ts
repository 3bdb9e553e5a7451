/** Holds the migrated catalog and the text of the migrations against the storage rules. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { splitStatements } from '../server/platform/statements.ts'
import { appendOnly, distributed, local, reference } from '../server/storage.ts'
import { testDatabase } from './harness/database.ts'

interface Row {
  [column: string]: unknown
}

let query: (text: string, values?: unknown[]) => Promise<Row[]>

beforeAll(async () => {
  const { pool } = await testDatabase()
  query = async (text, values) => (await pool.query<Row>(text, values)).rows
})

/** Parents only: a partition has what its parent has. */
const TABLES = `select oid, relname::text as name, relkind, relpersistence from pg_class
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`

const names = (rows: Row[]) => rows.map(({ name }) => name)

describe('every table', () => {
  test('stands in exactly one list', async () => {
    const listed = [...distributed, ...reference, ...local].sort()
    expect(listed).toEqual([...new Set(listed)])
    expect(names(await query(TABLES)).sort()).toEqual(listed)
  })

  test('is logged, has a primary key and neither trigger nor rule', async () => {
    const faulty = await query(
      `select t.name from (${TABLES}) t where t.relpersistence <> 'p'
         or not exists (select from pg_constraint c where c.conrelid = t.oid and c.contype = 'p')
         or exists (select from pg_trigger g where g.tgrelid = t.oid and not g.tgisinternal)
         or exists (select from pg_rewrite r where r.ev_class = t.oid)`,
    )
    expect(names(faulty)).toEqual([])
  })

  test('orders indexed text by its bytes, never by the server’s default collation', async () => {
    const faulty = await query(
      `select t.name || ': ' || x.indexrelid::regclass as name from (${TABLES}) t
       join pg_index x on x.indrelid = t.oid
       where exists (select from unnest(x.indcollation) c where c = (select oid from pg_collation where collname = 'default'))`,
    )
    expect(names(faulty)).toEqual([])
  })

  test('makes no ids by itself and has no enum', async () => {
    const faulty = await query(
      `select t.name || '.' || a.attname as name from (${TABLES}) t
       join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
       join pg_type y on y.oid = a.atttypid
       left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
       where a.attidentity <> '' or y.typtype = 'e'
         or pg_get_expr(d.adbin, d.adrelid) ~ '(nextval|now|clock_timestamp|random|uuid)\\('`,
    )
    expect(names(faulty)).toEqual([])
  })
})

describe('a distributed table', () => {
  test('has account_id, not null, first in its primary key and in each unique index', async () => {
    const faulty = await query(
      `select t.name || ': ' || x.indexrelid::regclass as name from (${TABLES}) t
       join pg_index x on x.indrelid = t.oid and x.indisunique
       left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
       where t.name = any ($1) and (a.attname is distinct from 'account_id' or not a.attnotnull)`,
      [distributed],
    )
    expect(names(faulty)).toEqual([])
  })

  test('points to distributed tables by account_id, first, and to reference tables', async () => {
    const keys = await foreignKeys()
    const faulty = keys.filter(({ source, target, columns, targets }) => {
      if (!isIn(distributed, source) || isIn(reference, target)) return false
      return !isIn(distributed, target) || first(columns) !== 'account_id' || first(targets) !== 'account_id'
    })
    expect(faulty).toEqual([])
  })
})

test('reference tables point to reference tables, local ones nowhere', async () => {
  const keys = await foreignKeys()
  const faulty = keys.filter(
    ({ source, target }) => isIn(local, source) || (isIn(reference, source) && !isIn(reference, target)),
  )
  expect(faulty).toEqual([])
})

test('no foreign key empties columns, and none points to what is partitioned', async () => {
  const faulty = (await foreignKeys()).filter(({ deletes, partitioned }) => deletes === 'n' || partitioned === true)
  expect(faulty).toEqual([])
})

test('partitions are one level deep, by time, with time in the primary key and a default that catches the rest', async () => {
  const deep = await query(
    `select c.relname as name from pg_class c where c.relispartition and c.relkind = 'p'
       and c.relnamespace = 'public'::regnamespace`,
  )
  const parents = await query(
    `select t.name, pg_get_partkeydef(t.oid) as by, p.partdefid <> 0 as has_default,
            array(select a.attname::text from unnest(x.indkey) with ordinality k (n, place)
                  join pg_attribute a on a.attrelid = t.oid and a.attnum = k.n order by k.place) as key
     from (${TABLES}) t join pg_partitioned_table p on p.partrelid = t.oid
     join pg_index x on x.indrelid = t.oid and x.indisprimary order by 1`,
  )
  expect(names(deep)).toEqual([])
  expect(parents.length).toBeGreaterThan(0)
  for (const parent of parents) {
    expect(parent).toMatchObject({ by: 'RANGE (received_at)', has_default: true })
    expect(parent.key).toEqual(expect.arrayContaining(['account_id', 'lead_id', 'received_at']))
  }
})

test('the serving role cannot change what is append-only, and owns nothing', async () => {
  const rights = await query(
    `select c.relname || ' ' || r as name from pg_class c, unnest(array['UPDATE', 'DELETE', 'TRUNCATE']) r
     where c.relname = any ($1) and c.relnamespace = 'public'::regnamespace
       and (has_table_privilege(c.oid, r) or (r = 'UPDATE' and has_any_column_privilege(c.oid, r)))`,
    [appendOnly],
  )
  const owned = await query(`select relname as name from pg_class where pg_get_userbyid(relowner) = current_user`)
  expect([...names(rights), ...names(owned)]).toEqual([])
  expect((await query(`select has_table_privilege('transfers', 'INSERT') as may`))[0]).toEqual({ may: true })
})

describe('the text of the migrations', () => {
  const directory = join(import.meta.dirname, '../migrations')
  const statements = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.sql'))
    .flatMap((name) => splitStatements(readFileSync(join(directory, name), 'utf8')))
    .map((statement) => statement.replaceAll(/--[^\n]*/g, ''))

  test.each([
    [
      'takes the time from its caller',
      /\b(now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(|\bcurrent_(timestamp|date|time)\b|\blocaltime/i,
    ],
    ['takes chance from its caller', /\b(random|gen_random_uuid|uuidv[47])\s*\(/i],
    [
      'has no trigger, rule, MERGE or UNLOGGED',
      /\bcreate\s+(or\s+replace\s+)?(constraint\s+)?(trigger|rule)\b|\bmerge\s+into\b|\bunlogged\b/i,
    ],
    ['has no serial, identity or enum', /\b(small|big)?serial\b|\bas\s+identity\b|\bas\s+enum\b/i],
    ['does not empty references', /\bon\s+delete\s+set\s+null\b/i],
  ])('%s', (_, forbidden) => {
    expect(statements.filter((text) => forbidden.test(text))).toEqual([])
  })
})

interface ForeignKey extends Row {
  source: string
  target: string
  columns: string[]
  targets: string[]
  deletes: string
  partitioned: boolean
}

const isIn = (list: readonly string[], table: string) => list.includes(table)
const first = (list: string[]) => list[0]

function foreignKeys(): Promise<ForeignKey[]> {
  const columns = (table: string, numbers: string) =>
    `array(select a.attname::text from unnest(c.${numbers}) with ordinality k (n, place)
      join pg_attribute a on a.attrelid = c.${table} and a.attnum = k.n order by k.place)`
  // the aliases of this statement are the fields of ForeignKey
  return query(
    `select c.conname::text as name, s.relname::text as source, t.relname::text as target, c.confdeltype as deletes,
            t.relkind = 'p' as partitioned,
            ${columns('conrelid', 'conkey')} as columns, ${columns('confrelid', 'confkey')} as targets
     from pg_constraint c join pg_class s on s.oid = c.conrelid join pg_class t on t.oid = c.confrelid
     where c.contype = 'f' and c.conparentid = 0 and s.relnamespace = 'public'::regnamespace`,
  ) as Promise<ForeignKey[]>
}
