/** Value lists of the demo world. A list's id is made of what is in it, so a plan can name one before it is saved. */
import { packed } from '../../server/lists/rules.ts'
import type { ListPlan } from './plan.ts'

const zips = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, nth) => String(from + nth).padStart(5, '0'))

/** Arizona, Nevada and California. */
export const serviceArea: ListPlan = {
  name: 'Southwest service area',
  kind: 'postal_code',
  values: [...zips(85_001, 86_556), ...zips(88_901, 89_883), ...zips(90_001, 96_162)],
}

/** An Allow for the values of a list. */
export const inList = (field: string, { kind, name, values }: ListPlan) => ({
  mode: 'allow' as const,
  conditions: [{ op: 'any_of' as const, field, list: packed(kind, name, values).id }],
})
