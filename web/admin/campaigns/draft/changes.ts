/** What a draft changes, in words: for the save bar, and for the version's own summary. */
import { differencesOf, type PartDifference } from '../../../../contract/differences.ts'
import { type PartChange, partsOf, realChanges } from '../../../../contract/parts.ts'
import type { CampaignSettings } from '../../../../contract/settings.ts'
import { labelsOf } from '../../../../contract/words.ts'

export interface Names {
  currency: string
  suppliers: readonly { id: number; name: string }[]
  buyers: readonly { id: number; name: string }[]
}

function nameOf(part: PartChange, names: Names): string {
  if (part.part === 'campaign') return 'Campaign'
  const members = part.part === 'supplier' ? names.suppliers : names.buyers
  return members.find((member) => member.id === part.id)?.name ?? `${part.part} ${part.id}`
}

/** The parts that differ, as they would be saved. */
export const changedParts = (base: CampaignSettings, settings: CampaignSettings): PartChange[] =>
  realChanges(base, partsOf(settings))

export function changesOf(base: CampaignSettings, settings: CampaignSettings, names: Names): PartDifference[] {
  const lists = settings.lists?.values() ?? []
  const wording = { labelOf: labelsOf(settings.campaign.fields, lists), currency: names.currency }
  const saved = partsOf(base)
  return changedParts(base, settings).map((after) => {
    const before = saved.find(({ part, id }) => part === after.part && id === after.id)
    return { part: after.part, id: after.id, name: nameOf(after, names), lines: differencesOf(before, after, wording) }
  })
}

export const countOf = (changes: readonly PartDifference[]): number =>
  changes.reduce((sum, part) => sum + part.lines.length, 0)

const LONGEST = 300

/** "Bright Homes: Price, Caps · Campaign: Field" */
export function summaryOf(changes: readonly PartDifference[]): string {
  const parts = changes.map(({ name, lines }) => `${name}: ${[...new Set(lines.map((line) => line.what))].join(', ')}`)
  const text = parts.join(' · ')
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text
}
