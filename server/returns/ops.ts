/** What neighbours ask of returns, inside their own transactions. `markReturned` is the only way to return a sale. */
import { AppError } from '../../contract/errors.ts'
import { asCents } from '../../contract/money.ts'
import type { SupplierPart } from '../../contract/settings.ts'
import { CODES } from '../../contract/verdict.ts'
import { readSettings } from '../campaigns/ops.ts'
import { lockWallets, post, saleReturn } from '../ledger/ops.ts'
import { audit } from '../platform/audit.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Db, Tx } from '../platform/db.ts'
import { leadIdText } from '../platform/ids.ts'
import { goesToSupplier, payoutAfterReturns, takenBackUntil } from './rules.ts'
import {
  bookPayoutChange,
  findLead,
  type Lead,
  lockLead,
  type Mark,
  markSale,
  type Sold,
  salesOf,
  shiftLeadFigures,
  shiftSaleFigures,
  updateLead,
} from './tables.ts'

export interface ReturnWish {
  accountId: number
  leadId: string
  /** Every sale of the lead, those to one buyer, or the named ones. */
  of: 'lead' | { buyerId: number } | { sales: readonly string[] }
  reason: string
  note: string | null
  /** False: the wallet that paid gets nothing back, and the audit log says so. */
  refund: boolean
  /** Whether the supplier bears it; null: by its terms. */
  toSupplier: boolean | null
  /** Who wished it, as both sides read it. */
  by: string
}

export interface ReturnedSale {
  attemptId: string
  buyerId: number
  price: number
  credited: number
  toSupplier: boolean
}
export interface Returned {
  leadId: string
  /** Whether all its sales are returned now. */
  whole: boolean
  sales: ReturnedSale[]
  /** What the supplier earns less by it. */
  payoutBack: number
}

interface Wanted {
  lead: Lead
  all: Sold[]
  chosen: Sold[]
}

function chosenOf(all: readonly Sold[], { of }: ReturnWish): Sold[] {
  if (of === 'lead') return all.filter((sale) => sale.outcome === 'accepted')
  if ('buyerId' in of) return all.filter((sale) => sale.buyerId === of.buyerId)
  return all.filter((sale) => of.sales.includes(sale.attemptId))
}

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })

/** @throws AppError not_found, not_allowed_now with what stands against it */
function refuse(lead: Lead | undefined, all: readonly Sold[], wish: ReturnWish): asserts lead is Lead {
  const no = (message: string) => new AppError('not_allowed_now', { message })
  if (!lead) throw new AppError('not_found')
  if (lead.test) throw no('This is a test lead. It cost nothing, so there is nothing to return.')
  if (lead.code === CODES.in_process || all.some((sale) => sale.outcome === 'calling'))
    throw no('This lead is still being sold. Return it once that is done.')
  const chosen = chosenOf(all, wish)
  const unknown = all.some((sale) => sale.outcome === 'unknown')
  if (chosen.length === 0 && wish.of !== 'lead') throw new AppError('not_found')
  if (chosen.length === 0 && !unknown) throw no('This lead was not sold, so there is nothing to return.')
  if (chosen.length === 0 || chosen.some((sale) => sale.outcome === 'unknown'))
    throw no('It is not known yet whether the buyer took this lead. Settle that first.')
  const [first] = chosen
  if (first?.returnedAt && chosen.every((sale) => sale.returnedAt))
    throw no(`It was returned on ${day.format(first.returnedAt)} by ${first.returnedBy ?? 'somebody'} already.`)
}

async function wanted(db: Db, wish: ReturnWish, read: typeof findLead): Promise<Wanted> {
  const lead = await read(db, wish.accountId, wish.leadId)
  const all = await salesOf(db, wish.accountId, wish.leadId)
  refuse(lead, all, wish)
  return { lead, all, chosen: chosenOf(all, wish).filter((sale) => !sale.returnedAt) }
}

/** Reads without locks, takes the wallets' locks, then the lead's, and reads again: that is what is returned. */
async function lockWanted(tx: Tx, wish: ReturnWish): Promise<Wanted> {
  const before = await wanted(tx, wish, findLead)
  const wallets = before.chosen.flatMap(({ paid }) => (paid && wish.refund ? [paid.walletId] : []))
  await lockWallets(tx, wish.accountId, wallets)
  const now = await wanted(tx, wish, (_db, accountId, leadId) => lockLead(tx, accountId, leadId))
  // a sale that was settled in between: its wallet is not among the locked ones
  const known = new Set(before.chosen.map((sale) => sale.attemptId))
  if (now.chosen.some((sale) => !known.has(sale.attemptId))) throw new AppError('stale')
  return now
}

async function termsOf(db: Db, accountId: number, lead: Lead): Promise<SupplierPart> {
  const settings = await readSettings(db, accountId, lead.campaignId, lead.version)
  const terms = settings.suppliers.get(lead.supplierId)
  if (!terms) throw new Error(`no supplier ${lead.supplierId} in version ${lead.version}`)
  return terms
}

/** Marks one sale and credits what it was debited; what it credited. */
async function returnSale(
  tx: Tx,
  wish: ReturnWish,
  mark: Mark,
  sale: Sold,
  toSupplier: boolean,
): Promise<ReturnedSale> {
  const { attemptId, buyerId, price, paid } = sale
  await markSale(tx, wish.accountId, wish.leadId, { attemptId, toSupplier }, mark)
  if (!paid || !wish.refund) return { attemptId, buyerId, price, credited: 0, toSupplier }
  const debit = { ...paid, amount: asCents(paid.amount), attemptId, leadId: wish.leadId }
  const { transfer } = await post(
    tx,
    wish.accountId,
    mark.at,
    saleReturn(debit, { note: mark.reason, actorName: wish.by }),
  )
  return { attemptId, buyerId, price, credited: transfer.amount, toSupplier }
}

/**
 * Returns sales of a lead: marks them, credits each wallet with exactly what it was debited, counts it on the lead's
 * own date and books what the supplier earns less. Locks wallets, then the lead; to be called before any lock on rows.
 * @throws AppError not_found, not_allowed_now with what happened before, stale
 */
export async function markReturned(tx: Tx, ctx: Ctx, wish: ReturnWish): Promise<Returned> {
  const { accountId } = wish
  const { lead, all, chosen } = await lockWanted(tx, wish)
  const { payout, returns } = await termsOf(tx, accountId, lead)
  const now = ctx.now()
  const mark = { at: now, reason: wish.reason, note: wish.note, by: wish.by, refund: wish.refund }
  const sales: ReturnedSale[] = []
  for (const sale of chosen) {
    const toSupplier = wish.toSupplier ?? goesToSupplier(returns, sale.soldAt, now)
    sales.push(await returnSale(tx, wish, mark, sale, toSupplier))
  }
  const after = new Map(sales.map((sale) => [sale.attemptId, sale.toSupplier]))
  const parts = all
    .filter((sale) => sale.outcome === 'accepted')
    .map((sale) => ({ ...sale, toSupplier: after.get(sale.attemptId) ?? sale.toSupplier }))
  const whole = parts.every((sale) => sale.toSupplier !== null)
  const returnedPayout = lead.payout - payoutAfterReturns(payout, lead.payout, parts)
  const payoutBack = returnedPayout - lead.returnedPayout
  await writeLead(tx, accountId, lead, { whole, returnedPayout, payoutBack, sales, at: now })
  const returned = { leadId: wish.leadId, whole, sales, payoutBack }
  await auditReturn(tx, ctx, wish, returned)
  return returned
}

async function writeLead(
  tx: Tx,
  accountId: number,
  lead: Lead,
  now: { whole: boolean; returnedPayout: number; payoutBack: number; sales: readonly ReturnedSale[]; at: Date },
): Promise<void> {
  const { whole, returnedPayout, payoutBack, sales, at } = now
  const [first] = sales
  await updateLead(tx, accountId, { leadId: lead.leadId, returned: whole, returnedPayout })
  const revenue = sales.reduce((sum, sale) => sum + sale.price, 0)
  await shiftLeadFigures(tx, accountId, lead, { leads: whole ? 1 : 0, revenue, payout: payoutBack })
  for (const sale of sales.toSorted((a, b) => a.buyerId - b.buyerId)) await shiftSaleFigures(tx, accountId, lead, sale)
  if (payoutBack === 0 || !first) return
  const { supplierId, leadId } = lead
  // one cause for all sales returned at once: the first of them names it
  const change = { cause: 'return' as const, source: first.attemptId, supplierId, leadId, amount: -payoutBack, at }
  await bookPayoutChange(tx, accountId, change)
}

async function auditReturn(tx: Tx, ctx: Ctx, wish: ReturnWish, { sales, payoutBack, whole }: Returned): Promise<void> {
  const told = sales.map(({ buyerId, price, credited, toSupplier }) => ({
    buyer: buyerId,
    price,
    credited,
    toSupplier,
  }))
  await audit(tx, ctx, {
    accountId: wish.accountId,
    action: 'lead.returned',
    target: { kind: 'lead', id: leadIdText(wish.leadId) },
    before: { returned: false },
    after: { returned: whole, reason: wish.reason, refund: wish.refund, sales: told, payoutBack },
  })
}

/**
 * Counts a lead anew to which a sale came after some were returned: it may be returned no more, and its supplier may
 * be owed again. `cause` is the sale that came.
 */
export async function recountReturned(
  tx: Tx,
  accountId: number,
  { leadId, cause, now }: { leadId: string; cause: string; now: Date },
): Promise<void> {
  const lead = await lockLead(tx, accountId, leadId)
  if (!lead || (!lead.returned && lead.returnedPayout === 0)) return
  const { payout } = await termsOf(tx, accountId, lead)
  const sales = (await salesOf(tx, accountId, leadId)).filter((sale) => sale.outcome === 'accepted')
  const returned = sales.every((sale) => sale.returnedAt !== null)
  const returnedPayout = lead.payout - payoutAfterReturns(payout, lead.payout, sales)
  const back = returnedPayout - lead.returnedPayout
  await updateLead(tx, accountId, { leadId, returned, returnedPayout })
  await shiftLeadFigures(tx, accountId, lead, {
    leads: Number(returned) - Number(lead.returned),
    revenue: 0,
    payout: back,
  })
  if (back === 0) return
  const { supplierId } = lead
  await bookPayoutChange(tx, accountId, { cause: 'return', source: cause, supplierId, leadId, amount: -back, at: now })
}

/** A sale that is not returned, and what returning it now would move. */
export interface Returnable {
  attemptId: string
  price: number
  credit: number
  /** By the supplier's terms. */
  toSupplier: boolean
  takenBackUntil: Date | null
}

/** What returning all that is left would move now, and by the supplier's terms; `payoutBack` if it bears it. */
export async function readReturnable(
  db: Db,
  accountId: number,
  leadId: string,
  now: Date,
): Promise<{ sales: Returnable[]; payoutBack: number }> {
  const lead = await findLead(db, accountId, leadId)
  if (!lead) throw new AppError('not_found')
  const { payout, returns } = await termsOf(db, accountId, lead)
  const all = (await salesOf(db, accountId, leadId)).filter((sale) => sale.outcome === 'accepted')
  const open = lead.test ? [] : all.filter((sale) => !sale.returnedAt)
  const sales = open.map(({ attemptId, price, paid, soldAt }) => ({
    attemptId,
    price,
    credit: paid?.amount ?? 0,
    toSupplier: goesToSupplier(returns, soldAt, now),
    takenBackUntil: takenBackUntil(returns, soldAt),
  }))
  const gone = all.map((sale) => ({ price: sale.price, toSupplier: sale.returnedAt ? sale.toSupplier : true }))
  const payoutBack = lead.payout - payoutAfterReturns(payout, lead.payout, gone) - lead.returnedPayout
  return { sales, payoutBack }
}
