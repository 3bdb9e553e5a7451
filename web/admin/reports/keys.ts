import type { Dimension, ReportKey } from '../../../contract/api/reports.ts'
import { calendarDay, hourOfDay, longDay } from '../../lib/format.ts'

const NOON = 'T12:00:00Z'

/** A key below an axis or in a cell; days and hours are written as people do. */
export function keyText(dimension: Dimension, { id, label }: ReportKey): string {
  if (id === null) return label
  if (dimension === 'day') return calendarDay(id)
  return dimension === 'hour' ? hourOfDay(Number(id)) : label
}

/** The same where there is room. */
export function keyLong(dimension: Dimension, key: ReportKey): string {
  if (dimension === 'day' && key.id) return longDay(`${key.id}${NOON}`, 'UTC')
  return keyText(dimension, key)
}

/** Filters of the leads list that stand for a report's key; null where the list has none. */
export function filterFor(dimension: Dimension, { id, campaign }: ReportKey): Record<string, string> | null {
  if (id === null) return null
  switch (dimension) {
    case 'day':
      return { range: `${id}..${id}` }
    case 'campaign':
      return { campaign: id }
    case 'supplier':
    case 'buyer':
      return { [dimension]: id, ...(campaign !== undefined && { campaign: String(campaign) }) }
    default:
      return null
  }
}
