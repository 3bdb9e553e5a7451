/**
 * Card payments of the demo's history: operators connect Stripe, customers save cards on its page, pay in, and agree to
 * auto-recharges, all through the real actions and the simulator, whose clock stands with the history's.
 */
import { consentSentence } from '../../contract/consent.ts'
import { asCents } from '../../contract/money.ts'
import { changeDepositFee, changeTerms } from '../../server/billing/actions/billing.ts'
import { finishCardSetup, setUpCard } from '../../server/billing/actions/cards.ts'
import { chargeCard, writeSentCharge } from '../../server/billing/actions/charges.ts'
import { connectStripe } from '../../server/billing/actions/connect.ts'
import { startRecharge } from '../../server/billing/actions/due.ts'
import { agreeToRecharge } from '../../server/billing/actions/own-recharge.ts'
import { takeWantedModes } from '../../server/customers/actions/modes.ts'
import { type Ctx, type CustomerActor, ctxOf, type Platform, type TeamActor } from '../../server/platform/ctx.ts'
import { newId } from '../../server/platform/ids.ts'
import type { CustomerPlan, OperatorPlan } from './plan.ts'

const FEE_BP = 300
const MINIMUM_DEPOSIT = 5_000
/** Auto-recharges are a month old. */
const RECHARGE_DAYS = 30

type SeedCtx = Ctx<TeamActor>

/** Orders of the simulator (dev/stripe/control.ts). */
async function order({ config }: Pick<Platform, 'config'>, sent: object): Promise<void> {
  await fetch(`${config.stripeApiBase}/_control`, { method: 'POST', body: JSON.stringify(sent) })
}

/** Cards can be paid with where Stripe is played; its clock is set to the history's. */
async function standWith(ctx: SeedCtx): Promise<boolean> {
  if (ctx.config.stripeApiBase === undefined) return false
  await order(ctx, { do: 'standAt', at: ctx.now().toISOString() })
  return true
}

/** Connects the operator's Stripe account with test keys. Nothing it tells is heard until the history is made. */
export async function openTill(ctx: SeedCtx, { portal }: OperatorPlan): Promise<void> {
  if (!(await standWith(ctx))) return
  await order(ctx, { do: 'holdWebhooks' })
  const account = `51${portal.subdomain.padEnd(14, 'X')}`
  await connectStripe(ctx, { publishableKey: `pk_test_${account}demo`, secretKey: `sk_test_${account}demo` })
  await changeDepositFee(ctx, FEE_BP)
}

const ownerOf = (ctx: SeedCtx, customerId: number, { owner }: CustomerPlan): Ctx<CustomerActor> =>
  ctxOf(ctx, {
    kind: 'customer',
    userId: newId(ctx.now()),
    sessionId: 'demo',
    ...owner,
    accountId: ctx.actor.accountId,
    customerId,
    role: 'owner',
  })

/** The customer saves its card, with which Real-Time takes effect. */
export async function saveCard(ctx: SeedCtx, customerId: number, plan: CustomerPlan): Promise<void> {
  const { card, owner } = plan
  if (!card || !(await standWith(ctx))) return
  const payer = ownerOf(ctx, customerId, plan)
  const page = await setUpCard(payer, newId(ctx.now()))
  const filled = { number: card.number, expiry: '11 / 30', cvc: '123', holder: owner.name }
  await fetch(page, { method: 'POST', redirect: 'manual', body: new URLSearchParams(filled) })
  await finishCardSetup(payer, new URL(page).pathname.split('/').at(-1) ?? '')
  await changeTerms(ctx, customerId, { minimumDeposit: MINIMUM_DEPOSIT, feeBp: null, rechargeRequired: false })
  await takeWantedModes(ctx)
}

/** Tops the balance up by card. @returns whether the customer pays so here */
export async function payIn(
  ctx: SeedCtx,
  customerId: number,
  { plan, amount, daysAgo }: { plan: CustomerPlan; amount: number; daysAgo: number },
): Promise<boolean> {
  if (!plan.card || !(await standWith(ctx))) return false
  const isRecharge = plan.card.recharge !== undefined && daysAgo <= RECHARGE_DAYS
  const { charge } = await ctx.transact((tx) =>
    writeSentCharge(ctx, tx, {
      accountId: ctx.actor.accountId,
      customerId,
      chargeId: newId(ctx.now()),
      kind: isRecharge ? 'recharge' : 'deposit',
      amount: asCents(amount),
      reason: null,
      actorKind: isRecharge ? 'system' : 'customer',
      byName: isRecharge ? null : plan.owner.name,
    }),
  )
  await chargeCard(ctx, charge)
  return true
}

const paymentMethod = async ({ db, actor }: SeedCtx, customerId: number): Promise<string | undefined> => {
  const row = await db
    .selectFrom('cards')
    .select('payment_method_id')
    .where('account_id', '=', actor.accountId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst()
  return row?.payment_method_id
}

/** From now on auto-recharges come by themselves; one card's bank says no from now on. */
export async function agreeToRecharges(
  ctx: SeedCtx,
  plan: OperatorPlan,
  customers: ReadonlyMap<string, number>,
): Promise<void> {
  for (const one of plan.customers) {
    const customerId = customers.get(one.company)
    if (!one.card?.recharge || customerId === undefined || !(await standWith(ctx))) continue
    const terms = { ...one.card.recharge, mostChargesADay: 5, mostAmountADay: null }
    const facts = { company: plan.portal.name, currency: plan.currency, feeBp: FEE_BP, minimumDeposit: MINIMUM_DEPOSIT }
    const consent = consentSentence(terms, facts)
    if (one.card.declines)
      await order(ctx, {
        do: 'orderCard',
        paymentMethod: await paymentMethod(ctx, customerId),
        answer: 'insufficient_funds',
      })
    await agreeToRecharge(ownerOf(ctx, customerId, one), { on: true, ...terms, consent })
    await startRecharge(ctx, ctx.actor.accountId, customerId)
  }
}

/** The simulator goes with the machine's time again, and its webhooks are heard from now on. */
export async function closeHistory(platform: Platform): Promise<void> {
  if (platform.config.stripeApiBase === undefined) return
  for (const sent of [{ do: 'loseWebhooks' }, { do: 'standAt' }, { do: 'releaseWebhooks' }]) await order(platform, sent)
}
