/** Setup intents: how a card is saved without money moving. */
import type Stripe from 'stripe'
import { z } from 'zod'
import { DECLINES } from '../cards.ts'
import type { Merchant } from '../merchant.ts'
import { answerOf, attach, problemOf } from '../money.ts'
import * as make from '../objects/intents.ts'
import { badRequest, expand, id, ignored, page, paging, Refusal, read, text, yesNo } from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'
import { methodBy } from './customers.ts'
import { Cancel, chosen, futureUse, shared } from './fields.ts'

const CreateSetup = z.strictObject({
  ...shared,
  ...chosen,
  confirm: yesNo.default(false),
  usage: futureUse.default('off_session'),
  return_url: text.optional(),
  use_stripe_sdk: yesNo.optional(),
  attach_to_self: yesNo.optional(),
})
const ConfirmSetup = z.strictObject({
  payment_method: id.optional(),
  return_url: text.optional(),
  mandate_data: ignored,
  use_stripe_sdk: yesNo.optional(),
  expand,
})
const ListSetups = z.strictObject({ ...paging, customer: id.optional(), payment_method: id.optional() })

function createSetup(shop: Merchant, { sent, request }: Call): object {
  const asked = read(CreateSetup, sent)
  if (asked.customer !== undefined) shop.shelves.customers.get(asked.customer, 'customer')
  const method = asked.payment_method === undefined ? undefined : methodBy(shop, asked.payment_method)
  const intent = shop.shelves.setupIntents.put(
    make.setupIntent(shop, {
      customer: asked.customer ?? null,
      description: asked.description ?? null,
      metadata: asked.metadata ?? {},
      payment_method: method?.id ?? null,
      usage: asked.usage,
      status: method ? 'requires_confirmation' : 'requires_payment_method',
    }),
  )
  shop.tell('setup_intent.created', intent, request)
  if (asked.confirm) confirmSetup(shop, intent, undefined)
  return intent
}

function confirmSetup(shop: Merchant, intent: Stripe.SetupIntent, wanted: string | undefined): object {
  const name = wanted ?? intent.payment_method
  if (typeof name !== 'string')
    throw badRequest('You cannot confirm this SetupIntent because it is missing a payment method.', {
      code: 'setup_intent_unexpected_state',
    })
  const method = methodBy(shop, name)
  const answer = answerOf(shop, method.id, 'saving')
  if (answer === 'authenticate') {
    Object.assign(intent, { status: 'requires_action', payment_method: method.id })
    shop.tell('setup_intent.requires_action', intent)
    return intent
  }
  setUp(shop, intent, method, answer)
  return intent
}

/** The end of a set-up. @throws Refusal 402 when the bank says no */
export function setUp(shop: Merchant, intent: Stripe.SetupIntent, method: Stripe.PaymentMethod, answer: string): void {
  const why = DECLINES[answer]
  if (why) {
    const problem = problemOf(why, structuredClone(method))
    intent.last_setup_error = problem
    intent.status = 'requires_payment_method'
    intent.payment_method = null
    shop.tell('setup_intent.setup_failed', intent)
    throw new Refusal(402, { ...problem, setup_intent: structuredClone(intent) })
  }
  Object.assign(intent, { status: 'succeeded', payment_method: method.id, last_setup_error: null, next_action: null })
  if (typeof intent.customer === 'string') attach(shop, method, intent.customer)
  shop.tell('setup_intent.succeeded', intent)
}

function cancelSetup(shop: Merchant, call: Call): object {
  const intent = shop.shelves.setupIntents.get(idOf(call))
  read(Cancel, call.sent)
  intent.status = 'canceled'
  shop.tell('setup_intent.canceled', intent, call.request)
  return intent
}

const SETUPS = { write: 'rak_setup_intent_write', read: 'rak_setup_intent_read' }

export const setupOperations: readonly Operation[] = [
  { method: 'POST', path: 'setup_intents', needs: SETUPS.write, run: createSetup },
  {
    method: 'GET',
    path: 'setup_intents',
    needs: SETUPS.read,
    run: (shop, { sent }) => {
      const asked = read(ListSetups, sent)
      const { customer } = asked
      const found = shop.shelves.setupIntents.newestFirst((one) => customer === undefined || one.customer === customer)
      return page('/v1/setup_intents', found, asked)
    },
  },
  {
    method: 'GET',
    path: 'setup_intents/:id',
    needs: SETUPS.read,
    run: (shop, call) => {
      const found = shop.shelves.setupIntents.get(idOf(call))
      const { client_secret: secret } = read(z.strictObject({ client_secret: text.optional(), expand }), call.sent)
      if (secret !== undefined && secret !== found.client_secret)
        throw badRequest('The client_secret provided does not match the client_secret of this SetupIntent.')
      return found
    },
  },
  {
    method: 'POST',
    path: 'setup_intents/:id/confirm',
    needs: SETUPS.write,
    run: (shop, call) =>
      confirmSetup(shop, shop.shelves.setupIntents.get(idOf(call)), read(ConfirmSetup, call.sent).payment_method),
  },
  { method: 'POST', path: 'setup_intents/:id/cancel', needs: SETUPS.write, run: cancelSetup },
]
