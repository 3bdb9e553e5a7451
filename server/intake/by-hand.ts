/**
 * A person sells a lead that nobody bought, or sends it again to a buyer that has it (spec 2.3). A sale by hand goes the
 * way of every other: decided under its guards, held while its buyer is called, settled by the answer.
 */
import { AppError } from '../../contract/errors.ts'
import { asCents } from '../../contract/money.ts'
import { outcomeInWords, reasonInWords } from '../../contract/reasons.ts'
import { labelsOf } from '../../contract/words.ts'
import { type Courier, courierOf } from '../delivery/ops.ts'
import type { Ctx } from '../platform/ctx.ts'
import { openClient, transact } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { explain } from '../routing/ops.ts'
import type { Answer } from './answer.ts'
import { Batches, type Pending } from './batch.ts'
import type { Decided } from './decide.ts'
import type { Lead } from './lead.ts'
import { readLostLead } from './lost.ts'
import type { OpenLead } from './open.ts'
import { callRow, deliveryOrder, outcomeOf } from './orders.ts'
import { Owner } from './owner.ts'
import { Runs } from './runs.ts'
import { claimLead, freeLead, insertResent, lastAttempt, soldAttempt } from './tables/by-hand.ts'
import { currencyOf } from './tables/open.ts'

export interface ByHand {
  accountId: number
  leadId: string
  buyerId: number
  /** Who does it. */
  by: string
}

/** How the buyer answered: an attempt's outcome, and its reason. */
export interface HandResult {
  attemptId: string
  outcome: string
  detail: string | null
}

const DEADLINE_MS = 60_000

/** What intake is made of, for one lead. */
interface Bench {
  batches: Batches
  runs: Runs
}

/** By the pages' pool: the session that holds the leads being sold by hand, and how many use it. */
const sessions = new WeakMap<Ctx['pool'], { owner: Owner; users: number }>()

/** However many sell at once, they hold one connection while their buyers are called: the pages need the others. */
async function withOwner<T>(ctx: Ctx, work: (owner: Owner) => Promise<T>): Promise<T> {
  const shared = sessions.get(ctx.pool) ?? { owner: ownerOf(ctx), users: 0 }
  sessions.set(ctx.pool, shared)
  shared.users++
  try {
    return await work(shared.owner)
  } finally {
    shared.users--
    if (shared.users === 0) {
      sessions.delete(ctx.pool)
      await shared.owner.close()
    }
  }
}

function ownerOf(ctx: Ctx): Owner {
  const { controlDatabaseUrl } = ctx.config
  return new Owner(() =>
    controlDatabaseUrl === undefined ? ctx.pool.connect() : openClient(controlDatabaseUrl, 'portico by hand'),
  )
}

function benchOf(ctx: Ctx, courier: Courier, owner: Owner): Bench {
  const machinery = { db: ctx.db, pool: ctx.pool, secrets: ctx.secrets, log: ctx.log, now: () => ctx.now() }
  const batches: Batches = new Batches(machinery, owner, () => {})
  const submit = (accountId: number, pending: Pending) => void batches.run(accountId, [pending])
  const runs = new Runs({ machinery, courier, owner, batches: () => batches, submit })
  return { batches, runs }
}

/**
 * Sells an unsold lead to one buyer, by the rules of any sale: filters, hours, caps, balance, duplicates, floor. Calls
 * the buyer where its delivery says so, and resolves with how that ended.
 * @throws AppError not_found, conflict while it is in process, not_allowed_now with the rule that stands against it
 */
export function sellTo(ctx: Ctx, wish: ByHand, courier: Courier = courierOf(ctx)): Promise<HandResult> {
  const { accountId, leadId, buyerId } = wish
  return withOwner(ctx, async (owner) => {
    const own = await owner.id()
    const deadlineAt = new Date(ctx.now().getTime() + DEADLINE_MS)
    if (!(await transact(ctx.db, (tx) => claimLead(tx, accountId, leadId, own, deadlineAt))))
      throw new AppError('not_allowed_now', { message: 'Only a lead that nobody bought and that is done can be sold.' })
    try {
      await sell(ctx, benchOf(ctx, courier, owner), wish)
    } finally {
      await freeLead(ctx.db, accountId, leadId, own)
    }
    const made = await lastAttempt(ctx.db, accountId, leadId, buyerId)
    if (!made) throw new AppError('not_allowed_now')
    return made
  })
}

async function sell(ctx: Ctx, { batches, runs }: Bench, wish: ByHand): Promise<void> {
  const { accountId, leadId, buyerId, by } = wish
  const lost = await readLostLead(ctx.db, accountId, leadId)
  if (!lost) throw new AppError('not_found')
  const open: OpenLead = { ...lost.open, identical: null, called: new Set(), byHand: by }
  const lead = await batches.leadOf(open, lost.post)
  if (!lead?.campaign.buyers.has(buyerId)) throw new AppError('not_found')
  for (const buyer of lead.campaign.compiled.buyers) if (buyer.id !== buyerId) open.called.add(buyer.id)
  const currency = await currencyOf(ctx.db, accountId)
  const answered = Promise.withResolvers<Answer>()
  const pending: Pending = {
    post: lost.post,
    leadId,
    entries: [{ accountId, campaignId: open.campaignId, supplierId: open.supplierId }],
    answer: answered.resolve,
  }
  const decided = await new Promise<Decided>((resolve, failed) => {
    void batches.run(accountId, [{ ...pending, again: { open, decided: resolve, failed } }])
  })
  const goesOn = decided.holds.length + decided.asks.length > 0
  if (!goesOn && decided.sales.length === 0)
    throw new AppError('not_allowed_now', { message: whyNot(decided, buyerId, currency) })
  if (!goesOn) return
  runs.goOn({ pending, open, lead, currency }, decided)
  await answered.promise
  await runs.drained()
}

/** The one rule that stands against the sale, in words. */
function whyNot({ lead, code, detail, moved }: Decided, buyerId: number, currency: string): string {
  const { settings } = lead.campaign
  const context = {
    buyer: settings.buyers.get(buyerId),
    labelOf: labelsOf(settings.campaign.fields),
    currency,
    minimumMargin: settings.campaign.minimumMargin,
  }
  const { values, subIds, at, supplier } = lead
  const found = explain(settings, { values, subIds, at, supplierId: supplier.id, code, moving: moved, soldTo: [] })
  const reason = found.find((one) => one.buyerId === buyerId)?.reason
  const isOfBuyer = reason && reason.kind !== 'not_reached' && reason.kind !== 'earlier_buyer'
  return (isOfBuyer ? reasonInWords(reason, context) : outcomeInWords(code, detail)) ?? 'This lead cannot be sold now.'
}

/**
 * Sends a sold lead once more to a buyer that has it, under the delivery it has now. Nothing is charged and no figure
 * moves. The buyer gets the same delivery id, so it can tell.
 * @throws AppError not_found where the buyer has not bought it, not_allowed_now where nothing leaves
 */
export async function sendAgain(ctx: Ctx, wish: ByHand, courier: Courier = courierOf(ctx)): Promise<HandResult> {
  const { accountId, leadId, buyerId, by } = wish
  const sold = await soldAttempt(ctx.db, accountId, leadId, buyerId)
  const lost = sold && (await readLostLead(ctx.db, accountId, leadId))
  if (!lost) throw new AppError('not_found')
  // nothing is held for it: the owner is never asked for its number
  const { batches } = benchOf(ctx, courier, ownerOf(ctx))
  const lead = await batches.leadOf(lost.open, lost.post)
  const buyer = lead?.campaign.compiled.buyers.find((one) => one.id === buyerId)
  if (!lead || !buyer) throw new AppError('not_found')
  const attemptId = newId(ctx.now())
  const row = { ...wish, attemptId, version: lead.campaign.version, sold, by }
  if (buyer.part.delivery.kind === 'email') {
    await transact(ctx.db, (tx) => insertResent(tx, { ...row, at: ctx.now(), detail: 'Sent by e-mail', mail: true }))
    return { attemptId, outcome: 'resent', detail: 'Sent by e-mail' }
  }
  if (buyer.part.delivery.kind !== 'direct_post')
    throw new AppError('not_allowed_now', {
      message: 'This buyer’s leads are kept for the portal: there is nothing to send.',
    })
  return call(ctx, courier, { ...row, lost: { ...lost.open, deadlineAt: ctx.now().getTime() + DEADLINE_MS }, lead })
}

type Resent = Parameters<typeof insertResent>[1]

async function call(
  ctx: Ctx,
  courier: Courier,
  { lost, lead, ...row }: Omit<Resent, 'at' | 'detail' | 'mail'> & { lost: OpenLead; lead: Lead },
): Promise<HandResult> {
  const { attemptId, accountId, sold, leadId } = row
  const offer = { price: sold.price, rule: -1, isCall: true, buyer: buyerOf(lead, row.buyerId) }
  const held = { attemptId: sold.attemptId, leadId, offer }
  const currency = await currencyOf(ctx.db, accountId)
  const result = await courier.deliver(deliveryOrder(lost, lead, held, ctx.now(), currency))
  const reason = result.outcome === 'accepted' ? null : result.reason
  const detail = outcomeOf(result.outcome, reason)
  const at = ctx.now()
  const wire = { attempt: attemptId, kind: 'delivery' as const, name: null, outcome: result.outcome, reason }
  const made = callRow(lost, result.transcript, at, wire)
  await transact(ctx.db, (tx) => insertResent(tx, { ...row, at, detail, mail: false, call: made }))
  return { attemptId, outcome: 'resent', detail }
}

function buyerOf(lead: Lead, buyerId: number) {
  const buyer = lead.campaign.compiled.buyers.find((one) => one.id === buyerId)
  if (!buyer) throw new AppError('not_found')
  return { ...buyer, price: asCents(buyer.part.price) }
}
