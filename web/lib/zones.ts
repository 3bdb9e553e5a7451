import { zoneCity } from './format.ts'

type Choice = { value: string; label: string }

/** A zone that this browser knows, as an address names it; anything else is not there. */
export function zoneFrom(value: unknown): string | undefined {
  if (typeof value !== 'string' || value === '') return undefined
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone && value
  } catch {
    return undefined
  }
}

/** Whose days to count by: those that are near first, the viewer's own and none among them, then every other. */
export function zoneChoices(...near: (string | undefined)[]): Choice[] {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone
  const first = new Set([...near, own, 'UTC'].filter((zone) => zone !== undefined))
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => !first.has(zone))
  return [
    ...[...first].map((zone) => ({ value: zone, label: zoneCity(zone) })),
    ...others.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ]
}
