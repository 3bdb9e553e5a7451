import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'

export type SupplierStatus = 'active' | 'paused'

export interface SupplierRow {
  supplier_id: number
  campaign_id: number
  client_id: number
  client_name: string
  name: string
  status: SupplierStatus
  created_at: Date
}

const suppliers = sql`
  select s.supplier_id, s.campaign_id, s.client_id, c.name as client_name, s.name, s.status, s.created_at
  from suppliers s join clients c on c.account_id = s.account_id and c.client_id = s.client_id`

export async function getSupplier(db: Db, accountId: number, supplierId: number): Promise<SupplierRow | undefined> {
  const { rows } = await sql<SupplierRow>`
    ${suppliers} where s.account_id = ${accountId} and s.supplier_id = ${supplierId}`.execute(db)
  return rows[0]
}

export async function suppliersOfCampaign(db: Db, accountId: number, campaignId: number): Promise<SupplierRow[]> {
  const { rows } = await sql<SupplierRow>`
    ${suppliers} where s.account_id = ${accountId} and s.campaign_id = ${campaignId} order by s.supplier_id`.execute(db)
  return rows
}

export interface NewSupplier {
  supplierId: number
  campaignId: number
  clientId: number
  name: string
  at: Date
}

export async function insertSupplier(tx: Tx, accountId: number, supplier: NewSupplier): Promise<void> {
  await sql`
    insert into suppliers (account_id, supplier_id, campaign_id, client_id, name, status, created_at)
    values (${accountId}, ${supplier.supplierId}, ${supplier.campaignId}, ${supplier.clientId}, ${supplier.name},
            'active', ${supplier.at})`.execute(tx)
}

export async function setSupplierStatus(
  tx: Tx,
  accountId: number,
  supplierId: number,
  status: SupplierStatus,
): Promise<void> {
  await sql`
    update suppliers set status = ${status}
    where account_id = ${accountId} and supplier_id = ${supplierId}`.execute(tx)
}
