/** Connecting the account's own Stripe account: keys tried, sealed and replaced; the webhook endpoint registered. */
import type Stripe from 'stripe'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { linkTo } from '../../platform/origins.ts'
import { newToken } from '../../platform/secrets.ts'
import { decideRecharges } from '../ops/recharge.ts'
import {
  API_VERSION,
  ask,
  type Connection,
  clientOf,
  connectionOf,
  keyPlace,
  made,
  webhookPlace,
} from '../ops/stripe.ts'
import { failureOf } from '../rules/failures.ts'
import { type KeyPair, lastFour, readKeys } from '../rules/keys.ts'
import { countCards, customersWithCards, forgetStripeCustomers } from '../tables/cards.ts'
import { countUndecided, listUndecided } from '../tables/charges.ts'
import {
  deleteStripeAccount,
  lockStripeAccount,
  putStripeAccount,
  type StripeAccount,
} from '../tables/stripe-accounts.ts'
import { refreshCharge } from './deposits.ts'
import { eventTypes } from './events.ts'
import { probeKeys } from './probe.ts'
import { afterCard } from './recharge.ts'
import { decideCharge } from './settle.ts'

const DAY_MS = 86_400_000
/** Before a first connection: what an earlier one may have left undecided. */
const LOOK_BACK_MS = 3 * DAY_MS

type Where = Pick<Ctx['config'], 'baseDomain' | 'publicOrigin'>
const PATH = '/webhooks/stripe/'
export const webhookUrl = (config: Where, webhookId: string): string =>
  linkTo(config, { kind: 'api' }, `${PATH}${webhookId}`)

const isSame = (one: Pick<StripeAccount, 'stripeAccountId' | 'mode'>, other: typeof one): boolean =>
  one.stripeAccountId === other.stripeAccountId && one.mode === other.mode

/** @throws AppError not_allowed_now when cards or payments would be lost by taking this account in place of the other */
async function refuseLoss(
  db: Ctx['db'],
  before: StripeAccount,
  after: Pick<StripeAccount, 'stripeAccountId' | 'mode'>,
) {
  if (isSame(before, after)) return
  const no = (message: string) => new AppError('not_allowed_now', { field: 'secretKey', message })
  if ((await countUndecided(db, before.accountId)) > 0)
    throw no('These keys are of another Stripe account or mode, and payments are still under way in the present one.')
  // test cards are no loss: that is how one goes live
  if (before.mode === 'live' && (await countCards(db, before.accountId)) > 0)
    throw no('Customers have cards saved in the connected Stripe account. Disconnect it first: that removes them.')
}

/** Connects a Stripe account, or replaces its keys. @throws AppError invalid_input naming the key, not_allowed_now, unavailable */
export async function connectStripe(ctx: Ctx, given: { publishableKey: string; secretKey: string }): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  const keys = readKeys(given)
  const stripeAccountId = await probeKeys(ctx.config, keys)
  const before = await connectionOf(ctx, accountId)
  if (before) await refuseLoss(ctx.db, before, { ...keys, stripeAccountId })
  const stripe = clientOf(ctx.config, keys.secretKey)
  const webhookId = newToken()
  const endpoint = await registerEndpoint(ctx, stripe, accountId, webhookId)
  try {
    await ctx.transact((tx) => write(ctx, tx, { keys, stripeAccountId, webhookId, endpoint }))
  } catch (error) {
    if (endpoint) await stripe.webhookEndpoints.del(endpoint.id).catch(() => {})
    throw error
  }
  // kept until the new one is: no event is lost in between
  await removeEndpoints(ctx, stripe, accountId, endpoint?.id)
  if (before && !isSame(before, { ...keys, stripeAccountId })) await removeEndpoints(ctx, before.stripe, accountId)
}

/** Undefined when Stripe does not take the address, such as one without https: payments are then found by asking. */
async function registerEndpoint(
  ctx: Ctx,
  stripe: Stripe,
  accountId: number,
  webhookId: string,
): Promise<Stripe.WebhookEndpoint | undefined> {
  try {
    const endpoint = await stripe.webhookEndpoints.create({
      url: webhookUrl(ctx.config, webhookId),
      enabled_events: eventTypes,
      api_version: API_VERSION,
      metadata: { portico_account: String(accountId) },
    })
    return made(endpoint, 'webhook_endpoint')
  } catch (error) {
    const { kind } = failureOf(error)
    ctx.log.warn({ accountId, failure: kind }, 'a webhook endpoint could not be registered')
    if (kind === 'refused') return undefined
    if (kind === 'locked_out') {
      const message = 'This key lacks a permission: allow Webhook Endpoints (write).'
      throw new AppError('invalid_input', { field: 'secretKey', message })
    }
    throw new AppError('unavailable', { message: 'Stripe could not be reached. Please try again in a moment.' })
  }
}

interface Connecting {
  keys: KeyPair
  stripeAccountId: string
  webhookId: string
  endpoint: Stripe.WebhookEndpoint | undefined
}

async function write(ctx: Ctx, tx: Tx, { keys, stripeAccountId, webhookId, endpoint }: Connecting): Promise<void> {
  const { accountId, name } = actorOf(ctx, 'team')
  const now = ctx.now()
  const before = await lockStripeAccount(tx, accountId)
  const after = { ...keys, stripeAccountId }
  if (before) await refuseLoss(tx, before, after)
  const stays = before !== undefined && isSame(before, after)
  const seal = (plain: string | undefined) =>
    plain === undefined ? null : ctx.secrets.seal(plain, webhookPlace(accountId))
  await putStripeAccount(tx, {
    accountId,
    mode: keys.mode,
    stripeAccountId,
    publishableKey: keys.publishableKey,
    secretKeySealed: ctx.secrets.seal(keys.secretKey, keyPlace(accountId)),
    secretLast4: lastFour(keys.secretKey),
    restricted: keys.restricted,
    webhookId,
    webhookEndpointId: endpoint?.secret === undefined ? null : endpoint.id,
    webhookSecretSealed: seal(endpoint?.secret),
    connectedAt: stays ? before.connectedAt : now,
    connectedBy: name,
    unreachableSince: null,
    reconciledUntil: stays ? before.reconciledUntil : new Date(now.getTime() - LOOK_BACK_MS),
    reconciledAt: stays ? before.reconciledAt : null,
  })
  if (!stays) await forgetCards(ctx, tx, accountId)
  await decideRecharges(tx, ctx, accountId)
  await audit(tx, ctx, {
    action: 'stripe.connected',
    target: { kind: 'account', id: accountId },
    before: before && shown(before),
    after: { ...shown({ ...keys, stripeAccountId, secretLast4: lastFour(keys.secretKey) }), webhook: !!endpoint },
  })
}

const shown = ({
  mode,
  stripeAccountId,
  secretLast4,
}: Pick<StripeAccount, 'mode' | 'stripeAccountId' | 'secretLast4'>) => ({
  mode,
  stripeAccountId,
  secretLast4,
})

/** What was saved in another Stripe account means nothing here any more. */
async function forgetCards(ctx: Ctx, tx: Tx, accountId: number): Promise<void> {
  const customers = await customersWithCards(tx, accountId)
  await forgetStripeCustomers(tx, accountId)
  for (const customerId of customers) await afterCard(ctx, tx, accountId, customerId, 'removed')
}

/** Removes the endpoints this installation registered for the account, but one. What fails here is removed next time. */
async function removeEndpoints(ctx: Ctx, stripe: Stripe, accountId: number, but?: string): Promise<void> {
  try {
    const { data } = await stripe.webhookEndpoints.list({ limit: 100 })
    const ours = data.filter(
      ({ id, url, metadata }) =>
        id !== but && url.startsWith(webhookUrl(ctx.config, '')) && metadata.portico_account === String(accountId),
    )
    for (const { id } of ours) await stripe.webhookEndpoints.del(id)
  } catch (error) {
    ctx.log.warn({ accountId, failure: failureOf(error).kind }, 'a webhook endpoint could not be removed')
  }
}

/** Disconnects Stripe. @throws AppError not_allowed_now while a payment is with Stripe; unavailable */
export async function disconnectStripe(ctx: Ctx): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  const connection = await connectionOf(ctx, accountId)
  if (!connection) return
  await closePages(ctx, connection)
  await ctx.transact(async (tx) => {
    const before = await lockStripeAccount(tx, accountId)
    if (!before) return
    if ((await countUndecided(tx, accountId)) > 0) throw underWay()
    await deleteStripeAccount(tx, accountId)
    await forgetCards(ctx, tx, accountId)
    await decideRecharges(tx, ctx, accountId)
    const target = { kind: 'account', id: accountId }
    await audit(tx, ctx, { action: 'stripe.disconnected', target, before: shown(before), after: null })
  })
  await removeEndpoints(ctx, connection.stripe, accountId)
}

const underWay = () =>
  new AppError('not_allowed_now', { message: 'A payment is still with Stripe. Wait until it is decided.' })

const MOST_PAGES = 200

/** Closes the pages customers may still have open, so that nothing is paid in that nobody would hear of. */
async function closePages(ctx: Ctx, connection: Connection): Promise<void> {
  const { accountId } = connection
  for (const charge of await listUndecided(ctx.db, accountId, MOST_PAGES)) {
    if (charge.state === 'sent') throw underWay()
    try {
      const { checkoutSessionId, state } = await refreshCharge(ctx, charge)
      if (state !== 'open') continue
      if (checkoutSessionId) await ask(ctx, connection, (stripe) => stripe.checkout.sessions.expire(checkoutSessionId))
    } catch (error) {
      const { kind } = failureOf(error)
      // with a key that is no longer good nothing can be closed, and nothing could be heard of either
      if (kind !== 'locked_out' && kind !== 'refused')
        throw new AppError('unavailable', { message: 'Stripe could not be reached. Please try again in a moment.' })
    }
    const message = 'The payment page was closed.'
    await decideCharge(ctx, accountId, charge.chargeId, { state: 'expired', message, paymentIntentId: null })
  }
}
