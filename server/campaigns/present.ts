import type { z } from 'zod'
import type { CampaignDetails, listCampaigns, listVersions, readSetup } from '../../contract/api/campaigns.ts'
import type { PartDifference } from '../../contract/differences.ts'
import type { BuyerPart, CampaignSettings, SupplierPart } from '../../contract/settings.ts'
import {
  duplicatesInWords,
  filterInWords,
  type LabelOf,
  labelsOf,
  payoutInWords,
  rulesInWords,
  scheduleInWords,
} from '../../contract/words.ts'
import { localMoment } from '../routing/ops.ts'
import { budgetUsage, capUsage } from './rules/caps.ts'
import { type HeldPause, liftedBy, pauseOfPayer } from './rules/pauses.ts'
import type { AliasKind } from './tables/aliases.ts'
import type { BuyerRow } from './tables/buyers.ts'
import type { PauseColumns } from './tables/campaigns.ts'
import type { CampaignList, CampaignWhole } from './tables/page.ts'
import type { VersionRow } from './tables/settings.ts'
import type { SetupRow } from './tables/setup.ts'
import type { SupplierRow } from './tables/suppliers.ts'

export function presentCampaignList(list: CampaignList): z.input<typeof listCampaigns.reply> {
  const { currency, zone } = list
  return {
    items: list.campaigns.map((row) => ({
      id: row.campaign_id,
      name: row.name,
      publicName: row.public_name,
      status: row.status,
      suppliers: row.suppliers,
      buyers: row.buyers,
      today: list.today.get(row.campaign_id) ?? null,
    })),
    currency,
    zone,
    can: { write: list.canWrite },
  }
}

type Details = z.input<typeof CampaignDetails>
type Setup = z.input<typeof readSetup.reply>

export function presentCampaign(whole: CampaignWhole): Details {
  const { row, settings, currency } = whole
  const { campaign } = settings
  const labelOf = labelsOf(campaign.fields, settings.lists?.values())
  return {
    id: row.campaign_id,
    name: row.name,
    publicName: row.public_name,
    status: row.status,
    pause: presentHeld(row.status, row),
    postingUrl: whole.postingUrl,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    currency,
    zone: campaign.zone,
    distribution: campaign.distribution,
    duplicates: duplicatesInWords(campaign.duplicates, labelOf),
    minimumMargin: campaign.minimumMargin,
    filters: campaign.filters.map((filter) => filterInWords(filter, labelOf)),
    fields: campaign.fields,
    systemFields: campaign.systemFields,
    aliases: aliasesFor(whole, 'campaign', row.campaign_id),
    suppliers: whole.suppliers.map((supplier) => {
      const part = partOf(settings.suppliers, supplier.supplier_id)
      return presentSupplier(whole, supplier, part, labelOf)
    }),
    buyers: whole.buyers
      .map((buyer) => presentBuyer(whole, buyer, partOf(settings.buyers, buyer.buyer_id), labelOf))
      .sort((a, b) => a.position - b.position || a.id - b.id),
    can: { write: whole.canWrite },
  }
}

/** Those paused before pauses said since when tell nothing. */
function presentHeld(status: string, row: PauseColumns): Details['pause'] {
  if (status !== 'paused' || !row.pause_since) return null
  const { pause_since: since, pause_until: until, pause_by: by, pause_reason: reason } = row
  return { since: since.toISOString(), until: until?.toISOString() ?? null, by: by ?? '', reason: reason ?? '' }
}

export function presentSetup({ row, canWrite }: { row: SetupRow | undefined; canWrite: boolean }): Setup {
  return {
    campaign: row ? { id: row.campaign_id, name: row.name } : null,
    supplier: row?.supplier ?? false,
    buyer: row?.buyer ?? false,
    testLead: row?.test_lead ?? false,
    soldLead: row?.sold_lead ?? false,
    can: { write: canWrite },
  }
}

/** A member's row and its part are written by one transaction. */
function partOf<Part>(parts: ReadonlyMap<number, Part>, id: number): Part {
  const part = parts.get(id)
  if (!part) throw new Error(`${id} has no settings`)
  return part
}

const aliasesFor = (whole: CampaignWhole, kind: AliasKind, id: number) =>
  whole.aliases.filter((one) => one.kind === kind && one.target_id === id).map(({ alias }) => ({ alias }))

function presentSupplier(
  whole: CampaignWhole,
  row: SupplierRow,
  part: SupplierPart,
  labelOf: LabelOf,
): Details['suppliers'][number] {
  const keys = whole.keys.filter((key) => key.supplierId === row.supplier_id)
  const counter = whole.supplierCounters.find((one) => one.subject_id === row.supplier_id)
  return {
    id: row.supplier_id,
    name: row.name,
    client: { id: row.client_id, name: row.client_name },
    status: row.status,
    pause: presentHeld(row.status, row),
    testMode: part.testMode,
    payout: payoutInWords(part.payout, whole.currency),
    returns: part.returns,
    keyLastFour: keys.find((key) => !key.alias)?.lastFour ?? '',
    aliasKeys: keys.filter((key) => key.alias).map(({ id, lastFour }) => ({ id, lastFour })),
    aliases: aliasesFor(whole, 'supplier', row.supplier_id),
    filters: part.filters.map((filter) => filterInWords(filter, labelOf)),
    caps: capUsage(part.caps, counter, localMoment(whole.now, whole.settings.campaign.zone)),
    createdAt: row.created_at.toISOString(),
  }
}

function presentBuyer(
  whole: CampaignWhole,
  row: BuyerRow,
  part: BuyerPart,
  labelOf: LabelOf,
): Details['buyers'][number] {
  const counter = whole.buyerCounters.find((one) => one.subject_id === row.buyer_id)
  const zone = part.zone ?? zoneOf(whole.settings)
  const now = localMoment(whole.now, zone)
  const pauses = heldPauses(whole, row)
  return {
    id: row.buyer_id,
    name: row.name,
    client: { id: row.client_id, name: row.client_name },
    running: pauses.length === 0,
    pauses: pauses.map(presentPause),
    delivery: part.delivery.kind,
    price: part.price,
    rules: rulesInWords(part, labelOf, whole.currency),
    floor: part.floor,
    filters: part.filters.map((filter) => filterInWords(filter, labelOf)),
    zone,
    schedule: scheduleInWords(part.schedule),
    caps: capUsage(part.caps, counter, now),
    budget: budgetUsage(part.budget, counter, now),
    position: part.position,
    acceptsTests: part.acceptsTests,
    aliases: aliasesFor(whole, 'buyer', row.buyer_id),
    createdAt: row.created_at.toISOString(),
  }
}

const zoneOf = (settings: CampaignSettings) => settings.campaign.zone

/** Those of the rows, and what its payer does. */
function heldPauses(whole: CampaignWhole, buyer: BuyerRow): HeldPause[] {
  const held = whole.pauses
    .filter((pause) => pause.buyer_id === buyer.buyer_id)
    .map(({ owner, since, until, by_name: byName, reason }) => ({ owner, since, until, byName, reason }))
  const payers = whole.payers.filter((payer) => payer.client_id === buyer.client_id)
  return [...held, ...payers.map(pauseOfPayer)]
}

function presentPause(pause: HeldPause): Details['buyers'][number]['pauses'][number] {
  return {
    owner: pause.owner,
    since: pause.since?.toISOString() ?? null,
    until: pause.until?.toISOString() ?? null,
    by: pause.byName,
    reason: pause.reason,
    liftedBy: liftedBy(pause),
  }
}

type Version = z.input<typeof listVersions.reply>['items'][number]

export function presentVersion(row: VersionRow & { changes: PartDifference[] }): Version {
  const { version, summary, changes } = row
  return { version, at: row.created_at.toISOString(), by: row.actor_name, summary, changes }
}
