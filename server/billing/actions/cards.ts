/** The card on file: saved on Stripe's hosted page, removed by either side. */
import type Stripe from 'stripe'
import { AppError } from '../../../contract/errors.ts'
import { portalLink } from '../../notifications/ops.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { ask, type Connection, connectionOf, made, needConnection } from '../ops/stripe.ts'
import { statusOf } from '../rules/failures.ts'
import { cardOfCustomer, type StoredCard } from '../tables/cards.ts'
import { nameOfUser } from '../tables/terms.ts'
import { needPayer } from './charges.ts'
import { notOpened } from './deposits.ts'
import { stripeCustomer } from './stripe-customers.ts'
import { dropCard, takeCard } from './take-card.ts'

/** Opens the page on which the signed-in customer saves a card; the same wish is the same page. */
export async function setUpCard(ctx: Ctx, id: string): Promise<string> {
  const { accountId, customerId, userId } = actorOf(ctx, 'customer')
  const connection = await needConnection(ctx, accountId)
  const payer = await needPayer(ctx.db, accountId, customerId, 'deposit')
  try {
    const customer = await stripeCustomer(ctx, connection, payer)
    const metadata = { portico_account: String(accountId), portico_customer: String(customerId), portico_user: userId }
    const params: Stripe.Checkout.SessionCreateParams = {
      mode: 'setup',
      ui_mode: 'hosted_page',
      customer,
      currency: payer.currency.toLowerCase(),
      allowed_payment_method_types: ['card'],
      metadata,
      setup_intent_data: { metadata },
      success_url: `${await portalLink(ctx, accountId, '/card/done')}?session={CHECKOUT_SESSION_ID}`,
      cancel_url: await portalLink(ctx, accountId, '/billing'),
    }
    const session = await ask(ctx, connection, (stripe) =>
      stripe.checkout.sessions.create(params, { idempotencyKey: id }),
    )
    const { url } = made(session, 'checkout.session')
    if (!url) throw new Error('Stripe opened a page without an address')
    return url
  } catch (error) {
    throw notOpened(ctx, error)
  }
}

/** Takes the card that the signed-in customer saved on the page. @throws AppError not_found for another's session */
export async function finishCardSetup(ctx: Ctx, sessionId: string): Promise<StoredCard | undefined> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const connection = await needConnection(ctx, accountId)
  const session = await findSession(ctx, connection, sessionId)
  if (ownerOf(session, accountId) !== customerId) throw new AppError('not_found')
  await takeFromSession(ctx, connection, session)
  return cardOfCustomer(ctx.db, accountId, customerId)
}

const OF_SETUP = ['setup_intent.payment_method']

async function findSession(ctx: Ctx, connection: Connection, sessionId: string): Promise<Stripe.Checkout.Session> {
  // what is no session's id would be another address of Stripe's
  if (!/^cs_\w{1,190}$/.test(sessionId)) throw new AppError('not_found')
  try {
    return made(
      await ask(ctx, connection, (stripe) => stripe.checkout.sessions.retrieve(sessionId, { expand: OF_SETUP })),
      'checkout.session',
    )
  } catch (error) {
    throw statusOf(error) === 404 ? new AppError('not_found') : notOpened(ctx, error)
  }
}

function ownerOf({ metadata }: Stripe.Checkout.Session, accountId: number): number | undefined {
  if (metadata?.portico_account !== String(accountId)) return undefined
  const customerId = Number(metadata.portico_customer)
  return Number.isInteger(customerId) ? customerId : undefined
}

/** Puts the card of a finished set-up on file; told by the page, an event or both. */
export async function takeFromSession(
  ctx: Ctx,
  connection: Connection,
  session: Stripe.Checkout.Session,
): Promise<void> {
  const { accountId } = connection
  const customerId = ownerOf(session, accountId)
  if (customerId === undefined || session.mode !== 'setup' || session.status !== 'complete') return
  const { setup_intent: setup } = session
  const intent = typeof setup === 'string' || setup === null ? undefined : setup
  const method = intent?.payment_method
  if (intent?.status !== 'succeeded' || typeof method !== 'object' || method === null) return
  // removed since: an event that comes late brings back nothing
  if (method.customer === null) return
  const savedBy = (await nameOfUser(ctx.db, accountId, customerId, session.metadata?.portico_user ?? '')) ?? null
  await ctx.transact((tx) => takeCard(ctx, tx, { accountId, customerId, method, savedBy }))
}

/** A finished set-up as an event names it. */
export async function takeFromSetup(ctx: Ctx, accountId: number, sessionId: string): Promise<void> {
  const connection = await connectionOf(ctx, accountId)
  if (!connection) return
  await takeFromSession(ctx, connection, await findSession(ctx, connection, sessionId))
}

/** The signed-in customer takes its card off file; without one nothing happens. */
export async function removeOwnCard(ctx: Ctx): Promise<void> {
  const { accountId, customerId, name } = actorOf(ctx, 'customer')
  await ctx.transact((tx) => dropCard(ctx, tx, { accountId, customerId, by: name }))
}

/** The operator does. @throws AppError not_found */
export async function removeCard(ctx: Ctx, customerId: number): Promise<void> {
  const { accountId, name } = actorOf(ctx, 'team')
  await ctx.transact((tx) => dropCard(ctx, tx, { accountId, customerId, by: name }))
}
