/** The links of exports: one for each address, of which only the hash is kept. */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export async function insertLinks(
  tx: Tx,
  accountId: number,
  exportId: string,
  emails: readonly string[],
): Promise<void> {
  for (const email of emails)
    await sql`
      insert into export_links (account_id, export_id, email) values (${accountId}, ${exportId}, ${email})`.execute(tx)
}

export interface LinkRow {
  exportId: string
  email: string
  downloads: number
}

export async function linksOf(db: Db, accountId: number, exportIds: readonly string[]): Promise<LinkRow[]> {
  const { rows } = await sql<LinkRow>`
    select export_id as "exportId", email, downloads from export_links
    where account_id = ${accountId} and export_id = any (${exportIds}::uuid[]) order by export_id, email`.execute(db)
  return rows
}

/** Gives an address its link; the one before is void. */
export async function armLink(
  tx: Tx,
  accountId: number,
  link: { exportId: string; email: string; tokenHash: Buffer; expiresAt: Date },
): Promise<void> {
  await sql`
    update export_links set token_hash = ${link.tokenHash}, expires_at = ${link.expiresAt}
    where account_id = ${accountId} and export_id = ${link.exportId} and email = ${link.email}`.execute(tx)
}

/** Counts a download; undefined for what is no link, or not any more. */
export async function followLink(
  tx: Tx,
  accountId: number,
  tokenHash: Buffer,
  now: Date,
): Promise<{ exportId: string; email: string } | undefined> {
  const { rows } = await sql<{ exportId: string; email: string }>`
    update export_links set downloads = downloads + 1, last_at = ${now}
    where account_id = ${accountId} and token_hash = ${tokenHash} and expires_at > ${now}
    returning export_id as "exportId", email`.execute(tx)
  return rows[0]
}
