import type { SuppliedCampaign } from '../../contract/api/suppliers.ts'

/** One of the user's suppliers with the campaign it is in. */
export interface SupplierSeen {
  supplierId: number
  name: string
  status: 'active' | 'paused'
  testMode: boolean
  campaignId: number
  campaignName: string
  campaignStatus: SuppliedCampaign['status']
}

/** Suppliers under their campaigns, both by name. */
export function byCampaign(suppliers: readonly SupplierSeen[]): SuppliedCampaign[] {
  const campaigns = Map.groupBy(
    suppliers.toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.supplierId - b.supplierId),
    (one) => one.campaignId,
  )
  return [...campaigns.values()]
    .flatMap((members) => members.slice(0, 1).map((first) => campaignOf(first, members)))
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.id - b.id)
}

function campaignOf(first: SupplierSeen, members: readonly SupplierSeen[]): SuppliedCampaign {
  return {
    id: first.campaignId,
    name: first.campaignName,
    status: first.campaignStatus,
    suppliers: members.map(({ supplierId: id, name, status, testMode }) => ({ id, name, status, testMode })),
  }
}
