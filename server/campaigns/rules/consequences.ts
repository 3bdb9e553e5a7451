/** What else a change of settings moves: counts of running periods, and keys of the duplicate check. */
import { isDeepStrictEqual } from 'node:util'
import type { CampaignSettings, DuplicateCheck } from '../../../contract/settings.ts'

export interface Moved {
  id: number
  zone: string
}

const zoneOf = (settings: CampaignSettings, buyerId: number) =>
  settings.buyers.get(buyerId)?.zone ?? settings.campaign.zone

/** Buyers that were there before and whose caps now count by another clock, ids ascending. */
export function movedBuyers(before: CampaignSettings, after: CampaignSettings): Moved[] {
  return [...before.buyers.keys()]
    .filter((id) => zoneOf(before, id) !== zoneOf(after, id))
    .map((id) => ({ id, zone: zoneOf(after, id) }))
    .sort((a, b) => a.id - b.id)
}

/** Suppliers count by the campaign's clock. */
export function movedSuppliers(before: CampaignSettings, after: CampaignSettings): Moved[] {
  const { zone } = after.campaign
  if (before.campaign.zone === zone) return []
  return [...before.suppliers.keys()].sort((a, b) => a - b).map((id) => ({ id, zone }))
}

/** The check whose keys are missing for leads already accepted; looking back less far needs none. */
export function checkToBackfill(before: CampaignSettings, after: CampaignSettings): DuplicateCheck | null {
  const [was, is] = [before.campaign.duplicates, after.campaign.duplicates]
  if (!is || !was) return is
  const sameKeys = isDeepStrictEqual({ ...was, days: 0 }, { ...is, days: 0 })
  return sameKeys && is.days <= was.days ? null : is
}
