/** What a trial of rules on recent leads is told as. Pure. */
import type { RuleOutcome } from '../../../contract/api/effect.ts'
import type { Filter } from '../../../contract/conditions.ts'
import { count } from '../../lib/format.ts'

export interface RuleEffect {
  /** So many of the newest leads were tried. */
  leads: number
  days: number
  saved: RuleOutcome
  edited: RuleOutcome
}

/** A quiet line a filter: "kept 118 of 136". */
export function filterCounts({ leads, edited }: RuleEffect, filters: readonly Filter[]): string[] {
  return filters.map(({ mode }, at) => {
    const did = mode === 'allow' ? 'kept' : 'blocked'
    return `${did} ${count(edited.filters[at] ?? 0)} of ${count(leads)} recent leads`
  })
}

/** A quiet line a pricing rule, of the leads that pass the filters; the last one is the default price's. */
export function ruleCounts({ edited }: RuleEffect): string[] {
  return [...edited.rules, edited.others].map((n) => `${count(n)} of ${count(edited.passed)} recent leads that pass`)
}

/** "Would have taken 312 of the 1,000 newest leads of the last 7 days, now 287." */
export function effectInWords({ leads, days, saved, edited }: RuleEffect): string {
  if (leads === 0) return `No lead came in the last ${days} days to try this on.`
  const of = leads === 1 ? 'the one lead' : `the ${count(leads)} newest leads`
  const now = edited.passed === saved.passed ? '' : `, now ${count(edited.passed)}`
  return `Would have taken ${count(saved.passed)} of ${of} of the last ${days} days${now}.`
}
