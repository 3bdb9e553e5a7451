/** Settles reservations by what the tables say of their leads: for whoever did not decide them in this process. */
import { sql } from 'kysely'
import { CODES, type VerdictCode } from '../../contract/verdict.ts'
import { readSettings } from '../campaigns/ops.ts'
import type { Tx } from '../platform/db.ts'
import { compiledOf } from '../routing/ops.ts'
import { bucketOf } from './figures.ts'
import { leadFiguresOf } from './settlement.ts'
import {
  currencyOf,
  lockLeads,
  type ReservationRow,
  reservationsOf,
  type StoredLead,
  storedLeads,
} from './tables/open.ts'
import { type CallRow, type Item, type Settlement, settlementJson } from './tables/settle.ts'

export interface StoredEnds {
  now: Date
  items: readonly Item[]
  calls?: readonly CallRow[]
}

/**
 * Books the ends of those reservations that are still there, and resolves with them; somebody settled the others before.
 * Takes the lock of their leads first.
 */
export async function settleStored(tx: Tx, accountId: number, ends: StoredEnds): Promise<ReservationRow[]> {
  const attempts = ends.items.map((item) => item.attempt)
  const leadIds = (await reservationsOf(tx, accountId, { attempts })).map((row) => row.leadId)
  if (leadIds.length === 0) return []
  await lockLeads(tx, accountId, leadIds)
  const outcomes = new Map(ends.items.map((item) => [item.attempt, item]))
  const held = (await reservationsOf(tx, accountId, { attempts })).filter(
    (row) => row.state === 'calling' || outcomes.get(row.attemptId)?.outcome !== 'unknown',
  )
  const items = held.flatMap((row) => outcomes.get(row.attemptId) ?? [])
  const leads = await storedLeads(tx, accountId, [...new Set(held.map((row) => row.leadId))])
  const settlements: Settlement[] = []
  for (const lead of leads) settlements.push(await ofLead(tx, accountId, lead, { held, items }))
  const kept = new Set(items.map((item) => item.attempt))
  const calls = (ends.calls ?? []).filter((call) => call.attempt !== null && kept.has(call.attempt))
  const currency = await currencyOf(tx, accountId)
  const json = settlementJson([...settlements, { ...NONE, items, calls }])
  await sql`select settle(${accountId}::integer, ${ends.now}::timestamptz, ${currency}::text, ${json}::jsonb)`.execute(
    tx,
  )
  return held
}

const NONE: Settlement = { items: [], ends: [], changes: [], calls: [], earned: [], leadFigures: [], saleFigures: [] }

/** What the sales among the ends make of one lead: its row, the figures, and what its supplier earns. */
async function ofLead(
  tx: Tx,
  accountId: number,
  lead: StoredLead,
  { held, items }: { held: readonly ReservationRow[]; items: readonly Item[] },
): Promise<Settlement> {
  const sales = held.flatMap((row) => {
    const item = row.leadId === lead.leadId ? items.find((one) => one.attempt === row.attemptId) : undefined
    return item?.outcome === 'accepted' ? [{ ...row, price: item.price ?? 0 }] : []
  })
  const [first] = sales
  if (!first) return NONE
  const revenue = sales.reduce((sum, { price }) => sum + price, lead.revenue)
  const settings = await readSettings(tx, accountId, lead.campaignId, lead.version)
  const payout = compiledOf(settings).suppliers.get(lead.supplierId)?.payoutOf(revenue) ?? 0
  // whoever has it in process says when it is done
  const code: VerdictCode = lead.code === CODES.in_process ? CODES.in_process : CODES.accepted
  const after = { code, revenue, payout }
  const isLate = code === CODES.accepted && !lead.test && payout !== lead.payout
  const { receivedAt, campaignId } = lead
  return {
    ...NONE,
    changes: [
      {
        lead: lead.leadId,
        received: receivedAt,
        was_code: lead.code,
        was_revenue: lead.revenue,
        sales: sales.length,
        ...after,
      },
    ],
    earned: isLate
      ? [{ source: first.attemptId, supplier: lead.supplierId, lead: lead.leadId, amount: payout - lead.payout }]
      : [],
    leadFigures: lead.test ? [] : leadFiguresOf(lead, after),
    saleFigures: lead.test
      ? []
      : sales.map(({ buyerId, price }) => ({
          bucket: bucketOf(receivedAt),
          campaignId,
          buyerId,
          sales: 1,
          amount: price,
        })),
  }
}
