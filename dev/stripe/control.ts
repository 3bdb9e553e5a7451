/** What Stripe's Dashboard, a bank and bad luck do: called by tests in process, by others through POST /_control. */
import type Stripe from 'stripe'
import { z } from 'zod'
import type { Keys } from './api.ts'
import { FAULT_KINDS, type Fault, type Faults } from './faults.ts'
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

interface Parts {
  merchants: ReadonlyMap<string, Merchant>
  faults: Faults
  keys: Keys
  postman: Postman
  /** Its state is to be kept. */
  changed: () => void
  standAt: (at: Date | undefined) => void
}

type Kind = keyof Merchant['shelves']

export class Control {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The accounts there are. */
  get merchants(): readonly Merchant[] {
    return [...this.#parts.merchants.values()]
  }

  /** Its clock stands there from now on, as a history is made; undefined: it goes with the machine's again. */
  standAt(at: Date | undefined): void {
    this.#parts.standAt(at)
  }

  fault(fault: Fault): void {
    this.#parts.faults.add(fault)
  }

  clearFaults(): void {
    this.#parts.faults.clear()
  }

  revokeKey(key: string): void {
    this.#parts.keys.revoked.add(key)
  }

  /** @param lacks names as `rak_webhook_write` */
  restrictKey(key: string, lacks: readonly string[]): void {
    this.#parts.keys.restricted.set(key, lacks)
  }

  /** From now on a saved card's bank says `answer`: `succeed` or a decline; undefined: what its number says. */
  orderCard(paymentMethod: string, answer: string | undefined): void {
    const held = this.#shopWith('cards', paymentMethod).shelves.cards.get(paymentMethod)
    if (answer === undefined) delete held.orders
    else held.orders = answer
    this.#parts.changed()
  }

  /** @param of a charge or a payment intent */
  dispute(of: string, asked: DisputeAsked = {}): Stripe.Dispute {
    const { shop, charge } = this.#chargeOf(of)
    return this.#kept(openDispute(shop, charge, asked))
  }

  endDispute(id: string, status: 'won' | 'lost'): Stripe.Dispute {
    const shop = this.#shopWith('disputes', id)
    return this.#kept(endDispute(shop, shop.shelves.disputes.get(id), status))
  }

  /** As from the Dashboard. @param of a charge or a payment intent */
  refund(of: string, amount?: number): Stripe.Refund {
    const { shop, charge } = this.#chargeOf(of)
    return this.#kept(giveBack(shop, charge, amount === undefined ? {} : { amount }))
  }

  endRefund(id: string, status: 'succeeded' | 'failed'): Stripe.Refund {
    const shop = this.#shopWith('refunds', id)
    return this.#kept(endRefund(shop, shop.shelves.refunds.get(id), status))
  }

  detach(paymentMethod: string): void {
    const shop = this.#shopWith('paymentMethods', paymentMethod)
    this.#kept(detach(shop, shop.shelves.paymentMethods.get(paymentMethod)))
  }

  /** Fills in a session's hosted page. @throws Refusal when the bank says no */
  enterCard(session: string, number: string): 'done' | 'authenticate' {
    const shop = this.#shopWith('sessions', session)
    const entry = { number, expiry: '12 / 34', cvc: '123', holder: 'Alex Sample' }
    return this.#kept(enterCard(shop, shop.shelves.sessions.get(session), entry))
  }

  /** @returns false when the page asks for a card again */
  authenticate(session: string, isHolder: boolean): boolean {
    const shop = this.#shopWith('sessions', session)
    return this.#kept(authenticate(shop, shop.shelves.sessions.get(session), isHolder))
  }

  holdWebhooks(): void {
    this.#parts.postman.hold()
  }

  releaseWebhooks(): Promise<void> {
    return this.#parts.postman.release(this.merchants)
  }

  pendingWebhooks(): PendingWebhook[] {
    return this.merchants.flatMap(({ shelves: { deliveries, events } }) =>
      deliveries.toJSON().map(({ event }) => {
        const { type, data } = events.get(event)
        return { event, type, object: data.object.id }
      }),
    )
  }

  /** It never comes. */
  loseWebhook(event: string): void {
    const { deliveries } = this.#shopWith('events', event).shelves
    for (const one of deliveries.newestFirst((each) => each.event === event)) deliveries.remove(one.id)
  }

  /** All that was held back never comes. */
  loseWebhooks(): void {
    for (const { event } of this.pendingWebhooks()) this.loseWebhook(event)
  }

  /** Out of turn: several times, wrongly signed, or signed long ago. @returns the statuses it was answered with */
  sendWebhook(event: string, odd: Odd = {}): Promise<number[]> {
    return this.#parts.postman.sendOddly(this.#shopWith('events', event), event, odd)
  }

  /** Until no webhook is under way. */
  settled(): Promise<void> {
    return this.#parts.postman.settled()
  }

  #kept<T>(done: T): T {
    this.#parts.changed()
    return done
  }

  #shopWith(kind: Kind, id: string): Merchant {
    const shop = this.merchants.find(({ shelves }) => shelves[kind].find(id) !== undefined)
    if (!shop) throw new Error(`the simulator knows no ${id}`)
    return shop
  }

  #chargeOf(id: string): { shop: Merchant; charge: Stripe.Charge } {
    if (!id.startsWith('pi_')) {
      const shop = this.#shopWith('charges', id)
      return { shop, charge: shop.shelves.charges.get(id) }
    }
    const shop = this.#shopWith('paymentIntents', id)
    const { latest_charge: latest } = shop.shelves.paymentIntents.get(id)
    return { shop, charge: shop.shelves.charges.get(String(latest)) }
  }
}

const status = z.enum(['won', 'lost'])
const refundStatus = z.enum(['succeeded', 'failed'])
const amount = z.number().int().optional()
const count = z.number().int().min(0).optional()
const kinds = z.enum([
  'paymentIntents',
  'charges',
  'refunds',
  'disputes',
  'paymentMethods',
  'customers',
  'sessions',
  'events',
])
const order = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ do: z.literal(name), ...shape })
const Order = z.discriminatedUnion('do', [
  order('fault', { kind: z.enum(FAULT_KINDS), on: z.string().optional(), times: count, ms: count }),
  order('standAt', { at: z.iso.datetime().optional() }),
  order('orderCard', { paymentMethod: z.string(), answer: z.string().optional() }),
  order('dispute', { of: z.string(), amount }),
  order('endDispute', { id: z.string(), status }),
  order('refund', { of: z.string(), amount }),
  order('endRefund', { id: z.string(), status: refundStatus }),
  order('detach', { paymentMethod: z.string() }),
  order('list', { kind: kinds }),
  ...(['clearFaults', 'holdWebhooks', 'releaseWebhooks', 'loseWebhooks', 'pendingWebhooks', 'settled'] as const).map(
    (name) => order(name, {}),
  ),
])

/** The same through HTTP. @throws ZodError for an order that is not understood */
export async function obey(control: Control, sent: unknown): Promise<unknown> {
  const asked = Order.parse(sent)
  switch (asked.do) {
    case 'fault':
      return control.fault(asked)
    case 'standAt':
      return control.standAt(asked.at === undefined ? undefined : new Date(asked.at))
    case 'orderCard':
      return control.orderCard(asked.paymentMethod, asked.answer)
    case 'dispute':
      return control.dispute(asked.of, asked.amount === undefined ? {} : { amount: asked.amount })
    case 'endDispute':
      return control.endDispute(asked.id, asked.status)
    case 'refund':
      return control.refund(asked.of, asked.amount)
    case 'endRefund':
      return control.endRefund(asked.id, asked.status)
    case 'detach':
      return control.detach(asked.paymentMethod)
    case 'list':
      return control.merchants.flatMap(({ shelves }): object[] => shelves[asked.kind].newestFirst())
    default:
      return control[asked.do]()
  }
}
