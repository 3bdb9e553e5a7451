/**
 * A version of a campaign's settings, compiled once and used for every lead under it. Pure: what moves (pauses, caps,
 * balances) is not here.
 */
import type { Field } from '../../contract/fields.ts'
import type {
  BuyerPart,
  CampaignPart,
  CampaignSettings,
  Distribution,
  DuplicateCheck,
  Payout,
  Schedule,
  SupplierPart,
} from '../../contract/settings.ts'
import { compileField, type Posted, type ReadValue } from '../fields/rules.ts'
import {
  type Candidate,
  compileAll,
  compileFilters,
  type Form,
  firstMatch,
  momentOf,
  type Test,
  weekTest,
} from './conditions.ts'
import { narrowing } from './narrow.ts'

export interface CompiledField {
  readonly field: Field
  read(posted: Posted | undefined, at: Date): ReadValue
}

export interface CompiledBuyer {
  readonly id: number
  readonly part: BuyerPart
  readonly zone: string
  /** Open at that instant, by the buyer's own clock. */
  isOpen(at: Date): boolean
  /** Index of the filter that keeps the candidate out, or -1. */
  stoppedBy(candidate: Candidate): number
  /** First matching rule's price; `rule` -1 is the default price. */
  priceOf(candidate: Candidate): { price: number; rule: number }
}

export interface CompiledSupplier {
  readonly id: number
  readonly part: SupplierPart
  stoppedBy(candidate: Candidate): number
  payoutOf(revenue: number): number
}

export interface CompiledCampaign {
  readonly zone: string
  readonly fields: readonly CompiledField[]
  readonly form: Form
  readonly duplicates: DuplicateCheck | null
  readonly minimumMargin: number | null
  readonly checks: CampaignPart['checks']
  readonly distribution: Distribution
  /** Round robin and Weighted: whose turn it is follows from what each is owed. */
  readonly takesTurns: boolean
  /** The most sales of one lead. */
  readonly sellLimit: number
  readonly deadlineMs: number
  readonly validationDetails: boolean
  /** The first phone and e-mail field: who the person is. */
  readonly phoneIndex: number
  readonly emailIndex: number
  stoppedBy(candidate: Candidate): number
  readonly suppliers: ReadonlyMap<number, CompiledSupplier>
  /** In the operator's order. */
  readonly buyers: readonly CompiledBuyer[]
  /** Those that may want a candidate, in that order; the others are ruled out by one look-up. */
  buyersFor(candidate: Candidate): readonly CompiledBuyer[]
}

/** Compiles one version. @param payout how a supplier earns, rounding included (contract/money.ts) */
export function compileCampaign(
  settings: CampaignSettings,
  payout: (terms: Payout, revenue: number) => number,
): CompiledCampaign {
  const { campaign } = settings
  const form = formOf(campaign.fields, settings.lists)
  const buyers = [...settings.buyers]
    .map(([id, part]) => compileBuyer(id, part, form, part.zone ?? campaign.zone))
    .sort((a, b) => a.part.position - b.part.position || a.id - b.id)
  return {
    zone: campaign.zone,
    fields: campaign.fields.map((field) => ({ field, read: compileField(field) })),
    form,
    duplicates: campaign.duplicates,
    minimumMargin: campaign.minimumMargin,
    checks: campaign.checks,
    distribution: campaign.distribution,
    takesTurns: campaign.distribution === 'round_robin' || campaign.distribution === 'weighted',
    sellLimit: campaign.distribution === 'send_to_all' ? campaign.sellLimit : 1,
    deadlineMs: campaign.deadlineSeconds * 1_000,
    validationDetails: campaign.validationDetails,
    phoneIndex: campaign.fields.findIndex((field) => field.type === 'phone'),
    emailIndex: campaign.fields.findIndex((field) => field.type === 'email'),
    stoppedBy: compileFilters(campaign.filters, form, campaign.zone),
    suppliers: new Map(
      [...settings.suppliers].map(([id, part]) => [id, compileSupplier(id, part, form, campaign.zone, payout)]),
    ),
    buyers,
    buyersFor: narrowing(buyers, form),
  }
}

export function formOf(fields: readonly Field[], lists: CampaignSettings['lists'] = new Map()): Form {
  const places = new Map(fields.map((field, index) => [field.name, index]))
  return {
    indexOf: (name) => places.get(name),
    typeOf: (name) => fields[places.get(name) ?? -1]?.type,
    listOf: (id) => lists.get(id),
  }
}

function compileBuyer(id: number, part: BuyerPart, form: Form, zone: string): CompiledBuyer {
  const rules: Test[] = part.rules.map((rule) => compileAll(rule.conditions, form, zone))
  return {
    id,
    part,
    zone,
    isOpen: compileSchedule(part.schedule, zone),
    stoppedBy: compileFilters(part.filters, form, zone),
    priceOf: (candidate) => {
      const rule = firstMatch(rules, candidate)
      return { price: part.rules[rule]?.price ?? part.price, rule }
    },
  }
}

const always = () => true

function compileSchedule(schedule: Schedule, zone: string): (at: Date) => boolean {
  if (!schedule.open && schedule.datesOff.length === 0) return always
  const off = new Set(schedule.datesOff)
  const open = schedule.open ? weekTest(schedule.open) : always
  return (at) => {
    const { weekday, minute, date } = momentOf(at, zone)
    return !off.has(date) && open(weekday, minute)
  }
}

function compileSupplier(
  id: number,
  part: SupplierPart,
  form: Form,
  zone: string,
  payout: (terms: Payout, revenue: number) => number,
): CompiledSupplier {
  return {
    id,
    part,
    stoppedBy: compileFilters(part.filters, form, zone),
    payoutOf: (revenue) => payout(part.payout, revenue),
  }
}
