/** Trying keys at Stripe before they are kept: each permission by a harmless call, and that both are of one account. */
import type Stripe from 'stripe'
import { AppError } from '../../../contract/errors.ts'
import type { Config } from '../../platform/config.ts'
import { clientOf, made } from '../ops/stripe.ts'
import { failureOf, statusOf } from '../rules/failures.ts'
import type { KeyPair } from '../rules/keys.ts'

/** What is asked of each, by the name it has in Stripe's Dashboard. */
const reads: readonly [string, (stripe: Stripe) => Promise<unknown>][] = [
  ['Customers', (stripe) => stripe.customers.list({ limit: 1 })],
  ['PaymentMethods', (stripe) => stripe.paymentMethods.list({ limit: 1 })],
  ['SetupIntents', (stripe) => stripe.setupIntents.list({ limit: 1 })],
  ['PaymentIntents', (stripe) => stripe.paymentIntents.list({ limit: 1 })],
  ['Checkout Sessions', (stripe) => stripe.checkout.sessions.list({ limit: 1 })],
  ['Charges and Refunds', (stripe) => stripe.refunds.list({ limit: 1 })],
  ['Disputes', (stripe) => stripe.disputes.list({ limit: 1 })],
  ['Balance transactions', (stripe) => stripe.balanceTransactions.list({ limit: 1 })],
  ['Webhook Endpoints', (stripe) => stripe.webhookEndpoints.list({ limit: 1 })],
]

const refusedKey = (message: string) => new AppError('invalid_input', { field: 'secretKey', message })

/** Runs a try; what Stripe says of the key becomes a sentence. @throws AppError */
async function tried<T>(permission: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    const { kind } = failureOf(error)
    if (statusOf(error) === 401) throw refusedKey('Stripe does not know this key, or it was revoked.')
    if (kind === 'locked_out') throw refusedKey(`This key lacks a permission: allow ${permission} (write).`)
    if (kind === 'refused') throw refusedKey(`Stripe refused a try of ${permission} with this key.`)
    throw new AppError('unavailable', { message: 'Stripe could not be reached. Please try again in a moment.' })
  }
}

/** The Stripe account both keys belong to. @throws AppError invalid_input naming the key, unavailable */
export async function probeKeys(config: Pick<Config, 'stripeApiBase'>, keys: KeyPair): Promise<string> {
  const stripe = clientOf(config, keys.secretKey)
  const account = made(await tried('Account', stripe.accounts.retrieveCurrent()), 'account')
  for (const [permission, read] of reads) await tried(permission, read(stripe))
  await refuseForeignPublishable(config, keys, stripe)
  return account.id
}

/** A set-up made with the one key can be read with the other only if both are of one account and mode. */
async function refuseForeignPublishable(
  config: Pick<Config, 'stripeApiBase'>,
  { publishableKey }: KeyPair,
  stripe: Stripe,
): Promise<void> {
  const params = { allowed_payment_method_types: ['card'], description: 'Trying keys; cancelled at once' }
  const setup = await tried('SetupIntents', stripe.setupIntents.create(params))
  const { id, client_secret: secret } = made(setup, 'setup_intent')
  try {
    const seen = await clientOf(config, publishableKey).setupIntents.retrieve(id, { client_secret: secret ?? '' })
    made(seen, 'setup_intent')
  } catch (error) {
    const { kind } = failureOf(error)
    if (kind === 'unknown' || kind === 'busy')
      throw new AppError('unavailable', { message: 'Stripe could not be reached. Please try again in a moment.' })
    const message = 'This key is not of the same Stripe account as the secret key, or is not valid.'
    throw new AppError('invalid_input', { field: 'publishableKey', message })
  } finally {
    await stripe.setupIntents.cancel(id).catch(() => {})
  }
}
