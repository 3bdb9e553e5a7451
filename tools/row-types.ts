/**
 * The row types of server/platform/database.gen.ts, read from a freshly migrated database. `--write` writes them;
 * without it, a stale file ends with code 1.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openClient } from '../server/platform/db.ts'
import { migrate } from '../server/platform/migrate.ts'
import { APP_ROLE } from '../server/platform/postgres/layout.ts'
import { startScratchServer } from '../test/harness/scratch.ts'
import { ROOT, say } from './run.ts'

interface Column {
  table: string
  column: string
  type: string
  is_array: boolean
  nullable: boolean
  has_default: boolean
  generated: boolean
}

const TARGET = join(ROOT, 'server/platform/database.gen.ts')

/** What the driver gives for each type (server/platform/db.ts sets its parsers). */
const TYPES: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'number',
  float8: 'number',
  text: 'string',
  varchar: 'string',
  uuid: 'string',
  date: 'string',
  timestamptz: 'Date',
  bytea: 'Buffer',
  jsonb: 'Json',
}

/** Tables as the code sees them: partitions are part of their parent, the register of migrations is not ours. */
const COLUMNS = `
  select c.relname as table, a.attname as column, not a.attnotnull as nullable, a.atthasdef as has_default,
         a.attgenerated <> '' as generated,
         t.typcategory = 'A' as is_array, coalesce(e.typname, t.typname) as type
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    and c.relname <> 'migrations'
  order by c.relname collate "C", a.attnum`

async function readColumns(): Promise<Column[]> {
  const server = await startScratchServer()
  try {
    await migrate({ ownerUrl: server.ownerUrl, appRole: APP_ROLE, log: () => {} })
    const client = await openClient(server.ownerUrl, 'portico types')
    const { rows } = await client.query<Column>(COLUMNS)
    await client.end()
    return rows
  } finally {
    await server.stop()
  }
}

const interfaceName = (table: string) =>
  table.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function columnType({ table, column, type, is_array, nullable, has_default, generated }: Column): string {
  const base = TYPES[type]
  if (!base) throw new Error(`${table}.${column} is of type ${type}, which tools/row-types.ts does not know`)
  const whole = (is_array ? `${base}[]` : base) + (nullable && base !== 'Json' ? ' | null' : '')
  if (generated) return `GeneratedAlways<${whole}>`
  return has_default ? `Generated<${whole}>` : whole
}

function render(columns: Column[]): string {
  const tables = Map.groupBy(columns, (column) => column.table)
  const rows = [...tables].map(([table, own]) => {
    const lines = own.map((column) => `  ${column.column}: ${columnType(column)}\n`)
    return `export interface ${interfaceName(table)}Row {\n${lines.join('')}}\n`
  })
  const list = [...tables.keys()].map((table) => `  ${table}: ${interfaceName(table)}Row\n`)
  const header = '// Made by `npm run types` from the migrated database. Do not edit.\n'
  const json =
    '/** What a jsonb column holds; who reads it knows its shape and parses it. */\nexport type Json = unknown\n'
  return [
    `${header}import type { Generated, GeneratedAlways } from 'kysely'\n`,
    json,
    ...rows,
    `/** Every table that a statement may name. */\nexport interface Database {\n${list.join('')}}\n`,
  ].join('\n')
}

const fresh = render(await readColumns())
if (process.argv.includes('--write')) {
  writeFileSync(TARGET, fresh)
} else if (readFileSync(TARGET, 'utf8') !== fresh) {
  say('server/platform/database.gen.ts is stale: run `npm run types`')
  process.exitCode = 1
}
