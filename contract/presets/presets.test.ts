import { describe, expect, it } from 'vitest'
import { CONSENT } from './fields.ts'
import { PRESETS, settingsOfPreset } from './presets.ts'

const names = (fields: readonly { name: string }[]) => fields.map((field) => field.name)

describe('presets', () => {
  it.each(PRESETS.map((preset) => [preset.id, preset] as const))('%s makes settings that hold', (_id, preset) => {
    const part = settingsOfPreset(preset, 'America/Chicago')
    expect(new Set(names(part.fields)).size).toBe(part.fields.length)
    expect(part.fields.filter((field) => field.type === 'list' && field.allowed.length < 2)).toEqual([])
    for (const name of part.duplicates?.fields ?? []) expect(names(part.fields)).toContain(name)
    if (preset.id !== 'empty') expect(names(part.fields)).toEqual(expect.arrayContaining(names(CONSENT)))
  })
})
