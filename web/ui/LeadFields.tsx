import type { FieldType } from '../../contract/fields.ts'
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

function tappable({ type, name, label, value }: ShownField): string | null {
  const text = String(value)
  if (type === 'phone') return `tel:${text}`
  if (type === 'email') return `mailto:${text}`
  if (type === 'url' && /^https?:\/\//i.test(text)) return text
  if (type === 'text' && (ADDRESS.test(name) || ADDRESS.test(label))) {
    return `https://maps.google.com/?q=${encodeURIComponent(text)}`
  }
  return null
}

/** A value as people read it; numbers to call, addresses to go to. */
export function FieldText({ field }: { field: ShownField }) {
  if (field.value === null || field.value === '') return <span className="quiet">–</span>
  if (typeof field.value === 'boolean') return <>{field.value ? 'Yes' : 'No'}</>
  const href = tappable(field)
  const text = String(field.value)
  if (!href) return <span className="num">{text}</span>
  const outside = href.startsWith('http')
  return (
    <a href={href} className="num" {...(outside && { target: '_blank', rel: 'noreferrer' })}>
      {text}
    </a>
  )
}

/** All that a viewer may see of a lead, the system's own fields apart. */
export function LeadFields({ fields, system }: { fields: readonly ShownField[]; system: string }) {
  const rows = (some: readonly ShownField[]) =>
    some.map((field) => [field.label, <FieldText key={field.name} field={field} />] as const)
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
