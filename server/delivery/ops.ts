/** What neighbours ask of delivery. */
export type {
  CallResult,
  CheckOrder,
  CheckResult,
  DeliveryOrder,
  LeadSeen,
  SavedValue,
  Transcript,
} from './rules/order.ts'

import type { Platform } from '../platform/ctx.ts'
import type { CallResult, CheckOrder, CheckResult, DeliveryOrder } from './rules/order.ts'

/** Calls of buyers and checkers, with what is remembered between them: open connections, places, broken circuits. */
export interface Courier {
  /** Never throws: what can go wrong is a result. */
  deliver(order: DeliveryOrder): Promise<CallResult>
  check(order: CheckOrder): Promise<CheckResult>
}

/** The one courier of this process. */
export type CourierOf = (platform: Platform) => Courier
