/** All that the console's pages show of campaigns, read together. */
import type { TeamFigures } from '../../../contract/api/figures.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import type { Db } from '../../platform/db.ts'
import type { ShownKey } from '../rules/keys.ts'
import { type AliasRow, aliasesOf } from './aliases.ts'
import {
  type BuyerRow,
  buyersOfCampaign,
  type HoldingPayerRow,
  holdingPayersOf,
  type PauseRow,
  pausesOf,
} from './buyers.ts'
import type { CampaignInListRow, CampaignRow } from './campaigns.ts'
import { type CapCounterRow, countersOf } from './caps.ts'
import { type KeyRow, keysOf } from './keys.ts'
import { type SupplierRow, suppliersOfCampaign } from './suppliers.ts'

export interface CampaignList {
  campaigns: CampaignInListRow[]
  today: Map<number, TeamFigures>
  currency: string
  zone: string
  canWrite: boolean
}

/** A campaign's page: its rows, and what else is known of it. */
export interface CampaignWhole extends Omit<CampaignRows, 'keys'> {
  row: CampaignRow
  settings: CampaignSettings
  currency: string
  keys: ShownKey[]
  /** Where suppliers post. */
  postingUrl: string
  canWrite: boolean
  now: Date
}

interface CampaignRows {
  aliases: AliasRow[]
  suppliers: SupplierRow[]
  keys: KeyRow[]
  supplierCounters: CapCounterRow[]
  buyers: BuyerRow[]
  buyerCounters: CapCounterRow[]
  pauses: PauseRow[]
  payers: HoldingPayerRow[]
}

/** @param now pauses that ended before are left out */
export async function campaignRows(db: Db, accountId: number, campaignId: number, now: Date): Promise<CampaignRows> {
  const [suppliers, buyers] = await Promise.all([
    suppliersOfCampaign(db, accountId, campaignId),
    buyersOfCampaign(db, accountId, campaignId),
  ])
  const supplierIds = suppliers.map((one) => one.supplier_id)
  const buyerIds = buyers.map((one) => one.buyer_id)
  const clientIds = [...new Set(buyers.map((one) => one.client_id))]
  const [keys, supplierCounters, buyerCounters, pauses, payers, ...aliases] = await Promise.all([
    keysOf(db, accountId, supplierIds),
    countersOf(db, accountId, 'supplier', supplierIds),
    countersOf(db, accountId, 'buyer', buyerIds),
    pausesOf(db, accountId, buyerIds, now),
    holdingPayersOf(db, accountId, clientIds),
    aliasesOf(db, accountId, 'campaign', [campaignId]),
    aliasesOf(db, accountId, 'supplier', supplierIds),
    aliasesOf(db, accountId, 'buyer', buyerIds),
  ])
  const aliasRows = aliases.flat()
  return { suppliers, buyers, keys, supplierCounters, buyerCounters, pauses, payers, aliases: aliasRows }
}
