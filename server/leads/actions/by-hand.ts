/** What a team member does with a lead that ingestion left open, or sold: settle, send again, sell to. */
import { HandOutcome } from '../../../contract/api/lead-actions.ts'
import { AppError } from '../../../contract/errors.ts'
import { sendAgain as askAgain, sellTo as offerTo, settleUnknown } from '../../intake/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { leadIdOf, leadIdText } from '../../platform/ids.ts'
import { recountReturned } from '../../returns/ops.ts'
import { type AttemptRow, attemptsOf } from '../tables/attempts.ts'
import type { LeadRow } from '../tables/leads.ts'
import { oneLead } from './one.ts'

export interface CallToSettle {
  lead: string
  /** Left out: every call of the lead whose end is unknown. */
  call?: string | undefined
}
export interface SettledCall {
  lead: string
  refusal: string | null
}

/** Settles each for itself: one that cannot be settled does not keep the others. */
export async function settleCalls(ctx: Ctx, calls: readonly CallToSettle[], sold: boolean): Promise<SettledCall[]> {
  const results: SettledCall[] = []
  for (const call of calls) {
    try {
      await settleOne(ctx, call, sold)
      results.push({ lead: call.lead, refusal: null })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      results.push({ lead: call.lead, refusal: error.message })
    }
  }
  return results
}

async function settleOne(ctx: Ctx, { lead: text, call }: CallToSettle, sold: boolean): Promise<void> {
  const { accountId, name: by } = actorOf(ctx, 'team')
  const lead = await oneLead(ctx, accountId, null, text)
  const asked = call === undefined ? undefined : leadIdOf(call)
  if (call !== undefined && asked === undefined) throw new AppError('not_found')
  const attempts = await attemptsOf(ctx.db, accountId, [lead])
  const meant = attempts.filter(({ attemptId }) => asked === undefined || attemptId === asked)
  if (meant.length === 0) throw new AppError('not_found')
  const open = meant.filter(({ outcome }) => outcome === 'unknown').map(({ attemptId }) => attemptId)
  if (open.length === 0) throw new AppError('not_allowed_now', { message: standingOf(meant) })
  await ctx.transact(async (tx) => {
    const now = ctx.now()
    const as = sold ? 'sold' : 'not_sold'
    const settled = await settleUnknown(tx, accountId, { attempts: open, as, by, now })
    const [first] = settled
    if (!first) throw new AppError('not_allowed_now', { message: 'Somebody settled it in the meantime.' })
    if (sold) await recountReturned(tx, accountId, { leadId: lead.leadId, cause: first.attemptId, now })
    await auditSettled(ctx, tx, lead, { sold, buyers: settled.map(({ buyerId }) => buyerId) })
  })
}

/** What became of calls that are not open any more. */
function standingOf(attempts: readonly AttemptRow[]): string {
  const settled = attempts.find(({ settledAt, byName }) => settledAt !== null && byName !== null)
  if (settled) return `${settled.byName} has settled it already.`
  return 'There is no call of unknown end.'
}

async function auditSettled(
  ctx: Ctx,
  tx: Tx,
  lead: LeadRow,
  { sold, buyers }: { sold: boolean; buyers: number[] },
): Promise<void> {
  const target = { kind: 'lead', id: leadIdText(lead.leadId) }
  await audit(tx, ctx, {
    action: sold ? 'lead.settled_as_sold' : 'lead.settled_as_not_sold',
    target,
    after: { buyers },
  })
}

export interface Asked {
  outcome: HandOutcome
  reason: string | null
}

/** Sends a lead once more to a buyer that has bought it. @throws AppError not_found */
export async function sendAgain(ctx: Ctx, text: string, saleText: string): Promise<Asked> {
  const { accountId, name: by } = actorOf(ctx, 'team')
  const lead = await oneLead(ctx, accountId, null, text)
  const attempts = await attemptsOf(ctx.db, accountId, [lead])
  const sale = attempts.find(({ attemptId, outcome }) => attemptId === leadIdOf(saleText) && outcome === 'accepted')
  if (!sale) throw new AppError('not_found')
  const { outcome, detail } = await askAgain(ctx, { accountId, leadId: lead.leadId, buyerId: sale.buyerId, by })
  await auditAsked(ctx, lead, 'lead.sent_again', { buyer: sale.buyerId, outcome })
  return { outcome: HandOutcome.parse(outcome), reason: detail }
}

/** Offers an unsold lead to one buyer of its campaign. */
export async function sellTo(ctx: Ctx, text: string, buyerId: number): Promise<Asked> {
  const { accountId, name: by } = actorOf(ctx, 'team')
  const lead = await oneLead(ctx, accountId, null, text)
  const { outcome, detail } = await offerTo(ctx, { accountId, leadId: lead.leadId, buyerId, by })
  await auditAsked(ctx, lead, 'lead.offered', { buyer: buyerId, outcome })
  return { outcome: HandOutcome.parse(outcome), reason: detail }
}

/** After the call: what it came to is what is written down. */
function auditAsked(ctx: Ctx, lead: LeadRow, action: string, after: object): Promise<void> {
  return ctx.transact((tx) => audit(tx, ctx, { action, target: { kind: 'lead', id: leadIdText(lead.leadId) }, after }))
}
