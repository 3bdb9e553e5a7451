/** What is being changed of a campaign and not saved yet, as a plain state with its moves. */
import { sameJson } from '../../../../contract/equal.ts'
import type { ValueList } from '../../../../contract/lists.ts'
import { partsOf } from '../../../../contract/parts.ts'
import type { BuyerPart, CampaignPart, CampaignSettings, SupplierPart } from '../../../../contract/settings.ts'
import { type Conflict, mergeSettings } from './merge.ts'

export interface Refused {
  path: string
  message: string
}

export interface DraftState {
  version: number
  base: CampaignSettings
  settings: CampaignSettings
  /** Save was pressed: faults are told from now on. */
  tried: boolean
  /** What only the server could know; gone with the next change. */
  refused: Refused | null
  /** Somebody saved another version while this draft had changes. */
  moved: { version: number; conflicts: Conflict[] } | null
}

export type Move =
  | { do: 'arrived'; version: number; settings: CampaignSettings }
  | { do: 'saved'; version: number; settings: CampaignSettings }
  | { do: 'campaign'; change: Partial<CampaignPart> }
  | { do: 'supplier'; id: number; change: Partial<SupplierPart> }
  | { do: 'buyer'; id: number; change: Partial<BuyerPart> }
  | { do: 'list'; list: ValueList }
  | { do: 'discard' }
  | { do: 'tried' }
  | { do: 'refused'; refused: Refused }
  | { do: 'seen' }

export const startOf = (version: number, settings: CampaignSettings): DraftState => ({
  version,
  base: settings,
  settings,
  tried: false,
  refused: null,
  moved: null,
})

const sameSettings = (a: CampaignSettings, b: CampaignSettings) => a === b || sameJson(partsOf(a), partsOf(b))
export const isChanged = (state: DraftState): boolean => !sameSettings(state.base, state.settings)

const withPart = <B extends object>(parts: ReadonlyMap<number, B>, id: number, change: Partial<B>): Map<number, B> => {
  const body = parts.get(id)
  return body ? new Map(parts).set(id, { ...body, ...change }) : new Map(parts)
}

function edited(settings: CampaignSettings, move: Extract<Move, { change: object }>): CampaignSettings {
  if (move.do === 'campaign') return { ...settings, campaign: { ...settings.campaign, ...move.change } }
  if (move.do === 'supplier') return { ...settings, suppliers: withPart(settings.suppliers, move.id, move.change) }
  return { ...settings, buyers: withPart(settings.buyers, move.id, move.change) }
}

const withList = (settings: CampaignSettings, list: ValueList): CampaignSettings => ({
  ...settings,
  lists: new Map(settings.lists ?? []).set(list.id, list),
})

function arrived(state: DraftState, version: number, settings: CampaignSettings): DraftState {
  if (version <= state.version) return state
  if (!isChanged(state)) return startOf(version, settings)
  const merged = mergeSettings(state.base, state.settings, settings)
  const moved = { version, conflicts: merged.conflicts }
  return { ...state, version, base: settings, settings: merged.settings, refused: null, moved }
}

export function draftMoved(state: DraftState, move: Move): DraftState {
  switch (move.do) {
    case 'arrived':
      return arrived(state, move.version, move.settings)
    case 'saved':
      return startOf(move.version, move.settings)
    case 'discard':
      return startOf(state.version, state.base)
    case 'tried':
      return { ...state, tried: true, refused: null }
    case 'refused':
      return { ...state, refused: move.refused }
    case 'list':
      return { ...state, settings: withList(state.settings, move.list) }
    case 'seen':
      return { ...state, moved: null }
    default:
      return { ...state, settings: edited(state.settings, move), refused: null }
  }
}
