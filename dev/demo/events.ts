/** What the operator did over the months: prices raised, money booked, buyers added and held up. */
import { asCents } from '../../contract/money.ts'
import { pauseBuyer, resumeBuyer } from '../../server/campaigns/actions/buyers.ts'
import { changeSettings } from '../../server/campaigns/actions/settings.ts'
import { readSettings } from '../../server/campaigns/ops.ts'
import { addCredit } from '../../server/ledger/actions.ts'
import { readWallet } from '../../server/ledger/ops.ts'
import { newId } from '../../server/platform/ids.ts'
import { addOverflow, type BuiltBusiness, buyerKey } from './build.ts'
import { payIn } from './cards.ts'
import { HISTORY_DAYS } from './plan.ts'
import { returnsOf } from './returns.ts'

export interface HistoryEvent {
  at: Date
  run(): Promise<unknown>
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

async function topUp(business: BuiltBusiness, daysAgo: number): Promise<void> {
  const { ctx, plan, customers } = business
  for (const customer of plan.customers) {
    const { company, wallet } = customer
    const customerId = customers.get(company)
    if (!wallet || customerId === undefined || daysAgo < wallet.lastDays) continue
    const { balance } = await readWallet(ctx.db, ctx.actor.accountId, customerId)
    if (balance >= wallet.floor) continue
    if (await payIn(ctx, customerId, { plan: customer, amount: wallet.topUp, daysAgo })) continue
    const amount = asCents(wallet.topUp)
    const reason = daysAgo === HISTORY_DAYS ? 'Opening balance' : 'Wire transfer received'
    await addCredit(ctx, customerId, { id: newId(ctx.now()), amount, reason })
  }
}

/** The first buyer of the plan pays two more from then on. */
async function raisePrice({ ctx, plan, campaigns, buyers }: BuiltBusiness): Promise<void> {
  const [first] = plan.buyers
  const campaignId = campaigns.get(first?.campaign ?? '')
  const id = first && buyers.get(buyerKey(first.campaign, first.client))
  if (!first || campaignId === undefined || id === undefined) return
  const { version } = await ctx.db
    .selectFrom('campaigns')
    .select('version')
    .where('account_id', '=', ctx.actor.accountId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirstOrThrow()
  const part = (await readSettings(ctx.db, ctx.actor.accountId, campaignId, version)).buyers.get(id)
  if (!part) return
  const summary = `Raised the price of ${first.client} by 2.00`
  const parts = [{ part: 'buyer' as const, id, body: { ...part, price: part.price + 200 } }]
  await changeSettings(ctx, campaignId, { summary, parts })
}

async function pausePlanned({ ctx, plan, buyers }: BuiltBusiness): Promise<void> {
  for (const { campaign, client, paused } of plan.buyers) {
    const id = buyers.get(buyerKey(campaign, client))
    if (paused && id !== undefined) await pauseBuyer(ctx, id, { until: null, reason: paused })
  }
}

/** In order of time. */
export function historyOf(business: BuiltBusiness, end: Date): HistoryEvent[] {
  const { ctx } = business
  const ago = (days: number, hours = 0): Date => new Date(end.getTime() - days * DAY_MS + hours * HOUR_MS)
  let overflow: number[] = []
  const holdOverflow = async (): Promise<void> => {
    for (const id of overflow) await pauseBuyer(ctx, id, { until: null, reason: 'Their intake is being moved' })
  }
  const freeOverflow = async (): Promise<void> => {
    for (const id of overflow) await resumeBuyer(ctx, id)
  }
  const days = Array.from({ length: HISTORY_DAYS + 1 }, (_, nth) => HISTORY_DAYS - nth)
  const events: HistoryEvent[] = [
    ...days.map((daysAgo) => ({ at: ago(daysAgo), run: () => topUp(business, daysAgo) })),
    { at: ago(60, 1), run: () => raisePrice(business) },
    {
      at: ago(52, 1),
      run: async () => {
        overflow = await addOverflow(business)
      },
    },
    ...[33, 19].flatMap((daysAgo) => [
      { at: ago(daysAgo, 2), run: holdOverflow },
      { at: ago(daysAgo, 16), run: freeOverflow },
    ]),
    { at: ago(2, 3), run: () => pausePlanned(business) },
    ...returnsOf(business, end),
  ]
  return events.sort((a, b) => a.at.getTime() - b.at.getTime())
}
