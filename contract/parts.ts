/** The parts that settings are stored by, put together into a whole and told apart again. */
import { sameJson } from './equal.ts'
import { BuyerPart, CampaignPart, type CampaignSettings, SupplierPart } from './settings.ts'

export type PartKind = 'campaign' | 'supplier' | 'buyer'

/** The campaign's own part has no id of its own. */
export const CAMPAIGN_PART_ID = 0

export interface StoredPart {
  part: PartKind
  part_id: number
  body: unknown
}

/** One part as somebody wants it: a whole body, parsed. */
export type PartChange =
  | { part: 'campaign'; id: typeof CAMPAIGN_PART_ID; body: CampaignPart }
  | { part: 'supplier'; id: number; body: SupplierPart }
  | { part: 'buyer'; id: number; body: BuyerPart }

/** Parsed again on the way in from the database, so that a part written before a setting existed gets its default. */
export function partChangeOf({ part, part_id: id, body }: StoredPart): PartChange {
  if (part === 'campaign') return { part, id: CAMPAIGN_PART_ID, body: CampaignPart.parse(body) }
  if (part === 'supplier') return { part, id, body: SupplierPart.parse(body) }
  return { part, id, body: BuyerPart.parse(body) }
}

/** @throws Error without a campaign part, which every version has */
export function settingsFromParts(parts: readonly StoredPart[]): CampaignSettings {
  const all = parts.map(partChangeOf)
  const campaign = all.find((one) => one.part === 'campaign')?.body
  if (!campaign) throw new Error('settings without a campaign part')
  return withParts({ campaign, suppliers: new Map(), buyers: new Map() }, all)
}

/** The settings with these parts in place of the old ones; the old ones stay as they were. */
export function withParts(settings: CampaignSettings, changes: readonly PartChange[]): CampaignSettings {
  const next = { ...settings, suppliers: new Map(settings.suppliers), buyers: new Map(settings.buyers) }
  for (const change of changes) {
    if (change.part === 'campaign') next.campaign = change.body
    else if (change.part === 'supplier') next.suppliers.set(change.id, change.body)
    else next.buyers.set(change.id, change.body)
  }
  return next
}

export function partsOf(settings: CampaignSettings): PartChange[] {
  return [
    { part: 'campaign', id: CAMPAIGN_PART_ID, body: settings.campaign },
    ...[...settings.suppliers].map(([id, body]) => ({ part: 'supplier', id, body }) as const),
    ...[...settings.buyers].map(([id, body]) => ({ part: 'buyer', id, body }) as const),
  ]
}

export function partBody(settings: CampaignSettings, part: PartKind, id: number): PartChange['body'] | undefined {
  if (part === 'campaign') return settings.campaign
  return part === 'supplier' ? settings.suppliers.get(id) : settings.buyers.get(id)
}

/** Only what really differs is written: pressing Save twice makes no version. */
export function realChanges(settings: CampaignSettings, changes: readonly PartChange[]): PartChange[] {
  return changes.filter((change) => !sameJson(change.body, partBody(settings, change.part, change.id)))
}
