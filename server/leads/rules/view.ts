/**
 * What each side may see of a lead under the settings version it was decided by. A hidden field is not in the view,
 * so whatever is made from a view cannot hold it.
 */
import type { LeadColumn, LeadField } from '../../../contract/api/leads.ts'
import type { Field, FieldType, FieldValue, SystemField } from '../../../contract/fields.ts'
import { SUB_IDS } from '../../../contract/fields.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'

export type Audience = 'team' | 'customer' | 'supplier'

export interface VisibleField {
  readonly field: Field
  /** Where its value stands in the lead's data. */
  readonly index: number
}

export interface View {
  readonly fields: readonly VisibleField[]
  readonly system: readonly ({ readonly name: SystemField } & Visibility)[]
}

/** As much of a stored lead as a view reads. */
export interface Viewed {
  data: readonly FieldValue[]
  subIds: readonly (string | null)[]
  supplierName: string
  supplierClient: string
  sourceIp: string | null
  receivedAt: Date
}

interface Visibility {
  hiddenFromSpecs: boolean
  hiddenFromBuyers: boolean
}

const isVisible: Record<Audience, (flags: Visibility) => boolean> = {
  team: () => true,
  customer: (flags) => !flags.hiddenFromBuyers,
  supplier: (flags) => !flags.hiddenFromSpecs,
}

const views: Record<Audience, WeakMap<CampaignSettings, WeakMap<CampaignSettings, View>>> = {
  team: new WeakMap(),
  customer: new WeakMap(),
  supplier: new WeakMap(),
}

/**
 * The view of leads decided by `settings`, now that the campaign stands at `current`: hidden in either is hidden, so
 * hiding a field counts for leads of old at once, and showing one does not open leads that came under the old terms.
 * Computed once for a pair: settings objects are cached and never change.
 */
export function viewOf(settings: CampaignSettings, current: CampaignSettings, audience: Audience): View {
  const ofSettings = views[audience].get(settings) ?? new WeakMap<CampaignSettings, View>()
  views[audience].set(settings, ofSettings)
  const known = ofSettings.get(current)
  if (known) return known
  const view = makeView(settings, current, isVisible[audience])
  ofSettings.set(current, view)
  return view
}

function makeView(
  { campaign }: CampaignSettings,
  { campaign: current }: CampaignSettings,
  visible: (flags: Visibility) => boolean,
): View {
  const now = new Map(current.fields.map((field) => [field.name, field]))
  return {
    fields: campaign.fields
      .map((field, index) => ({ field, index }))
      .filter(({ field }) => visible(field) && visible(now.get(field.name) ?? field)),
    system: SYSTEM_NAMES.map((name) => ({ name, ...campaign.systemFields[name] })).filter(
      (flags) => visible(flags) && visible(current.systemFields[flags.name]),
    ),
  }
}

const SYSTEM: Record<SystemField, { label: string; type: FieldType; read: (lead: Viewed) => string | null }> = {
  lp_subid1: subId(0),
  lp_subid2: subId(1),
  lp_subid3: subId(2),
  lp_subid4: subId(3),
  lp_subid5: subId(4),
  lp_subid6: subId(5),
  supplier: { label: 'Supplier', type: 'text', read: (lead) => lead.supplierName },
  supplier_client: { label: 'Supplier’s Client', type: 'text', read: (lead) => lead.supplierClient },
  source_address: { label: 'Source address', type: 'ip', read: (lead) => lead.sourceIp },
  received_at: { label: 'Received at', type: 'datetime', read: (lead) => lead.receivedAt.toISOString() },
}
const SYSTEM_NAMES: SystemField[] = [...SUB_IDS, 'supplier', 'supplier_client', 'source_address', 'received_at']

function subId(index: number): { label: string; type: FieldType; read: (lead: Viewed) => string | null } {
  return { label: `Sub id ${index + 1}`, type: 'text', read: (lead) => lead.subIds[index] ?? null }
}

/** Every visible field of one lead, the empty ones too; the system's after the campaign's. */
export function fieldsOf(view: View, lead: Viewed): (LeadField & Visibility)[] {
  const own = view.fields.map(({ field, index }) => {
    const { name, label, type, consent, hiddenFromSpecs, hiddenFromBuyers } = field
    const value = lead.data[index] ?? null
    return { name, label, type, value, consent, system: false, hiddenFromSpecs, hiddenFromBuyers }
  })
  const system = view.system.map(({ name, ...flags }) => {
    const { label, type, read } = SYSTEM[name]
    return { name, label, type, value: read(lead), consent: false, system: true, ...flags }
  })
  return [...own, ...system]
}

/** Visible values by name; what a lead has no value for is left out. When it came stands beside, not in it. */
export function dataOf(view: View, lead: Viewed): Record<string, FieldValue> {
  const shown = fieldsOf(view, lead).filter(({ name, value }) => value !== null && name !== 'received_at')
  return Object.fromEntries(shown.map(({ name, value }) => [name, value]))
}

/** The columns of a page: each field that a version on it knows, and of the system's those with a value. */
export function columnsOf(rows: readonly { view: View; lead: Viewed }[]): LeadColumn[] {
  const columns = new Map<string, LeadColumn>()
  for (const view of new Set(rows.map((row) => row.view)))
    for (const { field } of view.fields)
      if (!columns.has(field.name)) columns.set(field.name, { name: field.name, label: field.label, type: field.type })
  for (const { view, lead } of rows)
    for (const { name, label, type, value, system } of fieldsOf(view, lead))
      if (system && value !== null && name !== 'received_at') columns.set(name, { name, label, type })
  return [...columns.values()]
}

/**
 * Whether a search for a person may find this lead: the field that its hash was made of (the first of its type) is
 * in the view and holds exactly that value. A hidden field must not answer by being found, nor a hash by chance.
 */
export function isFoundBy(
  view: View,
  fields: readonly Field[],
  lead: Pick<Viewed, 'data'>,
  person: { kind: 'phone' | 'email'; value: string },
): boolean {
  const index = fields.findIndex(({ type }) => type === person.kind)
  return view.fields.some((visible) => visible.index === index) && lead.data[index] === person.value
}
