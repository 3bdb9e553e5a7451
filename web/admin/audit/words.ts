import { money } from '../../lib/format.ts'

const spoken = (text: string) => {
  const words = text.replaceAll(/[_.]/g, ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2')
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase()
}

const KINDS: Record<string, string> = {
  api_key: 'API key',
  team_user: 'Team member',
  customer_user: 'Customer’s user',
  supplier_user: 'Supplier’s user',
}

/** "Customer", "API key". */
export const kindWord = (kind: string): string => KINDS[kind] ?? spoken(kind)
/** `campaign.settings_changed` → "Settings changed". */
export const actionWord = (action: string): string => spoken(action.slice(action.indexOf('.') + 1))
const FIELDS: Record<string, string> = {
  email: 'E-mail',
  billingEmail: 'Billing e-mail',
  taxId: 'Tax id',
  ip: 'Address',
}

/** `samePersonDays` → "Same person days". */
export const fieldWord = (field: string): string => FIELDS[field] ?? spoken(field)

/** Small numbers as they are; of long ids the end, which tells them apart. */
export const idWord = (id: string): string => (id.length > 12 ? `…${id.slice(-8)}` : id)

/** A value of a change, as short as it can be told. */
export function valueText(value: unknown): string {
  if (value === undefined || value === null || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map(valueText).join(', ') || '–'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

type State = Record<string, unknown> | null
export interface Change {
  field: string
  before: string
  after: string
}

/** What is kept in minor units of the account's currency. */
const AMOUNTS = new Set(['balance', 'amount', 'minimumBalance', 'creditLimit', 'minimumDeposit', 'threshold'])

/** What differs; of something new or gone, all there is. */
export function changesOf(before: State, after: State, currency?: string): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const text = (field: string, value: unknown) =>
    currency !== undefined && AMOUNTS.has(field) && typeof value === 'number'
      ? money(value, currency)
      : valueText(value)
  return fields
    .map((field) => ({ field, before: text(field, before?.[field]), after: text(field, after?.[field]) }))
    .filter((change) => change.before !== change.after)
}

/** The first differences, for a list. */
export function summaryOf(entry: { before: State; after: State }, currency: string): string {
  const changes = changesOf(entry.before, entry.after, currency).slice(0, 2)
  return changes
    .map(({ field, before, after }) => `${fieldWord(field)}: ${before === '–' ? '' : `${before} → `}${after}`)
    .join(', ')
}

const PLACES: Record<string, (id: string) => string> = {
  account: () => '/settings',
  client: (id) => `/clients?client=${id}`,
  campaign: (id) => `/campaigns/${id}`,
  customer: (id) => `/customers/${id}`,
  lead: (id) => `/leads?lead=${id}`,
  team_user: (id) => `/team?member=${id}`,
  api_key: (id) => `/keys?key=${id}`,
}

/** Where the thing can be seen; undefined where it has no page of its own. */
export const placeOf = (base: string, target: { kind: string; id: string }): string | undefined => {
  const path = PLACES[target.kind]?.(encodeURIComponent(target.id))
  return path && `${base}${path}`
}
