import type { FieldType } from '../../contract/fields.ts'
import { instant, MISSING, phoneNumber } from '../lib/format.ts'
import css from './LeadFields.module.css'
import { Facts } from './Page.tsx'

export type ShownField = {
  name: string
  label: string
  type: FieldType
  value: string | number | boolean | null
  consent?: boolean
  system?: boolean
}

const ADDRESS = /address|street/i

const TOWN = /\b(city|town)\b/i

/** Town, state and postal code of the same lead: a street alone is in many towns. */
const townOf = (fields: readonly ShownField[]): string[] =>
  fields
    .filter(
      ({ type, name, label }) => type === 'state' || type === 'postal_code' || TOWN.test(name) || TOWN.test(label),
    )
    .flatMap(({ value }) => (value === null || value === '' ? [] : [String(value)]))

function tappable({ type, name, label, value }: ShownField, town: readonly string[]): string | null {
  const text = String(value)
  if (type === 'phone') return `tel:${text}`
  if (type === 'email') return `mailto:${text}`
  if (type === 'url' && /^https?:\/\//i.test(text)) return text
  if (type === 'text' && (ADDRESS.test(name) || ADDRESS.test(label))) {
    return `https://maps.google.com/?q=${encodeURIComponent([text, ...town].join(', '))}`
  }
  return null
}

/** A value as people read it: their own clock, grouped digits. */
function readable({ type, value }: ShownField, zone: string): string {
  if (value === null || value === '') return MISSING
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (type === 'phone') return phoneNumber(String(value))
  const isInstant = type === 'datetime' && !Number.isNaN(Date.parse(String(value)))
  return isInstant ? instant(String(value), zone) : String(value)
}

/** A field's value; numbers to call, addresses to go to. */
function FieldText({ field, town, zone }: { field: ShownField; town: readonly string[]; zone: string }) {
  const text = readable(field, zone)
  const href = text === MISSING ? null : tappable(field, town)
  if (!href) return <span className="num">{text}</span>
  const outside = href.startsWith('http')
  return (
    <a href={href} className="num" {...(outside && { target: '_blank', rel: 'noreferrer' })}>
      {text}
    </a>
  )
}

/** All that a viewer may see of a lead, the system's own fields apart. */
export function LeadFields(props: { fields: readonly ShownField[]; system: string; zone: string }) {
  const { fields, system, zone } = props
  const town = townOf(fields)
  const rows = (some: readonly ShownField[]) =>
    some.map((field) => [field.label, <FieldText key={field.name} field={field} town={town} zone={zone} />] as const)
  const own = fields.filter((field) => !field.system)
  const rest = fields.filter((field) => field.system)
  return (
    <div className={css.fields}>
      <Facts rows={rows(own)} />
      {rest.length > 0 && (
        <section>
          <h3 className={css.head}>{system}</h3>
          <Facts rows={rows(rest)} />
        </section>
      )}
    </div>
  )
}
