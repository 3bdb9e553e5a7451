/** What filters and pricing rules do with given leads. Pure: neither schedule, caps nor other buyers are asked. */
import type { Filter } from '../../contract/conditions.ts'
import { type Candidate, compileAll, compileFilters, type Form, firstMatch } from './conditions.ts'

export interface Effect {
  /** Candidates that pass all filters. */
  passed: number
  /** By filter, candidates that match its conditions. */
  filters: number[]
  /** By pricing rule, candidates that pass and get its price. */
  rules: number[]
  /** Candidates that pass and match no rule. */
  others: number
}

interface Rules {
  filters: readonly Filter[]
  rules: readonly Pick<Filter, 'conditions'>[]
}

/** @param zone the clock of weekday and hour conditions */
export function effectOf(
  { filters, rules }: Rules,
  form: Form,
  zone: string,
  candidates: readonly Candidate[],
): Effect {
  const compile = (some: readonly Pick<Filter, 'conditions'>[]) =>
    some.map((one) => compileAll(one.conditions, form, zone))
  const [filterTests, ruleTests, stoppedBy] = [compile(filters), compile(rules), compileFilters(filters, form, zone)]
  const effect: Effect = { passed: 0, filters: filters.map(() => 0), rules: rules.map(() => 0), others: 0 }
  const raise = (counts: number[], at: number) => {
    counts[at] = (counts[at] ?? 0) + 1
  }
  for (const candidate of candidates) {
    for (const [at, test] of filterTests.entries()) if (test(candidate)) raise(effect.filters, at)
    if (stoppedBy(candidate) >= 0) continue
    effect.passed++
    const rule = firstMatch(ruleTests, candidate)
    if (rule < 0) effect.others++
    else raise(effect.rules, rule)
  }
  return effect
}
