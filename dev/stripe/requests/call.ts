/** One call of the API, and how its routes are written down. */
import type Stripe from 'stripe'
import type { Merchant } from '../merchant.ts'

export interface Call {
  /** The ids in its address, in order. */
  readonly ids: readonly string[]
  /** Its body or its query. */
  readonly sent: unknown
  readonly request: Stripe.Event.Request
  /** Where the simulator's hosted pages are. */
  readonly pages: string
}

export interface Operation {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below /v1, an id as `:id`. */
  readonly path: string
  /** What a restricted key needs, by the name Stripe's refusal says. */
  readonly needs: string
  readonly run: (shop: Merchant, call: Call) => object
}

export const idOf = ({ ids }: Call, nth = 0): string => ids[nth] ?? ''
