/**
 * Leads written straight to the tables, for tests of what reads them: a lead here is whatever the test says, also
 * one that intake would never make.
 */
import { sql } from 'kysely'
import type { FieldValue } from '../../contract/fields.ts'
import type { CampaignPart } from '../../contract/settings.ts'
import type { MovingReasons } from '../../contract/verdict.ts'
import { personHash } from '../../server/fields/rules.ts'
import { newId } from '../../server/platform/ids.ts'
import { type Campaign, NOW, type World } from './world.ts'

const QUARTER = 15 * 60_000

export interface LeadSpec {
  campaign: Campaign
  supplierId: number
  at?: Date
  code?: number
  test?: boolean
  returned?: boolean
  payout?: number
  data?: Record<string, FieldValue>
  subIds?: (string | null)[]
  detail?: string
  why?: MovingReasons
  duplicateOf?: string
  sales?: { buyerId: number; price?: number; walletId?: number; returned?: boolean; rule?: number }[]
}

const bucketOf = (at: Date): Date => new Date(at.getTime() - (at.getTime() % QUARTER))

/** Writes a lead with its sales and, unless it is a test, its figures. Returns its uuid. */
export async function aLead(world: World, spec: LeadSpec): Promise<string> {
  const { db } = world.platform
  const { accountId: account_id } = world
  const at = spec.at ?? world.platform.clock.now()
  const leadId = newId(at)
  const sales = (spec.sales ?? []).map((sale) => ({ price: 4_600, ...sale }))
  const code = spec.code ?? (sales.length > 0 ? 0 : 1005)
  const revenue = sales.reduce((total, sale) => total + sale.price, 0)
  const payout = spec.payout ?? (code === 0 ? 2_400 : 0)
  const data = { first_name: 'Ada', phone: '+15305550142', email: 'ada@example.com', ...spec.data }
  const hashOf = (kind: 'phone' | 'email') => {
    const value = data[kind]
    return typeof value === 'string' ? personHash(world.hashKey, kind, value) : null
  }
  const common = { account_id, lead_id: leadId, received_at: at, campaign_id: spec.campaign.campaignId }
  await sql`
    insert into leads (account_id, lead_id, received_at, campaign_id, supplier_id, version, code, test, returned, sales,
                       revenue, payout, returned_payout, decided_ms, phone_hash, email_hash, duplicate_of, source_ip, sub_ids,
                       detail, why, data)
    values (${account_id}, ${leadId}, ${at}, ${common.campaign_id}, ${spec.supplierId}, ${spec.campaign.version}, ${code},
            ${spec.test ?? false}, ${spec.returned ?? false}, ${sales.length}, ${revenue}, ${payout},
            ${spec.returned ? payout : null}, 3, ${hashOf('phone')}, ${hashOf('email')}, ${spec.duplicateOf ?? null}, '203.0.113.7', ${JSON.stringify(spec.subIds ?? ['sub-one'])}::jsonb,
            ${spec.detail ?? null}, ${spec.why ? JSON.stringify(spec.why) : null}::jsonb,
            ${JSON.stringify(await dataArray(world, spec.campaign, data))}::jsonb)`.execute(db)
  for (const sale of sales) await writeSale(world, { ...common, ...sale }, spec, at)
  if (!spec.test) await countLead(world, spec, { at, code, revenue, payout, sales })
  return leadId
}

async function dataArray(world: World, campaign: Campaign, data: Record<string, FieldValue>): Promise<FieldValue[]> {
  const { rows } = await sql<{ body: CampaignPart }>`
    select body from campaign_settings
    where account_id = ${world.accountId} and campaign_id = ${campaign.campaignId} and part = 'campaign'
      and version <= ${campaign.version}
    order by version desc limit 1`.execute(world.platform.db)
  return (rows[0]?.body.fields ?? []).map(({ name }) => data[name] ?? null)
}

async function writeSale(
  world: World,
  sale: {
    lead_id: string
    received_at: Date
    campaign_id: number
    buyerId: number
    price: number
    walletId?: number
    returned?: boolean
    rule?: number
  },
  spec: LeadSpec,
  at: Date,
): Promise<void> {
  const { db } = world.platform
  const attemptId = newId(at)
  await db
    .insertInto('attempts')
    .values({
      account_id: world.accountId,
      lead_id: sale.lead_id,
      received_at: sale.received_at,
      attempt_id: attemptId,
      campaign_id: sale.campaign_id,
      buyer_id: sale.buyerId,
      version: spec.campaign.version,
      outcome: 'accepted',
      test: spec.test ?? false,
      price: sale.price,
      rule: sale.rule ?? -1,
      wallet_id: sale.walletId ?? null,
      returned_at: sale.returned ? NOW : null,
      return_reason: sale.returned ? 'Wrong number' : null,
      returned_by: sale.returned ? 'Mia' : null,
      return_refund: sale.returned ? false : null,
      return_to_supplier: sale.returned ? true : null,
      at,
      ms: 0,
    })
    .execute()
  if (sale.walletId === undefined) return
  await sql`
    with wallet as (
      update wallets set balance = balance - ${sale.price}, seq = seq + 1
      where account_id = ${world.accountId} and wallet_id = ${sale.walletId}
      returning wallet_id, seq, balance
    )
    insert into transfers (account_id, kind, source, debit_account, credit_account, amount, currency, wallet_id,
                           wallet_seq, balance_after, booked_at, lead_id)
    select ${world.accountId}::integer, 'sale', ${attemptId}::uuid, 'wallet', 'sales', ${sale.price}::bigint, 'USD',
           wallet_id, seq, balance, ${at}::timestamptz, ${sale.lead_id}::uuid from wallet`.execute(db)
}

interface Counted {
  at: Date
  code: number
  revenue: number
  payout: number
  sales: { buyerId: number; price: number; returned?: boolean }[]
}

async function countLead(world: World, spec: LeadSpec, { at, code, revenue, payout, sales }: Counted): Promise<void> {
  const { db } = world.platform
  const { accountId } = world
  const back = spec.returned ? 1 : 0
  await sql`
    select add_lead_figures(
      ${accountId}::integer, array[${bucketOf(at)}::timestamptz], array[${spec.campaign.campaignId}::integer],
      array[${spec.supplierId}::integer], array[${code}::smallint], array[1], array[${revenue}::bigint],
      array[${payout}::bigint], array[${back}::integer], array[${back * revenue}::bigint], array[${back * payout}::bigint])`.execute(
    db,
  )
  for (const sale of sales) {
    const returned = sale.returned ? 1 : 0
    await sql`
      insert into sale_rollup as r (account_id, bucket, campaign_id, buyer_id, sales, returned, amount, returned_amount)
      values (${accountId}, ${bucketOf(at)}, ${spec.campaign.campaignId}, ${sale.buyerId}, 1, ${returned},
              ${sale.price}, ${returned * sale.price})
      on conflict on constraint sale_rollup_pkey do update set
        sales = r.sales + 1, returned = r.returned + excluded.returned, amount = r.amount + excluded.amount,
        returned_amount = r.returned_amount + excluded.returned_amount`.execute(db)
  }
}
