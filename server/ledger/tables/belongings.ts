/** What entries belong to: the campaign of a lead, and the card payment of card money. */
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'
import { instantOf } from '../../platform/ids.ts'
import type { Transfer } from './transfers.ts'

export interface EntryCharge {
  id: string
  kind: 'deposit' | 'recharge' | 'operator'
  total: number
  fee: number
  cardBrand: string | null
  cardLast4: string | null
}
export interface EntryCampaign {
  campaignId: number
  name: string
  publicName: string | null
}
export interface Entry extends Transfer {
  campaign: EntryCampaign | null
  charge: EntryCharge | null
}

/** A lead's received_at is the millisecond in its id, so only its own partition is opened. */
async function campaignsOf(db: Db, accountId: number, leadIds: readonly string[]): Promise<Map<string, EntryCampaign>> {
  if (leadIds.length === 0) return new Map()
  const { rows } = await sql<EntryCampaign & { leadId: string }>`
    select u.lead_id as "leadId", c.campaign_id as "campaignId", c.name, c.public_name as "publicName"
    from unnest(${leadIds}::uuid[], ${leadIds.map(instantOf)}::timestamptz[]) as u (lead_id, received_at)
    cross join lateral (
      select l.campaign_id from leads l
      where l.account_id = ${accountId} and l.lead_id = u.lead_id and l.received_at = u.received_at limit 1
    ) l
    join campaigns c on c.account_id = ${accountId} and c.campaign_id = l.campaign_id`.execute(db)
  return new Map(rows.map(({ leadId, ...campaign }) => [leadId, campaign]))
}

/** Deposit and fee are booked under the charge's id, what was taken back under the reversal's: by either. */
async function chargesOf(db: Db, accountId: number, sources: readonly string[]): Promise<Map<string, EntryCharge>> {
  if (sources.length === 0) return new Map()
  const { rows } = await sql<EntryCharge & { source: string }>`
    select s.source, c.charge_id as id, c.kind, c.amount + c.fee as total, c.fee, c.card_brand as "cardBrand",
      c.card_last4 as "cardLast4"
    from unnest(${sources}::uuid[]) as s (source)
    left join charge_reversals r on r.account_id = ${accountId} and r.reversal_id = s.source
    join charges c on c.account_id = ${accountId} and c.charge_id = coalesce(r.charge_id, s.source)`.execute(db)
  return new Map(rows.map(({ source, ...charge }) => [source, charge]))
}

const NO_CARD_MONEY: ReadonlySet<string> = new Set(['sale', 'return', 'credit', 'debit'])

/** Entries with what they belong to: two statements for a page of them. */
export async function withBelongings(db: Db, accountId: number, transfers: readonly Transfer[]): Promise<Entry[]> {
  const leadIds = [...new Set(transfers.flatMap(({ leadId }) => leadId ?? []))]
  const sources = transfers.filter(({ kind }) => !NO_CARD_MONEY.has(kind)).map(({ source }) => source)
  const [campaigns, charges] = await Promise.all([
    campaignsOf(db, accountId, leadIds),
    chargesOf(db, accountId, [...new Set(sources)]),
  ])
  return transfers.map((transfer) => ({
    ...transfer,
    campaign: (transfer.leadId !== null && campaigns.get(transfer.leadId)) || null,
    charge: charges.get(transfer.source) ?? null,
  }))
}
