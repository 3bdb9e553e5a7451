/** What Stripe's Dashboard, a bank and bad luck do: called by tests in process, by others through POST /_control. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Keys } from './api.ts'
import type { Fault, Faults } from './faults.ts'
import { FAULTS } from './faults.ts'
import { authenticate, enterCard } from './hosted.ts'
import type { Merchant } from './merchant.ts'
import { type DisputeAsked, endDispute, endRefund, giveBack, openDispute } from './money.ts'
import { detach } from './requests/customers.ts'
import type { Odd, Postman } from './webhooks.ts'

export interface PendingWebhook {
  event: string
  type: string
  /** Of the object. */
  object: string
}

export interface Control {
  fault(fault: Fault): void
  clearFaults(): void
  revokeKey(key: string): void
  /** What a restricted key lacks, by names as `rak_webhook_write`. */
  restrictKey(key: string, lacks: readonly string[]): void
  /** From now on a saved card's bank says this: `succeed` or a decline; undefined: what its number says. */
  orderCard(paymentMethod: string, answer: string | undefined): void
  /** By a charge or a payment intent. */
  dispute(of: string, asked?: DisputeAsked): Stripe.Dispute
  endDispute(id: string, status: 'won' | 'lost'): Stripe.Dispute
  /** As from the Dashboard: by a charge or a payment intent. */
  refund(of: string, amount?: number): Stripe.Refund
  endRefund(id: string, status: 'succeeded' | 'failed'): Stripe.Refund
  detach(paymentMethod: string): void
  /** Fills in the hosted page. @throws Refusal when the bank says no */
  enterCard(session: string, number: string): 'done' | 'authenticate'
  authenticate(session: string, isHolder: boolean): boolean
  holdWebhooks(): void
  releaseWebhooks(): Promise<void>
  pendingWebhooks(): PendingWebhook[]
  /** It never comes. */
  loseWebhook(event: string): void
  /** Out of turn: several times, wrongly signed, or signed long ago. @returns the statuses it was answered with */
  sendWebhook(event: string, odd?: Odd): Promise<number[]>
  /** Until no webhook is under way. */
  settled(): Promise<void>
  /** Everything there is of one kind, of all accounts, newest first. */
  all<K extends keyof Merchant['shelves']>(kind: K): ReturnType<Merchant['shelves'][K]['toJSON']>
}

interface Parts {
  merchants: () => Iterable<Merchant>
  faults: Faults
  keys: Keys
  postman: Postman
  changed: () => void
}

export function makeControl({ merchants, faults, keys, postman, changed }: Parts): Control {
  const shopWith = (kind: keyof Merchant['shelves'], id: string): Merchant => {
    for (const shop of merchants()) if (shop.shelves[kind].find(id)) return shop
    throw new Error(`the simulator knows no ${id}`)
  }
  const chargeOf = (id: string): { shop: Merchant; charge: Stripe.Charge } => {
    if (!id.startsWith('pi_')) {
      const shop = shopWith('charges', id)
      return { shop, charge: shop.shelves.charges.get(id) }
    }
    const shop = shopWith('paymentIntents', id)
    return { shop, charge: shop.shelves.charges.get(String(shop.shelves.paymentIntents.get(id).latest_charge)) }
  }
  const keeping = <T>(done: T): T => {
    changed()
    return done
  }
  const pages = {
    enterCard(session: string, number: string) {
      const shop = shopWith('sessions', session)
      const entry = { number, expiry: '12 / 34', cvc: '123', holder: 'Alex Sample' }
      return keeping(enterCard(shop, shop.shelves.sessions.get(session), entry))
    },
    authenticate(session: string, isHolder: boolean) {
      const shop = shopWith('sessions', session)
      return keeping(authenticate(shop, shop.shelves.sessions.get(session), isHolder))
    },
  }
  const bank = {
    orderCard(paymentMethod: string, answer: string | undefined) {
      const held = shopWith('cards', paymentMethod).shelves.cards.get(paymentMethod)
      if (answer === undefined) delete held.orders
      else held.orders = answer
      changed()
    },
    dispute(of: string, asked: DisputeAsked = {}) {
      const { shop, charge } = chargeOf(of)
      return keeping(openDispute(shop, charge, asked))
    },
    endDispute(id: string, status: 'won' | 'lost') {
      const shop = shopWith('disputes', id)
      return keeping(endDispute(shop, shop.shelves.disputes.get(id), status))
    },
    refund(of: string, amount?: number) {
      const { shop, charge } = chargeOf(of)
      return keeping(giveBack(shop, charge, amount === undefined ? {} : { amount }))
    },
    endRefund(id: string, status: 'succeeded' | 'failed') {
      const shop = shopWith('refunds', id)
      return keeping(endRefund(shop, shop.shelves.refunds.get(id), status))
    },
    detach(paymentMethod: string) {
      const shop = shopWith('paymentMethods', paymentMethod)
      keeping(detach(shop, shop.shelves.paymentMethods.get(paymentMethod)))
    },
  }
  const mail = {
    holdWebhooks: () => postman.hold(),
    releaseWebhooks: () => postman.release(merchants()),
    pendingWebhooks: () =>
      [...merchants()].flatMap((shop) =>
        shop.shelves.deliveries.toJSON().map(({ event }) => {
          const { type, data } = shop.shelves.events.get(event)
          return { event, type, object: 'id' in data.object ? String(data.object.id) : '' }
        }),
      ),
    loseWebhook(event: string) {
      const { deliveries } = shopWith('events', event).shelves
      for (const one of deliveries.newestFirst((each) => each.event === event)) deliveries.remove(one.id)
    },
    sendWebhook: (event: string, odd: Odd = {}) => postman.sendOddly(shopWith('events', event), event, odd),
    settled: () => postman.settled(),
  }
  return {
    fault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    revokeKey: (key) => void keys.revoked.add(key),
    restrictKey: (key, lacks) => void keys.restricted.set(key, lacks),
    ...bank,
    ...pages,
    ...mail,
    // each shelf lists its own kind, which the union of all of them cannot say
    all: (kind) => [...merchants()].flatMap(({ shelves }) => shelves[kind].newestFirst() as never[]) as never,
  }
}

// names of one list
const faultKinds = Object.keys(FAULTS) as [keyof typeof FAULTS]
const Order = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('fault'),
    kind: z.enum(faultKinds),
    on: z.string().optional(),
    times: z.number().int().min(0).optional(),
    ms: z.number().int().min(0).optional(),
  }),
  z.strictObject({ do: z.literal('clearFaults') }),
  z.strictObject({ do: z.literal('orderCard'), paymentMethod: z.string(), answer: z.string().optional() }),
  z.strictObject({ do: z.literal('dispute'), of: z.string(), amount: z.number().int().optional() }),
  z.strictObject({ do: z.literal('endDispute'), id: z.string(), status: z.enum(['won', 'lost']) }),
  z.strictObject({ do: z.literal('refund'), of: z.string(), amount: z.number().int().optional() }),
  z.strictObject({ do: z.literal('endRefund'), id: z.string(), status: z.enum(['succeeded', 'failed']) }),
  z.strictObject({ do: z.literal('detach'), paymentMethod: z.string() }),
  z.strictObject({ do: z.literal('holdWebhooks') }),
  z.strictObject({ do: z.literal('releaseWebhooks') }),
  z.strictObject({ do: z.literal('pendingWebhooks') }),
  z.strictObject({ do: z.literal('settled') }),
  z.strictObject({
    do: z.literal('all'),
    kind: z.enum([
      'paymentIntents',
      'charges',
      'refunds',
      'disputes',
      'paymentMethods',
      'customers',
      'sessions',
      'events',
    ]),
  }),
])

/** The same through HTTP. @throws ZodError for an order that is not understood */
export async function obey(control: Control, sent: unknown): Promise<unknown> {
  const order = Order.parse(sent)
  switch (order.do) {
    case 'fault':
      return control.fault(order)
    case 'orderCard':
      return control.orderCard(order.paymentMethod, order.answer)
    case 'dispute':
      return control.dispute(order.of, order.amount === undefined ? {} : { amount: order.amount })
    case 'endDispute':
      return control.endDispute(order.id, order.status)
    case 'refund':
      return control.refund(order.of, order.amount)
    case 'endRefund':
      return control.endRefund(order.id, order.status)
    case 'detach':
      return control.detach(order.paymentMethod)
    case 'all':
      return control.all(order.kind)
    default:
      return control[order.do]()
  }
}
