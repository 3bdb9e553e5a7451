/** "Only these states": one Allow filter on the campaign's state field, read from a buyer's filters and written back. */
import type { Filter } from '../../../../contract/conditions.ts'
import type { Field } from '../../../../contract/fields.ts'

export const stateFieldOf = (fields: readonly Field[]): Field | undefined => fields.find(({ type }) => type === 'state')

function isStateFilter(filter: Filter, field: string): boolean {
  const [condition, ...others] = filter.conditions
  return (
    filter.mode === 'allow' &&
    others.length === 0 &&
    condition?.op === 'any_of' &&
    condition.field === field &&
    'values' in condition
  )
}

export function statesIn(filters: readonly Filter[], field: string): string[] {
  const [condition] = filters.find((filter) => isStateFilter(filter, field))?.conditions ?? []
  return condition?.op === 'any_of' && 'values' in condition ? [...condition.values] : []
}

/** None: the filter goes. */
export function withStates(filters: readonly Filter[], field: string, values: string[]): Filter[] {
  const at = filters.findIndex((filter) => isStateFilter(filter, field))
  const filter: Filter = { mode: 'allow', conditions: [{ op: 'any_of', field, values }] }
  if (at < 0) return values.length > 0 ? [filter, ...filters] : [...filters]
  return filters.flatMap((one, nth) => (nth !== at ? [one] : values.length > 0 ? [filter] : []))
}
