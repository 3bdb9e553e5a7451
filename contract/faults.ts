/** Whether settings make sense as a whole. Each fault names its place, like `buyers.12.rules.0.conditions.1.field`. */
import { type Condition, type Known, misfitOf } from './conditions.ts'
import { SystemField } from './fields.ts'
import { checkFaults, deliveryFaults } from './places.ts'
import type { BuyerPart, CampaignPart, CampaignSettings, SupplierPart } from './settings.ts'

export interface Fault {
  /** Where in the settings. */
  path: string
  /** Public, in words. */
  message: string
}

type FieldsByName = ReadonlyMap<string, CampaignPart['fields'][number]>

/** Compiles patterns: a library that pages do without. */
type IsPattern = (text: string) => boolean
type Asked = Known & { isPattern: IsPattern }

/** Every fault, in the order of the settings; none is good. */
export function faultsOf(settings: CampaignSettings, isPattern: IsPattern): Fault[] {
  const fields: FieldsByName = new Map(settings.campaign.fields.map((field) => [field.name, field]))
  const known: Asked = {
    typeOf: (name) => fields.get(name)?.type,
    listOf: (id) => settings.lists?.get(id),
    isPattern,
  }
  return [
    ...campaignFaults(settings.campaign, fields, known),
    ...[...settings.suppliers].flatMap(([id, part]) =>
      under(`suppliers.${id}`, supplierFaults(part, settings.campaign.fields, known)),
    ),
    ...[...settings.buyers].flatMap(([id, part]) =>
      under(`buyers.${id}`, buyerFaults(part, settings.campaign.fields, known)),
    ),
  ]
}

const under = (path: string, faults: readonly Fault[]): Fault[] =>
  faults.map((fault) => ({ ...fault, path: `${path}.${fault.path}` }))

function campaignFaults(campaign: CampaignPart, fields: FieldsByName, known: Asked): Fault[] {
  return under('campaign', [
    ...fieldFaults(campaign.fields),
    ...duplicateFaults(campaign, fields),
    ...filterFaults(campaign.filters, known),
    ...checkFaults(campaign.checks, campaign.fields, known.isPattern),
  ])
}

function supplierFaults(supplier: SupplierPart, fields: CampaignPart['fields'], known: Asked): Fault[] {
  return [...filterFaults(supplier.filters, known), ...checkFaults(supplier.checks, fields, known.isPattern)]
}

function buyerFaults(buyer: BuyerPart, fields: CampaignPart['fields'], known: Asked): Fault[] {
  return [
    ...under('delivery', deliveryFaults(buyer.delivery, fields, known.isPattern)),
    ...buyer.rules.flatMap((rule, i) => under(`rules.${i}`, conditionFaults(rule.conditions, known))),
    ...filterFaults(buyer.filters, known),
    ...floorFaults(buyer),
    ...checkFaults(buyer.checks, fields, known.isPattern),
  ]
}

function fieldFaults(fields: CampaignPart['fields']): Fault[] {
  const seen = new Set<string>()
  return fields.flatMap((field, i): Fault[] => {
    const repeated = seen.has(field.name)
    seen.add(field.name)
    if (repeated) return [{ path: `fields.${i}.name`, message: `"${field.name}" is there twice` }]
    // visibility is looked up by name over both kinds of fields
    if (SystemField.options.some((name) => name === field.name))
      return [{ path: `fields.${i}.name`, message: `"${field.name}" is a system field's name` }]
    if (field.type === 'list' && field.allowed.length === 0)
      return [{ path: `fields.${i}.allowed`, message: `"${field.name}" is a list and needs its allowed values` }]
    return []
  })
}

function duplicateFaults({ duplicates }: CampaignPart, fields: FieldsByName): Fault[] {
  if (!duplicates) return []
  return duplicates.fields.flatMap((name, i): Fault[] => {
    const path = `duplicates.fields.${i}`
    if (!fields.has(name)) return [{ path, message: `there is no field "${name}"` }]
    return duplicates.fields.indexOf(name) < i ? [{ path, message: `"${name}" is there twice` }] : []
  })
}

const filterFaults = (filters: CampaignPart['filters'], known: Asked): Fault[] =>
  filters.flatMap((filter, i) => under(`filters.${i}`, conditionFaults(filter.conditions, known)))

function conditionFaults(conditions: readonly Condition[], known: Asked): Fault[] {
  return conditions.flatMap((condition, i) => under(`conditions.${i}`, oneConditionFaults(condition, known)))
}

function oneConditionFaults(condition: Condition, known: Asked): Fault[] {
  const misfit = misfitOf(condition, known)
  if (misfit) return [{ path: misfit.at, message: misfit.message }]
  const broken = condition.op === 'matches' && !known.isPattern(condition.pattern)
  return broken ? [{ path: 'pattern', message: 'is not a pattern in RE2 syntax' }] : []
}

/** A price below the floor could never sell: whoever writes one meant something else. */
function floorFaults(buyer: BuyerPart): Fault[] {
  const message = 'is below the floor of this buyer: it would never sell'
  const rules = buyer.rules.flatMap((rule, i) =>
    rule.price < buyer.floor ? [{ path: `rules.${i}.price`, message }] : [],
  )
  return buyer.price < buyer.floor ? [{ path: 'price', message }, ...rules] : rules
}
