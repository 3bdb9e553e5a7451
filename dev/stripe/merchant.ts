/** One Stripe account: its objects, the secrets that belong to them, and the events it has sent. All of it JSON. */
import { createHash, randomBytes } from 'node:crypto'
import type Stripe from 'stripe'
import { missing } from './wire.ts'

/** Things of one kind, in the order they came. */
export class Shelf<T extends { id: string }> {
  readonly #what: string
  readonly #things = new Map<string, T>()

  constructor(what: string) {
    this.#what = what
  }

  put(thing: T): T {
    this.#things.set(thing.id, thing)
    return thing
  }

  /** Undefined when it is not there. */
  find(id: string): T | undefined {
    return this.#things.get(id)
  }

  /** @throws Refusal as Stripe says that something is not there: 404 for the address, 400 for a parameter */
  get(id: string, param = 'id'): T {
    const thing = this.#things.get(id)
    if (!thing) throw missing(this.#what, id, param)
    return thing
  }

  remove(id: string): void {
    this.#things.delete(id)
  }

  newestFirst(matches: (thing: T) => boolean = () => true): T[] {
    return [...this.#things.values()].filter(matches).reverse()
  }

  toJSON(): T[] {
    return [...this.#things.values()]
  }

  fill(things: readonly T[] = []): void {
    for (const thing of things) this.put(thing)
  }
}

/** What was answered under an idempotency key; without an answer it is running. */
export interface KeptAnswer {
  id: string
  said: string
  at: number
  answer?: { status: number; body: string }
}

/** A webhook on its way. */
export interface Delivery {
  id: string
  event: string
  endpoint: string
  attempts: number
  nextAt: number
}

interface HeldCard {
  /** Of the payment method. */
  id: string
  number: string
  /** What the control told its bank to say from now on. */
  orders?: string
}

interface SessionSecret {
  /** Of the Checkout session. */
  id: string
  lines: { name: string; quantity: number; unitAmount: number }[]
  intent: { metadata: Record<string, string>; description: string | null; save: boolean }
  /** The card that waits for its holder's authentication. */
  waiting?: string
}

/** Of any type: the types of the library tell one union per name, and events are made from names here. */
export type SentEvent = Omit<Stripe.EventBase, 'type' | 'data'> & { type: string; data: { object: { id: string } } }

const shelves = () => ({
  customers: new Shelf<Stripe.Customer>('customer'),
  paymentMethods: new Shelf<Stripe.PaymentMethod>('PaymentMethod'),
  setupIntents: new Shelf<Stripe.SetupIntent>('setupintent'),
  paymentIntents: new Shelf<Stripe.PaymentIntent>('payment_intent'),
  charges: new Shelf<Stripe.Charge>('charge'),
  refunds: new Shelf<Stripe.Refund>('refund'),
  disputes: new Shelf<Stripe.Dispute>('dispute'),
  balanceTransactions: new Shelf<Stripe.BalanceTransaction>('balance transaction'),
  sessions: new Shelf<Stripe.Checkout.Session>('checkout.session'),
  endpoints: new Shelf<Stripe.WebhookEndpoint>('webhook endpoint'),
  events: new Shelf<SentEvent>('event'),
  cards: new Shelf<HeldCard>('card'),
  sessionSecrets: new Shelf<SessionSecret>('session'),
  endpointSecrets: new Shelf<{ id: string; secret: string }>('secret'),
  answers: new Shelf<KeptAnswer>('answer'),
  deliveries: new Shelf<Delivery>('delivery'),
})
type Shelves = ReturnType<typeof shelves>

export class Merchant {
  readonly id: string
  readonly livemode: boolean
  readonly shelves: Shelves = shelves()
  readonly #now: () => Date
  readonly #onEvent: (merchant: Merchant, event: SentEvent) => void

  constructor(id: string, livemode: boolean, now: () => Date, onEvent: (merchant: Merchant, event: SentEvent) => void) {
    this.id = id
    this.livemode = livemode
    this.#now = now
    this.#onEvent = onEvent
  }

  /** Seconds, as Stripe counts time. */
  get now(): number {
    return Math.floor(this.#now().getTime() / 1000)
  }

  newId(prefix: string): string {
    return `${prefix}_1${this.id.slice(-6)}${randomBytes(9).toString('hex')}`
  }

  /** Ids of hosted pages say whether money moves. */
  newSessionId(): string {
    return `cs_${this.livemode ? 'live' : 'test'}_a1${randomBytes(24).toString('hex')}`
  }

  /** Says that something happened, with the object as it is now. */
  tell(type: string, object: { id: string }, request: Stripe.Event.Request | null = null): void {
    const event = {
      id: this.newId('evt'),
      object: 'event',
      api_version: '2026-10-28.endive',
      created: this.now,
      data: { object: structuredClone(object) },
      livemode: this.livemode,
      pending_webhooks: 0,
      request: request ?? { id: null, idempotency_key: null },
      type,
    } satisfies SentEvent
    this.#onEvent(this, this.shelves.events.put(event))
  }

  toJSON(): object {
    const { id, livemode, shelves } = this
    return { id, livemode, shelves }
  }

  /** With lists that `toJSON` wrote. */
  fill(kept: Readonly<Record<string, never[]>>): void {
    for (const [name, shelf] of Object.entries(this.shelves)) shelf.fill(kept[name])
  }
}

/** The account a key belongs to. Stripe's own keys carry it after `51`; any other key is an account of its own. */
export function accountOfKey(key: string): string {
  const rest = key.replace(/^(sk|rk|pk)_(test|live)_/, '')
  const carried = /^51([A-Za-z0-9]{14})/.exec(rest)?.[1]
  return `acct_1${carried ?? createHash('sha256').update(rest).digest('hex').slice(0, 14)}`
}
