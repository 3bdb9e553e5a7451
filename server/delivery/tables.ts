/** Secrets of deliveries: written once, named by settings, never given out. And leads as templates see them. */
import { sql } from 'kysely'
import type { FieldValue } from '../../contract/fields.ts'
import type { Db, Tx } from '../platform/db.ts'
import { instantOf } from '../platform/ids.ts'

export interface SecretRow {
  secret_id: string
  origin: string
  sealed: string
}

/** Those of the account among the ids. */
export function readSecrets(db: Db, accountId: number, ids: readonly string[]): Promise<SecretRow[]> {
  return db
    .selectFrom('delivery_secrets')
    .select(['secret_id', 'origin', 'sealed'])
    .where('account_id', '=', accountId)
    .where('secret_id', 'in', [...ids])
    .execute()
}

export async function insertSecret(tx: Tx, accountId: number, row: SecretRow, at: Date): Promise<void> {
  await tx
    .insertInto('delivery_secrets')
    .values({ account_id: accountId, ...row, created_at: at })
    .execute()
}

/** A lead as it is stored, with what its campaign and supplier are called now. */
export interface StoredLeadRow {
  lead_id: string
  received_at: Date
  campaign_id: number
  campaign_name: string
  supplier_id: number
  supplier_name: string
  client_name: string
  version: number
  test: boolean
  source_ip: string | null
  sub_ids: (string | null)[] | null
  data: FieldValue[]
}

export async function readStoredLeads(db: Db, accountId: number, leadIds: readonly string[]): Promise<StoredLeadRow[]> {
  if (leadIds.length === 0) return []
  const times = leadIds.map((id) => instantOf(id).getTime())
  const { rows } = await sql<StoredLeadRow>`
    select l.lead_id, l.received_at, l.campaign_id, c.name as campaign_name, l.supplier_id, s.name as supplier_name,
           k.name as client_name, l.version, l.test, l.source_ip, l.sub_ids, l.data
    from leads l
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = l.campaign_id
    join suppliers s on s.account_id = ${accountId} and s.supplier_id = l.supplier_id
    join clients k on k.account_id = ${accountId} and k.client_id = s.client_id
    where l.account_id = ${accountId} and l.lead_id = any (${leadIds}::uuid[])
      and l.received_at >= ${new Date(Math.min(...times))} and l.received_at <= ${new Date(Math.max(...times))}`.execute(
    db,
  )
  return rows
}
