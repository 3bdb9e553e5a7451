import type { Db, Tx } from '../platform/db.ts'

export interface PortalRow {
  account_id: number
  company_name: string
  subdomain: string
  brand_color: string
}

/** False when another account has it, also one whose transaction is still open (it is waited for). */
export async function claimSubdomain(tx: Tx, subdomain: string, accountId: number): Promise<boolean> {
  const row = await tx
    .insertInto('portal_hosts')
    .values({ subdomain, account_id: accountId })
    .onConflict((conflict) => conflict.constraint('portal_hosts_pkey').doNothing())
    .returning('subdomain')
    .executeTakeFirst()
  return row !== undefined
}

export async function insertPortal(tx: Tx, portal: PortalRow & { created_at: Date }): Promise<void> {
  await tx.insertInto('portals').values(portal).execute()
}

export function portalOf(db: Db, accountId: number): Promise<PortalRow | undefined> {
  return db
    .selectFrom('portals')
    .select(['account_id', 'company_name', 'subdomain', 'brand_color'])
    .where('account_id', '=', accountId)
    .executeTakeFirst()
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
