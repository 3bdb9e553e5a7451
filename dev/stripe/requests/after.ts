/** What comes after a payment: charges, refunds, disputes, the balance, events; and the account itself. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Merchant, Shelf } from '../merchant.ts'
import { endDispute, giveBack } from '../money.ts'
import { badRequest, expand, id, ignored, metadata, page, paging, read, text, whole, yesNo } from '../wire.ts'
import { type Call, idOf, type Operation } from './call.ts'

const CreateRefund = z.strictObject({
  charge: id.optional(),
  payment_intent: id.optional(),
  amount: whole.optional(),
  metadata: metadata.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
})
const OnlyMetadata = z.strictObject({ metadata: metadata.optional(), description: text.optional(), expand })
const OnlyExpand = z.strictObject({ expand })
const UpdateDispute = z.strictObject({
  evidence: z.record(z.string(), z.string()).optional(),
  submit: yesNo.optional(),
  metadata: metadata.optional(),
  expand,
})

function createRefund(shop: Merchant, { sent }: Call): object {
  const asked = read(CreateRefund, sent)
  if (asked.charge !== undefined) return giveBack(shop, shop.shelves.charges.get(asked.charge, 'charge'), asked)
  if (asked.payment_intent === undefined)
    throw badRequest('One of the following params should be provided for this request: payment_intent or charge.')
  const intent = shop.shelves.paymentIntents.get(asked.payment_intent, 'payment_intent')
  if (intent.status !== 'succeeded' || typeof intent.latest_charge !== 'string')
    throw badRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`)
  return giveBack(shop, shop.shelves.charges.get(intent.latest_charge), asked)
}

/** Answering with evidence lets the simulator's bank decide by its words, as Stripe's test mode does. */
function updateDispute(shop: Merchant, call: Call): object {
  const kept = shop.shelves.disputes.get(idOf(call))
  const { evidence, submit, metadata: more } = read(UpdateDispute, call.sent)
  if (more) kept.metadata = { ...kept.metadata, ...more }
  if (evidence) Object.assign(kept.evidence, evidence)
  const says = evidence?.uncategorized_text
  if (says === 'winning_evidence') return endDispute(shop, kept, 'won')
  if (says === 'losing_evidence') return endDispute(shop, kept, 'lost')
  if (submit) kept.status = 'under_review'
  shop.tell('charge.dispute.updated', kept, call.request)
  return kept
}

const accountOf = (shop: Merchant) =>
  ({
    id: shop.id,
    object: 'account',
    business_profile: null,
    business_type: 'company',
    capabilities: { card_payments: 'active', transfers: 'active' },
    charges_enabled: true,
    country: 'US',
    created: 1_600_000_000,
    default_currency: 'usd',
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    settings: null,
    type: 'standard',
  }) satisfies Stripe.Account

const balanceOf = (shop: Merchant) => {
  const sum = shop.shelves.balanceTransactions.newestFirst().reduce((total, { net }) => total + net, 0)
  return {
    object: 'balance',
    available: [{ amount: 0, currency: 'usd', source_types: { card: 0 } }],
    livemode: shop.livemode,
    pending: [{ amount: sum, currency: 'usd', source_types: { card: sum } }],
  } satisfies Stripe.Balance
}

/** A list and a look-up by id; `by` are the fields that the list may be asked for. */
function looking<T extends { id: string }>(
  path: string,
  needs: string,
  of: (shop: Merchant) => Shelf<T>,
  by: readonly string[],
): Operation[] {
  const filters = Object.fromEntries(by.map((name) => [name, id.optional()]))
  const List = z.strictObject({ ...paging, types: z.array(text).optional(), delivery_success: ignored, ...filters })
  return [
    {
      method: 'GET',
      path,
      needs,
      run: (shop, { sent }) => {
        const asked = read(List, sent)
        const wanted = Object.entries(asked).filter(([name, value]) => by.includes(name) && value !== undefined)
        const found = of(shop).newestFirst((one) => wanted.every(([name, value]) => Reflect.get(one, name) === value))
        const types = new Set(asked.types)
        const ofTypes = types.size === 0 ? found : found.filter((one) => 'type' in one && types.has(String(one.type)))
        return page(`/v1/${path}`, ofTypes, asked)
      },
    },
    {
      method: 'GET',
      path: `${path}/:id`,
      needs,
      run: (shop, call) => {
        read(OnlyExpand, call.sent)
        return of(shop).get(idOf(call))
      },
    },
  ]
}

const writing = (path: string, needs: string, run: Operation['run']): Operation => ({
  method: 'POST',
  path,
  needs,
  run,
})

function addMetadata(kept: { metadata: Stripe.Metadata | null }, { sent }: Call): object {
  const { metadata: more } = read(OnlyMetadata, sent)
  if (more) kept.metadata = { ...kept.metadata, ...more }
  return kept
}

export const afterOperations: readonly Operation[] = [
  { method: 'GET', path: 'account', needs: 'rak_account_read', run: accountOf },
  { method: 'GET', path: 'balance', needs: 'rak_balance_read', run: balanceOf },
  ...looking('charges', 'rak_charge_read', ({ shelves }) => shelves.charges, ['customer', 'payment_intent']),
  writing('charges/:id', 'rak_charge_write', (shop, call) => addMetadata(shop.shelves.charges.get(idOf(call)), call)),
  writing('refunds', 'rak_charge_write', createRefund),
  ...looking('refunds', 'rak_charge_read', ({ shelves }) => shelves.refunds, ['charge', 'payment_intent']),
  writing('refunds/:id', 'rak_charge_write', (shop, call) => addMetadata(shop.shelves.refunds.get(idOf(call)), call)),
  ...looking('disputes', 'rak_dispute_read', ({ shelves }) => shelves.disputes, ['charge', 'payment_intent']),
  writing('disputes/:id', 'rak_dispute_write', updateDispute),
  writing('disputes/:id/close', 'rak_dispute_write', (shop, call) =>
    endDispute(shop, shop.shelves.disputes.get(idOf(call)), 'lost'),
  ),
  ...looking(
    'balance_transactions',
    'rak_balance_transaction_source_read',
    ({ shelves }) => shelves.balanceTransactions,
    ['source', 'type', 'currency'],
  ),
  ...looking('events', 'rak_event_read', ({ shelves }) => shelves.events, ['type']),
]
