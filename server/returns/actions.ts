/** A team member returns leads. */
import type { ReturnLead, ReturnLeads, ReturnOutcome } from '../../contract/api/returns.ts'
import { AppError } from '../../contract/errors.ts'
import { actorOf, type Ctx } from '../platform/ctx.ts'
import { leadIdOf, leadIdText } from '../platform/ids.ts'
import { markReturned, type Returned, type ReturnWish } from './ops.ts'

/** @throws AppError not_found for what is no id: whether it names something is nobody's business */
function idOf(text: string): string {
  const id = leadIdOf(text)
  if (!id) throw new AppError('not_found')
  return id
}

function outcomeOf({ leadId, whole, sales, payoutBack }: Returned): ReturnOutcome {
  const sum = (of: (sale: (typeof sales)[number]) => number) => sales.reduce((total, sale) => total + of(sale), 0)
  return {
    lead: leadIdText(leadId),
    returned: whole,
    sales: sales.length,
    price: sum((sale) => sale.price),
    credited: sum((sale) => sale.credited),
    payoutBack,
  }
}

type Saying = Omit<ReturnLead, 'sales'>

async function returnOne(ctx: Ctx, text: string, of: ReturnWish['of'], saying: Saying): Promise<ReturnOutcome> {
  const { accountId, name } = actorOf(ctx, 'team')
  const { reason, note, refund, toSupplier } = saying
  const wish = { accountId, leadId: idOf(text), of, reason, note: note || null, refund, toSupplier, by: name }
  return outcomeOf(await ctx.transact((tx) => markReturned(tx, ctx, wish)))
}

/** Returns a lead, or some of its sales. */
export function returnLead(ctx: Ctx, text: string, { sales, ...saying }: ReturnLead): Promise<ReturnOutcome> {
  return returnOne(ctx, text, sales ? { sales: sales.map(idOf) } : 'lead', saying)
}

interface Result {
  lead: string
  done: ReturnOutcome | null
  refusal: string | null
}

/** Returns each lead for itself: one that cannot be returned does not keep the others. */
export async function returnLeads(ctx: Ctx, { leads, ...saying }: ReturnLeads): Promise<Result[]> {
  const results: Result[] = []
  for (const lead of leads) {
    try {
      results.push({ lead, done: await returnOne(ctx, lead, 'lead', saying), refusal: null })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      results.push({ lead, done: null, refusal: error.message })
    }
  }
  return results
}
