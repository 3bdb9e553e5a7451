/** What the parts of a buyer's page are given, whether the buyer is in the draft or only being made. */
import type { Fault } from '../../../../contract/faults.ts'
import type { BuyerPart } from '../../../../contract/settings.ts'
import type { Used } from '../../../ui/rules/CapsEditor.tsx'

export interface BuyerForm {
  /** Null: it is not saved yet. */
  id: number | null
  part: BuyerPart
  /** As it was saved. */
  was: BuyerPart | undefined
  change(change: Partial<BuyerPart>): void
  /** With paths from the buyer down, like `rules.0.price`. */
  faults: readonly Fault[]
  used: { caps: Used; budget: Used }
}

export const faultAt = ({ faults }: Pick<BuyerForm, 'faults'>, path: string): string | undefined =>
  faults.find((fault) => fault.path === path)?.message

export const faultsIn = ({ faults }: Pick<BuyerForm, 'faults'>, place: string): Fault[] =>
  faults
    .filter((fault) => fault.path.startsWith(`${place}.`))
    .map((fault) => ({ ...fault, path: fault.path.slice(place.length + 1) }))

export const isFaulty = ({ faults }: Pick<BuyerForm, 'faults'>, ...places: string[]): boolean =>
  faults.some(({ path }) => places.some((place) => path === place || path.startsWith(`${place}.`)))
