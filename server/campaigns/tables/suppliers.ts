import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/db.ts'
import type { CampaignStatus, PauseColumns } from './campaigns.ts'

export type SupplierStatus = 'active' | 'paused'

export interface SupplierRow extends PauseColumns {
  supplier_id: number
  campaign_id: number
  client_id: number
  client_name: string
  name: string
  status: SupplierStatus
  created_at: Date
}

const suppliers = sql`
  select s.supplier_id, s.campaign_id, s.client_id, c.name as client_name, s.name, s.status,
         s.pause_since, s.pause_until, s.pause_by, s.pause_reason, s.created_at
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
  pause: PauseColumns,
): Promise<void> {
  await sql`
    update suppliers set status = ${status}, pause_since = ${pause.pause_since}, pause_until = ${pause.pause_until},
      pause_by = ${pause.pause_by}, pause_reason = ${pause.pause_reason}
    where account_id = ${accountId} and supplier_id = ${supplierId}`.execute(tx)
}

export async function updateSupplierName(tx: Tx, accountId: number, supplierId: number, name: string): Promise<void> {
  await sql`
    update suppliers set name = ${name} where account_id = ${accountId} and supplier_id = ${supplierId}`.execute(tx)
}

export interface SupplierState {
  status: SupplierStatus
  testMode: boolean
  campaignStatus: CampaignStatus
}

/** As of the present settings; by supplier id. */
export async function statesOf(
  db: Db,
  accountId: number,
  supplierIds: readonly number[],
): Promise<(SupplierState & { supplierId: number })[]> {
  const { rows } = await sql<SupplierState & { supplierId: number }>`
    select s.supplier_id as "supplierId", s.status, c.status as "campaignStatus",
           coalesce((part.body -> 'testMode')::boolean, true) as "testMode"
    from suppliers s
    join campaigns c on c.account_id = s.account_id and c.campaign_id = s.campaign_id
    left join lateral (
      select p.body from campaign_settings p
      where p.account_id = ${accountId} and p.campaign_id = s.campaign_id and p.part = 'supplier'
        and p.part_id = s.supplier_id and p.version <= c.version
      order by p.version desc limit 1
    ) part on true
    where s.account_id = ${accountId} and s.supplier_id = any (${supplierIds}::integer[])`.execute(db)
  return rows
}
