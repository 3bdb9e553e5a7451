import type { Db, Tx } from '../../platform/db.ts'

export interface NewPortalRow {
  account_id: number
  company_name: string
  subdomain: string
  brand_color: string
  created_at: Date
}

export interface PortalRow {
  account_id: number
  company_name: string
  subdomain: string
  brand_color: string
  /** Null: no logo. */
  logo_version: string | null
  logo_width: number | null
  logo_height: number | null
  set_up_at: Date | null
}

const columns = [
  'account_id',
  'company_name',
  'subdomain',
  'brand_color',
  'logo_version',
  'logo_width',
  'logo_height',
  'set_up_at',
] as const

/** False when an account has it, also one whose transaction is still open (it is waited for). */
export async function claimSubdomain(tx: Tx, subdomain: string, accountId: number): Promise<boolean> {
  const row = await tx
    .insertInto('portal_hosts')
    .values({ subdomain, account_id: accountId })
    .onConflict((conflict) => conflict.constraint('portal_hosts_pkey').doNothing())
    .returning('subdomain')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertPortal(tx: Tx, portal: NewPortalRow): Promise<void> {
  await tx.insertInto('portals').values(portal).execute()
}

export function portalOf(db: Db, accountId: number): Promise<PortalRow | undefined> {
  return db.selectFrom('portals').select(columns).where('account_id', '=', accountId).executeTakeFirst()
}

export function lockPortal(tx: Tx, accountId: number): Promise<PortalRow | undefined> {
  return tx.selectFrom('portals').select(columns).where('account_id', '=', accountId).forUpdate().executeTakeFirst()
}

export async function updatePortal(tx: Tx, accountId: number, change: Partial<Omit<PortalRow, 'account_id'>>) {
  await tx.updateTable('portals').set(change).where('account_id', '=', accountId).execute()
}

/** Cross-account by nature: the host is what says which account it is. */
export async function accountOfSubdomain(db: Db, subdomain: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('portal_hosts')
    .select('account_id')
    .where('subdomain', '=', subdomain)
    .executeTakeFirst()
  return row?.account_id
}

/** The name it has now and those it had before. */
export async function subdomainsOf(db: Db, accountId: number): Promise<string[]> {
  const rows = await db
    .selectFrom('portal_hosts')
    .select('subdomain')
    .where('account_id', '=', accountId)
    .orderBy('subdomain')
    .limit(100)
    .execute()
  return rows.map(({ subdomain }) => subdomain)
}
