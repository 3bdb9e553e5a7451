/** Indexes and keys of a table, taken off while it is filled and put back as they were. */
import type pg from 'pg'

interface Part {
  drop: string
  add: string
}

/** Takes them off; call what is returned to put them back. Partitions follow their table. */
export async function dropIndexes(client: pg.Client, table: string): Promise<() => Promise<void>> {
  const { rows } = await client.query<Part>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
            format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as add
     from pg_constraint where conrelid = $1::regclass and contype in ('p', 'u', 'f')
     union all
     -- of a partitioned table the definition says ONLY, which would leave the partitions without
     select format('drop index %s', indexrelid::regclass), replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ')
     from pg_index where indrelid = $1::regclass
       and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)`,
    [table],
  )
  for (const { drop } of rows) await client.query(drop)
  return async () => {
    for (const { add } of rows) await client.query(add)
  }
}
