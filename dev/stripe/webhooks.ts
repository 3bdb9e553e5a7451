/** Signed webhooks, sent at least once: retried with pauses, or held back until the control lets them go. */
import { createHmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import type Stripe from 'stripe'
import type { Delivery, Merchant, SentEvent } from './merchant.ts'

const PAUSES_S = [1, 5, 30, 120, 600, 3_600, 10_800, 21_600, 43_200, 86_400, 86_400]
const PATIENCE_MS = 10_000

export function signature(body: string, secret: string, at: number): string {
  return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`
}

/** How a single post differs from a good one. */
export interface Odd {
  times?: number
  /** Signed with this one instead. */
  secret?: string
  /** Signed so many seconds ago. */
  age?: number
}

/** Names below localhost are this machine's, whatever its resolver knows. */
const isHere = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost') || host.endsWith('.test')

/** The status it was answered with; 0 when nobody answered. */
function post(url: URL, body: string, signed: string): Promise<number> {
  return new Promise((resolve) => {
    const request = httpRequest(url, {
      method: 'POST',
      timeout: PATIENCE_MS,
      headers: {
        host: url.host,
        'content-type': 'application/json; charset=utf-8',
        'stripe-signature': signed,
        'user-agent': 'Stripe/1.0',
      },
      ...(isHere(url.hostname) && { hostname: '127.0.0.1' }),
    })
    request.on('response', (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
      response.on('error', () => resolve(0))
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(0))
    request.end(body)
  })
}

export class Postman {
  #isHolding = false
  #isClosed = false
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #underWay = new Set<Promise<unknown>>()

  hold(): void {
    this.#isHolding = true
  }

  /** Lets what was held go, the oldest first. */
  async release(merchants: Iterable<Merchant>): Promise<void> {
    this.#isHolding = false
    for (const shop of merchants) for (const one of shop.shelves.deliveries.toJSON()) await this.#send(shop, one)
  }

  /** Takes up what was on its way when the simulator stopped. */
  resume(shop: Merchant): void {
    for (const one of shop.shelves.deliveries.toJSON()) this.#plan(shop, one)
  }

  accept(shop: Merchant, event: SentEvent): void {
    const isWanted = ({ status, enabled_events: kinds }: Stripe.WebhookEndpoint): boolean =>
      status === 'enabled' && (kinds.includes('*') || kinds.includes(event.type))
    const endpoints = shop.shelves.endpoints.newestFirst(isWanted)
    event.pending_webhooks = endpoints.length
    for (const { id } of endpoints) {
      const delivery = { id: `${event.id} ${id}`, event: event.id, endpoint: id, attempts: 0, nextAt: shop.now }
      shop.shelves.deliveries.put(delivery)
      if (!this.#isHolding) this.#track(this.#afterwards(shop, delivery))
    }
  }

  /** Webhooks come after the answer of the call that caused them, most of the time. */
  async #afterwards(shop: Merchant, delivery: Delivery): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5))
    if (!this.#isClosed) await this.#send(shop, delivery)
  }

  /** @returns the statuses */
  async sendOddly(shop: Merchant, eventId: string, odd: Odd): Promise<number[]> {
    const statuses: number[] = []
    const { deliveries } = shop.shelves
    // a post that is refused is no delivery: the true one is still to come
    const isTrue = odd.secret === undefined && odd.age === undefined
    for (const one of deliveries.newestFirst((each) => isTrue && each.event === eventId)) deliveries.remove(one.id)
    const event = shop.shelves.events.get(eventId)
    for (const endpoint of shop.shelves.endpoints.newestFirst(({ status }) => status === 'enabled')) {
      const secret = odd.secret ?? shop.shelves.endpointSecrets.get(endpoint.id).secret
      const body = JSON.stringify(event)
      const posts = Array.from({ length: odd.times ?? 1 }, () =>
        post(new URL(endpoint.url), body, signature(body, secret, shop.now - (odd.age ?? 0))),
      )
      statuses.push(...(await this.#track(Promise.all(posts))))
    }
    return statuses
  }

  /** Until nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    await this.settled()
  }

  #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work)
    const forget = () => this.#underWay.delete(work)
    work.then(forget, forget)
    return work
  }

  async #send(shop: Merchant, delivery: Delivery): Promise<void> {
    const { deliveries, endpoints, endpointSecrets, events } = shop.shelves
    const [endpoint, secret, event] = [
      endpoints.find(delivery.endpoint),
      endpointSecrets.find(delivery.endpoint),
      events.find(delivery.event),
    ]
    if (!endpoint || !secret || !event) return deliveries.remove(delivery.id)
    const body = JSON.stringify(event)
    const status = await this.#track(post(new URL(endpoint.url), body, signature(body, secret.secret, shop.now)))
    if (status >= 200 && status < 300) {
      event.pending_webhooks = Math.max(event.pending_webhooks - 1, 0)
      return deliveries.remove(delivery.id)
    }
    const pause = PAUSES_S[delivery.attempts++]
    if (pause === undefined) return deliveries.remove(delivery.id)
    delivery.nextAt = shop.now + pause
    this.#plan(shop, delivery)
  }

  #plan(shop: Merchant, delivery: Delivery): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer)
        const isOpen = shop.shelves.deliveries.find(delivery.id) !== undefined
        if (isOpen && !this.#isHolding && !this.#isClosed) void this.#send(shop, delivery)
      },
      Math.min(Math.max(delivery.nextAt - shop.now, 1) * 1000, 2 ** 31 - 1),
    )
    timer.unref()
    this.#timers.add(timer)
  }
}
