/** Deposits: on Stripe's hosted page, or at once with the card on file. */
import type Stripe from 'stripe'
import type { NewDeposit } from '../../../contract/api/billing.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents } from '../../../contract/money.ts'
import { rateInWords } from '../../../contract/words.ts'
import { portalLink } from '../../notifications/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { crashPoint } from '../ops/crash-points.ts'
import { ask, type Connection, connectionOf, made, needConnection } from '../ops/stripe.ts'
import { toStripe } from '../rules/amounts.ts'
import { type Charge, isDecided, tagOf } from '../rules/charges.ts'
import { failureOf } from '../rules/failures.ts'
import { refuseAmount } from '../rules/paying.ts'
import { getCharge, insertCharge, lockCharge, updateCharge } from '../tables/charges.ts'
import { lockCustomer } from '../tables/terms.ts'
import {
  type ChargeWish,
  chargeCard,
  needPayer,
  newCharge,
  postpone,
  refuseOtherWish,
  writeSentCharge,
} from './charges.ts'
import { decideCharge, settleCharge, WHOLE } from './settle.ts'
import { stripeCustomer } from './stripe-customers.ts'

/** For how long a hosted page can be paid on. Stripe's least is half an hour. */
const PAGE_LIFE_MS = 2 * 3_600_000
/** A page is asked after so often while nobody told how it ended. */
const LOOK_EVERY_MS = 60_000

export interface Deposited {
  charge: Charge
  /** Where to pay; null when that is over. */
  url: string | null
}

/** The signed-in customer pays in. The same wish again, or twice at once, is one charge and one page. */
export async function makeDeposit(ctx: Ctx, { id, amount, with: means, saveCard }: NewDeposit): Promise<Deposited> {
  const { accountId, customerId, name } = actorOf(ctx, 'customer')
  const wish: ChargeWish = {
    accountId,
    customerId,
    chargeId: id,
    kind: 'deposit',
    amount: asCents(amount),
    reason: null,
    actorKind: 'customer',
    byName: name,
  }
  return means === 'page' ? openDepositPage(ctx, wish, { saveCard }) : depositWithCard(ctx, wish)
}

async function depositWithCard(ctx: Ctx, wish: ChargeWish): Promise<Deposited> {
  const { charge, isNew } = await ctx.transact(async (tx) => {
    refuseAmount(wish.amount, await needPayer(tx, wish.accountId, wish.customerId, wish.kind))
    return writeSentCharge(ctx, tx, wish)
  })
  return { charge: isNew ? await chargeCard(ctx, charge) : charge, url: charge.checkoutUrl }
}

interface PageOptions {
  saveCard: boolean
  /** Where the page leads back to, below the portal; left out: the return page of deposits. */
  backTo?: `/${string}`
}

/**
 * Opens a hosted page on which a wish is paid, once: asked again, it is the same page.
 * @throws AppError not_found, not_allowed_now, invalid_input naming `amount`, conflict, unavailable
 */
export async function openDepositPage(ctx: Ctx, wish: ChargeWish, options: PageOptions): Promise<Deposited> {
  const connection = await needConnection(ctx, wish.accountId)
  const charge = await writeOpenCharge(ctx, connection, wish, options.saveCard)
  await crashPoint('deposit.written')
  if (isDecided(charge) || charge.checkoutUrl !== null)
    return { charge, url: isDecided(charge) ? null : charge.checkoutUrl }
  return openPage(ctx, connection, charge, options)
}

function writeOpenCharge(ctx: Ctx, connection: Connection, wish: ChargeWish, saveCard: boolean): Promise<Charge> {
  const { accountId, customerId, chargeId } = wish
  return ctx.transact(async (tx) => {
    await lockCustomer(tx, accountId, customerId)
    const known = await getCharge(tx, accountId, chargeId)
    if (known) return refuseOtherWish(known, wish)
    const payer = await needPayer(tx, accountId, customerId, wish.kind)
    refuseAmount(wish.amount, payer)
    const now = ctx.now()
    const charge: Charge = {
      ...newCharge(wish, payer, connection, now),
      saveCard,
      expiresAt: new Date(now.getTime() + PAGE_LIFE_MS),
      nextTryAt: new Date(now.getTime() + LOOK_EVERY_MS),
    }
    if (!(await insertCharge(tx, charge))) throw new AppError('stale')
    return charge
  })
}

async function openPage(ctx: Ctx, connection: Connection, charge: Charge, { backTo }: PageOptions): Promise<Deposited> {
  const payer = await needPayer(ctx.db, charge.accountId, charge.customerId, charge.kind)
  try {
    const customer = await stripeCustomer(ctx, connection, payer)
    const params = await pageOf(ctx, charge, customer, backTo)
    const session = await ask(ctx, connection, (stripe) =>
      stripe.checkout.sessions.create(params, { idempotencyKey: charge.chargeId }),
    )
    const { id, url } = made(session, 'checkout.session')
    await crashPoint('deposit.opened')
    return { charge: await notePage(ctx, charge, id, url ?? null), url: url ?? null }
  } catch (error) {
    throw notOpened(ctx, error)
  }
}

function notePage(ctx: Ctx, { accountId, chargeId }: Charge, sessionId: string, url: string | null): Promise<Charge> {
  return ctx.transact(async (tx) => {
    const charge = await lockCharge(tx, accountId, chargeId)
    if (!charge) throw new AppError('not_found')
    const change = { checkoutSessionId: sessionId, checkoutUrl: url }
    await updateCharge(tx, charge, change)
    return { ...charge, ...change }
  })
}

/** Nothing is charged by a page that did not open: asked again under the same id, it opens. */
export function notOpened(ctx: Ctx, error: unknown): unknown {
  if (error instanceof AppError) return error
  const failure = failureOf(error)
  ctx.log.warn({ failure: failure.kind }, 'a hosted page could not be opened')
  const message =
    failure.kind === 'refused' || failure.kind === 'declined'
      ? 'The payment page could not be opened. Please tell the company whose portal this is.'
      : 'Card payments are delayed at the moment. Please try again in a few minutes; nothing was charged.'
  return new AppError('unavailable', { message, retryAfterSeconds: 30 })
}

/** Made of the row alone, so that each try asks for the same page. */
async function pageOf(
  ctx: Ctx,
  charge: Charge,
  customer: string,
  backTo: `/${string}` = `/deposit/done?charge=${charge.chargeId}`,
): Promise<Stripe.Checkout.SessionCreateParams> {
  const { accountId, amount, fee, feeBp, currency, expiresAt } = charge
  const line = (name: string, cents: typeof amount) => ({
    quantity: 1,
    price_data: {
      currency: currency.toLowerCase(),
      unit_amount: toStripe(cents, currency),
      product_data: { name },
    },
  })
  const lines = [line('Deposit', amount), ...(fee > 0 ? [line(`Fee (${rateInWords(feeBp)})`, fee)] : [])]
  return {
    mode: 'payment',
    ui_mode: 'hosted_page',
    customer,
    client_reference_id: charge.chargeId,
    line_items: lines,
    allowed_payment_method_types: ['card'],
    payment_intent_data: {
      description: 'Deposit',
      metadata: tagOf(charge),
      ...(charge.saveCard && { setup_future_usage: 'off_session' as const }),
    },
    metadata: tagOf(charge),
    success_url: await portalLink(ctx, accountId, backTo),
    cancel_url: await portalLink(ctx, accountId, '/billing'),
    ...(expiresAt && { expires_at: Math.floor(expiresAt.getTime() / 1_000) }),
  }
}

/** How the signed-in customer's charge stands, asked of Stripe while it is not decided. @throws AppError not_found */
export async function readDeposit(ctx: Ctx, chargeId: string): Promise<Charge> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  return readFresh(ctx, accountId, customerId, chargeId)
}

/** A charge of this customer's, after a look at Stripe if it is not decided. @throws AppError not_found */
export async function readFresh(ctx: Ctx, accountId: number, customerId: number, chargeId: string): Promise<Charge> {
  const charge = await getCharge(ctx.db, accountId, chargeId)
  if (charge?.customerId !== customerId) throw new AppError('not_found')
  if (isDecided(charge)) return charge
  try {
    return await refreshCharge(ctx, charge)
  } catch (error) {
    if (error instanceof AppError) throw error
    // the page shows it as it stands, and asks again
    return charge
  }
}

/** Looks at Stripe how an undecided charge stands, and decides it if that is told. Throws what the call threw. */
export async function refreshCharge(ctx: Ctx, charge: Charge): Promise<Charge> {
  const connection = await connectionOf(ctx, charge.accountId)
  if (!connection) return charge
  if (charge.state === 'open') return refreshPage(ctx, connection, charge)
  const { paymentIntentId } = charge
  if (paymentIntentId === null) return charge
  const intent = await ask(ctx, connection, (stripe) =>
    stripe.paymentIntents.retrieve(paymentIntentId, { expand: WHOLE }),
  )
  return (await settleCharge(ctx, charge.accountId, charge.chargeId, made(intent, 'payment_intent'))) ?? charge
}

const isOver = ({ expiresAt }: Charge, now: Date): boolean =>
  expiresAt !== null && expiresAt.getTime() + LOOK_EVERY_MS < now.getTime()

async function refreshPage(ctx: Ctx, connection: Connection, charge: Charge): Promise<Charge> {
  const { accountId, chargeId, checkoutSessionId } = charge
  // its page never reached the customer: whoever could open it is gone
  if (checkoutSessionId === null) return isOver(charge, ctx.now()) ? endPage(ctx, charge) : charge
  const expand = WHOLE.map((name) => `payment_intent.${name}`)
  const session = await ask(ctx, connection, (stripe) =>
    stripe.checkout.sessions.retrieve(checkoutSessionId, { expand }),
  )
  const { status, payment_intent: intent } = made(session, 'checkout.session')
  if (typeof intent === 'object' && intent !== null && intent.status === 'succeeded')
    return (await settleCharge(ctx, accountId, chargeId, intent)) ?? charge
  return status === 'expired' ? endPage(ctx, charge) : charge
}

async function endPage(ctx: Ctx, charge: Charge): Promise<Charge> {
  const outcome = {
    state: 'expired',
    message: 'The payment page was not used in time.',
    paymentIntentId: null,
  } as const
  return (await decideCharge(ctx, charge.accountId, charge.chargeId, outcome)) ?? charge
}

/** The worker's turn at an undecided charge: a page is looked at, a sent one asked for again. */
export async function tryAgain(ctx: Ctx, charge: Charge): Promise<void> {
  if (charge.state === 'sent' && charge.paymentIntentId === null) {
    await chargeCard(ctx, charge)
    return
  }
  let now = charge
  try {
    now = await refreshCharge(ctx, charge)
  } catch (error) {
    ctx.log.warn({ charge: charge.chargeId, failure: failureOf(error).kind }, 'a charge could not be looked at')
  }
  if (!isDecided(now)) await postpone(ctx, charge)
}
