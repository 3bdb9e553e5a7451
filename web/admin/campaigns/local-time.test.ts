import { expect, it } from 'vitest'
import { instantOf } from './local-time.ts'

it('reads a local time in its zone, on both sides of a change of clocks', () => {
  expect(instantOf('2026-11-22T08:00', 'America/Los_Angeles')).toBe('2026-11-22T16:00:00.000Z')
  expect(instantOf('2026-07-01T08:00', 'America/Los_Angeles')).toBe('2026-07-01T15:00:00.000Z')
  expect(instantOf('2026-03-08T03:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
  expect(instantOf('2026-11-01T00:30', 'America/New_York')).toBe('2026-11-01T04:30:00.000Z')
  expect(instantOf('2026-01-01T00:00', 'Australia/Lord_Howe')).toBe('2025-12-31T13:00:00.000Z')
  expect(instantOf('', 'UTC')).toBeNull()
})
