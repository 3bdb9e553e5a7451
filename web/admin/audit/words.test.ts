import { expect, it } from 'vitest'
import { actionWord, changesOf, kindWord, placeOf } from './words.ts'

it('says actions, kinds and places in words', () => {
  expect(actionWord('campaign.settings_changed')).toBe('Settings changed')
  expect([kindWord('api_key'), kindWord('wallet')]).toEqual(['API key', 'Wallet'])
  expect(placeOf('/7', { kind: 'customer', id: '3' })).toBe('/7/customers/3')
  expect(placeOf('/7', { kind: 'alias', id: '3' })).toBeUndefined()
})

it('shows what differs, and all of what is new', () => {
  expect(changesOf({ name: 'A', zone: 'UTC' }, { name: 'B', zone: 'UTC' })).toEqual([
    { field: 'name', before: 'A', after: 'B' },
  ])
  expect(changesOf(null, { grants: ['export_data'], on: true })).toEqual([
    { field: 'grants', before: '–', after: 'export_data' },
    { field: 'on', before: '–', after: 'Yes' },
  ])
  expect(changesOf({ role: 'viewer' }, null)).toEqual([{ field: 'role', before: 'viewer', after: '–' }])
})
