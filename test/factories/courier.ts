/** A courier that answers as a test says, and remembers what it was asked to carry. */
import { DirectPost, OutsideCheck } from '../../contract/delivery.ts'
import { asCents } from '../../contract/money.ts'
import type { CallResult, CheckOrder, CheckResult, Courier, DeliveryOrder } from '../../server/delivery/ops.ts'

const transcript = { request: 'POST /lead', response: 'ok', status: 200, ms: 5 }

/** How a call ends. */
export const ends = {
  accepted: (price?: number): CallResult => ({
    outcome: 'accepted',
    price: price === undefined ? null : asCents(price),
    transcript,
  }),
  of: (outcome: Exclude<CallResult['outcome'], 'accepted'>, reason: string = outcome): CallResult => ({
    outcome,
    reason,
    transcript,
  }),
}

export const passes = (saved: CheckResult['saved'] = []): CheckResult => ({ result: 'pass', saved, transcript })
export const fails = (result: 'reject' | 'failed', reason = 'Listed'): CheckResult => ({
  result,
  reason,
  saved: [],
  transcript,
})

export class TestCourier implements Courier {
  readonly delivered: DeliveryOrder[] = []
  readonly checked: CheckOrder[] = []
  /** Calls that are out. */
  out = 0
  onDeliver: (order: DeliveryOrder) => CallResult | Promise<CallResult> = () => ends.accepted()
  onCheck: (order: CheckOrder) => CheckResult | Promise<CheckResult> = () => passes()

  constructor(onDeliver?: TestCourier['onDeliver']) {
    if (onDeliver) this.onDeliver = onDeliver
  }

  async deliver(order: DeliveryOrder): Promise<CallResult> {
    this.delivered.push(order)
    this.out++
    try {
      return await this.onDeliver(order)
    } finally {
      this.out--
    }
  }

  async check(order: CheckOrder): Promise<CheckResult> {
    this.checked.push(order)
    return await this.onCheck(order)
  }
}

/** A buyer's system, named by its address. */
export const calls = (name = 'buyer'): DirectPost =>
  DirectPost.parse({
    kind: 'direct_post',
    call: { url: `https://${name}.example/leads` },
    answers: { rules: [{ outcome: 'accepted', tests: [{ place: { at: 'status' }, op: 'equals', value: '200' }] }] },
  })

/** Whom an order goes to. */
export const nameOf = (order: DeliveryOrder): string => new URL(order.delivery.call.url).hostname.split('.')[0] ?? ''

export const asks = (name: string, onFailure: 'pass' | 'reject' = 'reject'): OutsideCheck =>
  OutsideCheck.parse({
    name,
    call: { url: `https://${name}.example/check` },
    rules: [{ tests: [], action: { do: 'pass' } }],
    onFailure,
  })
