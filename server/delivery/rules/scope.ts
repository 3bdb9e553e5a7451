/** A lead as templates see it. */
import type { Field } from '../../../contract/fields.ts'
import { SUB_IDS } from '../../../contract/fields.ts'
import { type Cents, decimalText } from '../../../contract/money.ts'
import type { Scope, TemplateValue } from '../../../contract/templates/template.ts'
import type { LeadSeen } from './order.ts'

export interface Seen {
  readonly lead: LeadSeen
  readonly fields: readonly Field[]
  readonly test: boolean
  /** What only a delivery has. */
  readonly sale?: { readonly deliveryId: string; readonly price: Cents; readonly currency: string }
  /** By the names templates use, `secret.` and all. */
  readonly secrets: ReadonlyMap<string, string>
}

type ReadTag = (seen: Seen) => TemplateValue

const TAGS: Readonly<Record<string, ReadTag>> = {
  'lead.id': ({ lead }) => lead.id,
  'lead.received_at': ({ lead }) => lead.receivedAt.toISOString(),
  'lead.source_address': ({ lead }) => lead.sourceAddress,
  'lead.test': ({ test }) => test,
  'lead.delivery_id': ({ sale }) => sale?.deliveryId ?? null,
  'lead.price': ({ sale }) => (sale ? decimalText(sale.price, sale.currency) : null),
  'lead.currency': ({ sale }) => sale?.currency ?? null,
  'campaign.id': ({ lead }) => lead.campaign.id,
  'campaign.name': ({ lead }) => lead.campaign.name,
  'supplier.id': ({ lead }) => lead.supplier.id,
  'supplier.name': ({ lead }) => lead.supplier.name,
  'supplier.client': ({ lead }) => lead.supplier.client,
  ...Object.fromEntries(SUB_IDS.map((name, nth) => [name, ({ lead }: Seen) => lead.subIds[nth] ?? null])),
}

const places = new WeakMap<readonly Field[], ReadonlyMap<string, number>>()

function placesOf(fields: readonly Field[]): ReadonlyMap<string, number> {
  const known = places.get(fields)
  if (known) return known
  const made = new Map(fields.map((field, nth) => [field.name, nth]))
  places.set(fields, made)
  return made
}

/** Dates are told in UTC unless a template names a zone. */
export function scopeOf(seen: Seen): Scope {
  const indexes = placesOf(seen.fields)
  return {
    now: seen.lead.receivedAt,
    zone: 'UTC',
    valueOf: (name) => {
      const index = indexes.get(name)
      if (index !== undefined) return seen.lead.values[index] ?? null
      return seen.secrets.get(name) ?? TAGS[name]?.(seen) ?? null
    },
  }
}
