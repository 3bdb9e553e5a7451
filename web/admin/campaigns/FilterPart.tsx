import type { RulesOnTrial } from '../../../contract/api/effect.ts'
import type { Filter } from '../../../contract/conditions.ts'
import type { Fault } from '../../../contract/faults.ts'
import { EffectLine } from '../../ui/rules/EffectLine.tsx'
import { filterCounts } from '../../ui/rules/effect.ts'
import { FilterRules } from '../../ui/rules/FilterRules.tsx'
import { useRuleEffect } from './rule-effect.ts'
import { useRuleProps } from './rule-props.ts'

/** Filters of the campaign, a supplier or a buyer, with what each did to the leads of the last days. */
export function FilterPart(props: {
  value: readonly Filter[]
  onChange: (filters: Filter[]) => void
  faults: readonly Fault[]
  /** Null: not saved yet. */
  trial: RulesOnTrial | null
}) {
  const rules = useRuleProps()
  const { effect, failed } = useRuleEffect(props.trial)
  return (
    <>
      <FilterRules
        {...rules}
        value={props.value}
        onChange={props.onChange}
        faults={props.faults}
        {...(effect && effect.leads > 0 && { counts: filterCounts(effect, props.value) })}
      />
      {props.trial && <EffectLine effect={effect} failed={failed} />}
    </>
  )
}
