/** What neighbours ask of delivery. */
export { type Courier, courierOf, openTrials } from './ops/courier.ts'
export { type StoredLead, storedLeads } from './ops/leads.ts'
export { writeMail } from './ops/mails.ts'
export { sealPart } from './ops/secrets.ts'
export type {
  CallResult,
  CheckOrder,
  CheckResult,
  DeliveryOrder,
  LeadSeen,
  Transcript,
} from './rules/order.ts'
