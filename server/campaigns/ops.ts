/** What neighbours ask of campaigns, inside their own transactions. */
import { AppError } from '../../contract/errors.ts'
import { settingsFromParts } from '../../contract/parts.ts'
import type { CampaignSettings } from '../../contract/settings.ts'
import type { Db, Tx } from '../platform/db.ts'
import { campaignIdsOfClient, raiseRevisions } from './tables/campaigns.ts'
import { type CampaignVersion, readParts } from './tables/settings.ts'
import { type SupplierState, statesOf } from './tables/suppliers.ts'

/**
 * Makes intake see a change: batches decided by an older revision decide again. First in the transaction, because
 * campaigns stand first in the lock order; it waits until open batches have committed.
 */
export async function bumpRevision(tx: Tx, accountId: number, campaignIds: readonly number[]): Promise<void> {
  if (campaignIds.length > 0) await raiseRevisions(tx, accountId, campaignIds)
}

/** The campaigns in which a Client buys or supplies, ids ascending. */
export function campaignsOfClient(db: Db, accountId: number, clientId: number): Promise<number[]> {
  return campaignIdsOfClient(db, accountId, clientId)
}

/** One campaign's whole settings as of a version. @throws AppError not_found */
export async function readSettings(
  db: Db,
  accountId: number,
  campaignId: number,
  version: number,
): Promise<CampaignSettings> {
  const settings = (await readSettingsOf(db, accountId, [{ campaignId, version }])).get(campaignId)
  if (!settings) throw new AppError('not_found')
  return settings
}

/** The settings of several campaigns, each named once with its version, in one query; by campaign id. */
export async function readSettingsOf(
  db: Db,
  accountId: number,
  campaigns: readonly CampaignVersion[],
): Promise<Map<number, CampaignSettings>> {
  if (campaigns.length === 0) return new Map()
  const rows = await readParts(db, accountId, campaigns)
  const byCampaign = Map.groupBy(rows, (row) => row.campaign_id)
  return new Map([...byCampaign].map(([id, parts]) => [id, settingsFromParts(parts)]))
}

/** Whether suppliers and their campaigns run, and test mode; by supplier id. */
export async function supplierStates(
  db: Db,
  accountId: number,
  supplierIds: readonly number[],
): Promise<Map<number, SupplierState>> {
  const rows = await statesOf(db, accountId, supplierIds)
  return new Map(rows.map(({ supplierId, ...state }) => [supplierId, state]))
}
