/**
 * The last parameter of SQL `ingest`: what a batch has beyond leads that are sold or end at once. JSON, because most
 * batches have none of it, and then it is null.
 */
import { type Decided, isDone } from '../decide.ts'
import type { Held, Places } from '../state.ts'
import type { Batch, SoldLead } from './write.ts'

/** What `lock_open` and `write_open` (migrations/functions) read; null when the batch has nothing for them. */
export function openColumn(batch: Batch, sales: readonly SoldLead[]): string | null {
  const { decided, places, owner } = batch
  const special = decided.filter((one) => one.open || !isDone(one))
  const mails = sales.filter(isMailed)
  if (special.length === 0 && places.credits.size === 0 && mails.length === 0) return null
  const again = special.filter((one) => one.open)
  return JSON.stringify({
    owner,
    opened: special.filter((one) => !one.open).map((one) => openedRow(one, places)),
    goes: again.map((one) => goesRow(one, places)),
    holds: special.flatMap((one) => one.holds.map((held) => holdRow(one, held))),
    changes: again.map((one) => changeRow(one, batch.now)),
    earned: sales.flatMap(earnedRow),
    by: again.find(({ open }) => open?.byHand)?.open?.byHand ?? null,
    credits: [...places.credits].map(([buyer, { campaignId, credit }]) => ({ buyer, campaign: campaignId, credit })),
    mails: mails.map(mailRow),
  })
}

const texts = (keys: readonly bigint[]) => keys.map(String)

/** Where its supplier's place was taken, and what it claimed: given back if it is sold to nobody. */
function enteredColumns({ lead }: Decided, places: Places) {
  const { day, week, month } = places.supplierPeriods(lead)
  return { day, week, month, keys: texts(lead.checks), posts: postsOf(lead) }
}

const postsOf = ({ identical }: Decided['lead']) => (identical === null ? [] : [String(identical)])

function openedRow(one: Decided, places: Places) {
  const { lead } = one
  return {
    lead: one.leadId,
    received: lead.at,
    supplier: lead.supplier.id,
    deadline: new Date(lead.at.getTime() + lead.campaign.compiled.deadlineMs),
    ...(one.enters ? enteredColumns(one, places) : { keys: [], posts: postsOf(lead) }),
  }
}

function goesRow(one: Decided, places: Places) {
  return {
    lead: one.leadId,
    received: one.lead.at,
    done: isDone(one),
    ...(one.enters ? enteredColumns(one, places) : {}),
  }
}

function holdRow({ lead, leadId }: Decided, held: Held) {
  const { offer, periods } = held
  return {
    attempt: held.attemptId,
    lead: leadId,
    received: lead.at,
    campaign: lead.campaign.id,
    buyer: offer.buyer.id,
    version: lead.campaign.version,
    wallet: held.walletId,
    test: lead.test,
    price: offer.price,
    rule: offer.rule < 0 ? null : offer.rule,
    ...periods,
    keys: texts(held.keys),
    credits: held.credits && Object.fromEntries(held.credits),
  }
}

function changeRow(one: Decided, now: Date) {
  const { lead, open } = one
  return {
    lead: one.leadId,
    received: lead.at,
    was_code: open?.stored.code,
    was_revenue: open?.stored.revenue,
    code: one.code,
    sales: one.sales.length,
    revenue: one.revenue,
    payout: one.payout,
    version: lead.campaign.version,
    ms: isDone(one) ? now.getTime() - lead.at.getTime() : null,
    // in the field order of the version it was decided by
    data: open?.stored.data === lead.data ? null : JSON.parse(lead.data),
    why: one.moved,
  }
}

/** What its supplier earns when a lead is sold after it was answered. */
function earnedRow({ open, lead, leadId, attemptId, payout }: SoldLead) {
  const amount = payout - (open?.stored.payout ?? 0)
  if (!open?.byHand || open.test || amount === 0) return []
  return [{ source: attemptId, supplier: lead.supplier.id, lead: leadId, amount }]
}

/** A sale by e-mail; a test's only where the buyer takes tests. */
function isMailed({ lead, sale }: SoldLead): boolean {
  return sale.buyer.part.delivery.kind === 'email' && (!lead.test || sale.buyer.part.acceptsTests)
}

function mailRow({ attemptId, leadId, lead, sale }: SoldLead) {
  return {
    delivery: attemptId,
    lead: leadId,
    campaign: lead.campaign.id,
    buyer: sale.buyer.id,
    version: lead.campaign.version,
    price: sale.price,
    test: lead.test,
  }
}
