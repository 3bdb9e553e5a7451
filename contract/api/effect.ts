/** What filters and prices would have done with the leads that came in, before they are saved. */
import { z } from 'zod'
import { Filter } from '../conditions.ts'
import { endpoint } from '../endpoint.ts'
import { AccountPath, IdInPath, MOST_ID } from '../page.ts'
import { PricingRule } from '../settings.ts'

const Id = z.number().int().positive().max(MOST_ID)
const Count = z.number().int()
const Filters = z.array(Filter).max(100)

/** The rules of one part as they stand on the page. */
export const RulesOnTrial = z.discriminatedUnion('part', [
  z.object({ part: z.literal('campaign'), filters: Filters }),
  z.object({ part: z.literal('supplier'), id: Id, filters: Filters }),
  z.object({ part: z.literal('buyer'), id: Id, filters: Filters, rules: z.array(PricingRule).max(100) }),
])
export type RulesOnTrial = z.output<typeof RulesOnTrial>

const Outcome = z.object({
  /** Leads that pass all filters. */
  passed: Count,
  /** By filter, leads that match its conditions: kept by an Allow, stopped by a Block. */
  filters: z.array(Count),
  /** By pricing rule, leads that pass and get its price. */
  rules: z.array(Count),
  /** Leads that pass and get the default price. */
  others: Count,
})
export type RuleOutcome = z.output<typeof Outcome>

export const tryRules = endpoint({
  method: 'POST',
  path: '/api/console/:account/campaigns/:campaign/effect',
  summary: 'How many of the last week’s leads pass filters and match pricing rules, as saved and as edited.',
  params: AccountPath.extend({ campaign: IdInPath }),
  body: RulesOnTrial,
  reply: z.object({
    /** The newest valid leads of the last days, a thousand at most. */
    leads: Count,
    days: Count,
    saved: Outcome,
    edited: Outcome,
  }),
})
