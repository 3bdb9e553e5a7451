const label = (zone: string) => ({ value: zone, label: zone.replaceAll('_', ' ') })

/** Every zone there is, for a choice. */
export const ZONES = Intl.supportedValuesOf('timeZone').map(label)

/** As `ZONES`, with one that the runtime calls otherwise. */
export const zonesWith = (zone: string) => (ZONES.some(({ value }) => value === zone) ? ZONES : [label(zone), ...ZONES])
