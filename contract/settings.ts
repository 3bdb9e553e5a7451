/**
 * A campaign's settings, in the parts its immutable versions are stored by: the campaign, each supplier, each buyer.
 * Amounts are minor units of the account's currency; 0 means unlimited wherever a cap or budget says so.
 */
import { z } from 'zod'
import { Condition, Filter, WeekRange } from './conditions.ts'
import { Delivery, OutsideChecks } from './delivery.ts'
import { DEFAULT_SYSTEM_FIELDS, Field, SystemField, SystemFieldFlags } from './fields.ts'
import type { ValueList } from './lists.ts'

/** An IANA zone that this runtime knows. */
export const Zone = z.string().refine(isZone, 'not a time zone, like America/New_York')
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

const Amount = z.number().int().min(0).max(1_000_000_00)
const Budget = z.number().int().min(0).max(1_000_000_000_00)
const Count = z.number().int().min(0).max(100_000_000)
const Filters = z.array(Filter).max(100)

/** Volume caps. A number for a weekday (Monday is 1) replaces the daily one on that weekday. */
export const Caps = z.object({
  day: Count.default(0),
  weekdays: z.partialRecord(z.enum(['1', '2', '3', '4', '5', '6', '7']), Count).default({}),
  week: Count.default(0),
  month: Count.default(0),
  total: Count.default(0),
})
export type Caps = z.infer<typeof Caps>

export const BudgetCaps = z.object({
  on: z.boolean().default(false),
  day: Budget.default(0),
  week: Budget.default(0),
  month: Budget.default(0),
  total: Budget.default(0),
})
export type BudgetCaps = z.infer<typeof BudgetCaps>

export const NO_CAPS: Caps = { day: 0, weekdays: {}, week: 0, month: 0, total: 0 }
export const NO_BUDGET: BudgetCaps = { on: false, day: 0, week: 0, month: 0, total: 0 }

/** Open ranges in the buyer's zone (null: always open) and dates off. */
export const Schedule = z.object({
  open: z.array(WeekRange).max(50).nullable().default(null),
  datesOff: z.array(z.iso.date()).max(400).default([]),
})
export type Schedule = z.infer<typeof Schedule>

/** Prices go top to bottom, the first rule that matches wins. */
export const PricingRule = z.object({ price: Amount, conditions: z.array(Condition).min(1).max(50) })
export type PricingRule = z.infer<typeof PricingRule>

/** Spec 2.1 (b): compared with accepted leads of the last `days` by the given fields. */
export const DuplicateCheck = z.object({
  days: z.number().int().min(1).max(365),
  fields: z.array(z.string()).min(1).max(5),
  match: z.enum(['any', 'all']),
  scope: z.enum(['campaign', 'buyer']),
})
export type DuplicateCheck = z.infer<typeof DuplicateCheck>

/** Who of the eligible buyers is asked first; `send_to_all` sells to several, up to the sell limit. */
export const Distribution = z.enum(['waterfall', 'highest_bidder', 'round_robin', 'weighted', 'send_to_all'])
export type Distribution = z.infer<typeof Distribution>

export const CampaignPart = z.object({
  zone: Zone,
  fields: z.array(Field).min(1).max(200),
  systemFields: z.record(SystemField, SystemFieldFlags).default(DEFAULT_SYSTEM_FIELDS),
  distribution: Distribution.default('waterfall'),
  /** Send to all: the most buyers one lead is sold to. */
  sellLimit: z.number().int().min(1).max(50).default(3),
  /** After so long no new buyer is called for a lead. */
  deadlineSeconds: z.number().int().min(1).max(120).default(30),
  duplicates: DuplicateCheck.nullable().default(null),
  filters: Filters.default([]),
  /** The least the account keeps of each lead: sale prices less the payout they cause. Null: not checked. */
  minimumMargin: Amount.nullable().default(null),
  validationDetails: z.boolean().default(true),
  /** Asked of every lead that passed the filters. */
  checks: OutsideChecks.default([]),
})
export type CampaignPart = z.infer<typeof CampaignPart>

/** Fixed: owed once per accepted lead. Share: basis points of the sum of its sales. */
export const Payout = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), amount: Amount }),
  z.object({ kind: z.literal('share'), rate: z.number().int().min(0).max(10_000) }),
])
export type Payout = z.infer<typeof Payout>

export const SupplierPart = z.object({
  payout: Payout,
  /** Whether the accepted answer carries the payout. */
  priced: z.boolean().default(true),
  returns: z
    .object({ accepted: z.boolean(), days: z.number().int().min(0).max(365) })
    .default({ accepted: true, days: 7 }),
  testMode: z.boolean().default(true),
  caps: Caps.default(NO_CAPS),
  filters: Filters.default([]),
  /** Asked after the campaign's. */
  checks: OutsideChecks.default([]),
})
export type SupplierPart = z.infer<typeof SupplierPart>

export const BuyerPart = z.object({
  delivery: Delivery.default({ kind: 'store' }),
  /** Asked before this buyer is; a rejection sends the lead to the next one. */
  checks: OutsideChecks.default([]),
  acceptsTests: z.boolean().default(false),
  price: Amount,
  rules: z.array(PricingRule).max(100).default([]),
  /** The operator's floor: below it this buyer is passed over. */
  floor: Amount.default(0),
  filters: Filters.default([]),
  /** Null: the campaign's. */
  zone: Zone.nullable().default(null),
  schedule: Schedule.default({ open: null, datesOff: [] }),
  caps: Caps.default(NO_CAPS),
  budget: BudgetCaps.default(NO_BUDGET),
  /** Weighted: this buyer's part of the leads it is eligible for. */
  weight: z.number().int().min(1).max(1_000).default(1),
  /** When it cannot be known whether this buyer took the lead: ask the next one, or leave the lead at that. */
  afterUnknown: z.enum(['go_on', 'stop']).default('go_on'),
  position: z.number().int().min(1).max(100_000),
})
export type BuyerPart = z.infer<typeof BuyerPart>

/** The whole settings of one version, parts by outward id. */
export interface CampaignSettings {
  campaign: CampaignPart
  suppliers: Map<number, SupplierPart>
  buyers: Map<number, BuyerPart>
  /** The lists that its conditions name, by id. None where it names none. */
  lists?: ReadonlyMap<string, ValueList>
}
