/**
 * Campaigns as intake knows them: the compiled settings of a version with what is true beside them (status, keys,
 * aliases, pauses, who pays), as of one revision. A batch reads the revision anew, so a stale one is never decided by.
 */

import type { CampaignSettings } from '../../contract/settings.ts'
import { readSettings } from '../campaigns/ops.ts'
import type { Db } from '../platform/db.ts'
import type { CompiledBuyer, CompiledCampaign, CompiledSupplier } from '../routing/compile.ts'
import { compiledOf } from '../routing/ops.ts'
import { type CampaignRow, readCampaign } from './tables/campaign.ts'

export interface KnownSupplier {
  readonly id: number
  readonly compiled: CompiledSupplier
  readonly name: string
  readonly client: string
  readonly active: boolean
  readonly keyHashes: ReadonlySet<string>
  /** Its own id and the ids of systems it moved from. */
  readonly refs: ReadonlySet<string>
}

export interface KnownBuyer {
  readonly id: number
  /** Null: pauses without an end. An empty list: none holds. */
  readonly pausedUntil: readonly (Date | null)[]
  /** Whose balance pays; null when nothing is debited. */
  readonly walletId: number | null
  /** Everyone who sees these sales: nobody is sold the same person twice. */
  readonly customerIds: readonly number[]
}

export interface KnownCampaign {
  readonly id: number
  readonly revision: number
  readonly version: number
  readonly name: string
  readonly active: boolean
  readonly refs: ReadonlySet<string>
  readonly settings: CampaignSettings
  readonly compiled: CompiledCampaign
  readonly suppliers: ReadonlyMap<number, KnownSupplier>
  readonly buyers: ReadonlyMap<number, KnownBuyer>
}

/** Loads one campaign at its present revision; undefined when there is none. */
export async function loadCampaign(db: Db, accountId: number, campaignId: number): Promise<KnownCampaign | undefined> {
  const row = await readCampaign(db, accountId, campaignId)
  if (!row) return undefined
  const settings = await readSettings(db, accountId, campaignId, row.version)
  const compiled = compiledOf(settings)
  return {
    id: campaignId,
    revision: row.revision,
    version: row.version,
    name: row.name,
    active: row.status === 'active',
    refs: new Set([String(campaignId), ...row.aliases]),
    settings,
    compiled,
    suppliers: new Map(row.suppliers.flatMap((one) => knownSupplier(one, compiled))),
    buyers: new Map(compiled.buyers.map((buyer) => [buyer.id, knownBuyer(buyer, row)])),
  }
}

function knownSupplier(row: CampaignRow['suppliers'][number], campaign: CompiledCampaign): [number, KnownSupplier][] {
  const compiled = campaign.suppliers.get(row.id)
  if (!compiled) return []
  const refs = new Set([String(row.id), ...row.aliases])
  const { id, name, client } = row
  return [[id, { id, name, client, compiled, active: row.status === 'active', keyHashes: new Set(row.keys), refs }]]
}

function knownBuyer({ id }: CompiledBuyer, row: CampaignRow): KnownBuyer {
  const found = row.buyers.find((one) => one.id === id)
  return {
    id,
    pausedUntil: [
      ...(found?.pauses ?? []).map((until) => (until === null ? null : new Date(until))),
      // a closed customer sells nothing, and nothing but opening it again lifts that
      ...(found?.closed ? [null] : []),
    ],
    walletId: found?.walletId ?? null,
    customerIds: found?.customerIds ?? [],
  }
}

/** Whether an operator's, customer's or dispute's pause holds at that instant. */
export function isPaused(buyer: KnownBuyer, now: Date): boolean {
  return buyer.pausedUntil.some((until) => until === null || until > now)
}

const MOST_CAMPAIGNS = 5_000

/** The campaigns this process knows. Bounded: the longest known go first. */
export class CampaignCache {
  readonly #known = new Map<string, KnownCampaign>()

  known(accountId: number, campaignId: number): KnownCampaign | undefined {
    return this.#known.get(`${accountId} ${campaignId}`)
  }

  async load(db: Db, accountId: number, campaignId: number): Promise<KnownCampaign | undefined> {
    const campaign = await loadCampaign(db, accountId, campaignId)
    const key = `${accountId} ${campaignId}`
    this.#known.delete(key)
    if (!campaign) return undefined
    const [oldest] = this.#known.keys()
    if (this.#known.size >= MOST_CAMPAIGNS && oldest !== undefined) this.#known.delete(oldest)
    this.#known.set(key, campaign)
    return campaign
  }
}
