import { expect, it } from 'vitest'
import type { Filter } from '../../../../contract/conditions.ts'
import { statesIn, withStates } from './states.ts'

const other: Filter = { mode: 'allow', conditions: [{ op: 'ge', field: 'monthly_bill', value: 100 }] }

it('reads and writes one Allow filter, and leaves the others alone', () => {
  const some = withStates([other], 'state', ['CA', 'NV'])
  expect(statesIn(some, 'state')).toEqual(['CA', 'NV'])
  expect(some).toContain(other)
  expect(withStates(some, 'state', ['AZ'])).toHaveLength(2)
  expect(withStates(some, 'state', [])).toEqual([other])
  expect(withStates([other], 'state', [])).toEqual([other])
  expect(statesIn([{ ...other, mode: 'block' }], 'monthly_bill')).toEqual([])
})
