/** Everything wrong with a draft, each at its place: what the schema says, and what settings say as a whole. */
import type { z } from 'zod'
import { type Fault, faultsOf } from '../../../../contract/faults.ts'
import { type PartChange, partsOf } from '../../../../contract/parts.ts'
import { BuyerPart, CampaignPart, type CampaignSettings, SupplierPart } from '../../../../contract/settings.ts'

const SCHEMAS = { campaign: CampaignPart, supplier: SupplierPart, buyer: BuyerPart }

export const placeOf = ({ part, id }: Pick<PartChange, 'part' | 'id'>): string =>
  part === 'campaign' ? 'campaign' : `${part}s.${id}`

/** An unreadable number is NaN in a draft: to the reader it is missing. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return 'Fill this in.'
  if (issue.code === 'too_small' && issue.origin === 'string') return 'Fill this in.'
  if (issue.code === 'too_small' && issue.origin === 'array') return 'Add at least one.'
  return issue.message.charAt(0).toUpperCase() + issue.message.slice(1)
}

function schemaFaults(part: PartChange): Fault[] {
  const parsed = SCHEMAS[part.part].safeParse(part.body)
  const at = placeOf(part)
  return (parsed.error?.issues ?? []).map((issue) => ({
    path: [at, ...issue.path].join('.'),
    message: wordsOf(issue),
  }))
}

/** Patterns are left to the server: compiling them takes a library that pages do without. */
export function faultsOfDraft(settings: CampaignSettings): Fault[] {
  const faults = partsOf(settings).flatMap(schemaFaults)
  return faults.length > 0 ? faults : faultsOf(settings, () => true)
}

/** Those under a place, with their paths from there. */
export function faultsUnder(faults: readonly Fault[], place: string): Fault[] {
  const prefix = `${place}.`
  return faults
    .filter((fault) => fault.path.startsWith(prefix))
    .map((fault) => ({ ...fault, path: fault.path.slice(prefix.length) }))
}
