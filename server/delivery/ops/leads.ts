/** Stored leads as templates see them. */
import type { Db } from '../../platform/db.ts'
import { leadIdText } from '../../platform/ids.ts'
import type { LeadSeen } from '../rules/order.ts'
import { readStoredLeads, type StoredLeadRow } from '../tables.ts'

export interface StoredLead {
  readonly leadId: string
  readonly campaignId: number
  /** The version whose fields its values are in the order of. */
  readonly version: number
  readonly test: boolean
  readonly seen: LeadSeen
}

const NO_SUB_IDS: readonly (string | null)[] = [null, null, null, null, null, null]

function seenOf(row: StoredLeadRow): LeadSeen {
  return {
    id: leadIdText(row.lead_id),
    receivedAt: row.received_at,
    sourceAddress: row.source_ip ?? '',
    values: row.data,
    subIds: row.sub_ids ?? NO_SUB_IDS,
    campaign: { id: row.campaign_id, name: row.campaign_name },
    supplier: { id: row.supplier_id, name: row.supplier_name, client: row.client_name },
  }
}

/** Those of the account among the ids, by id. */
export async function storedLeads(
  db: Db,
  accountId: number,
  leadIds: readonly string[],
): Promise<Map<string, StoredLead>> {
  const rows = await readStoredLeads(db, accountId, leadIds)
  return new Map(
    rows.map((row) => {
      const { lead_id: leadId, campaign_id: campaignId, version, test } = row
      return [leadId, { leadId, campaignId, version, test, seen: seenOf(row) }]
    }),
  )
}
