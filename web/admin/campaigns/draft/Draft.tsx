import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useReducer } from 'react'
import { changeSettings, readCampaignSettings } from '../../../../contract/api/campaigns.ts'
import type { PartDifference } from '../../../../contract/differences.ts'
import type { Reply } from '../../../../contract/endpoint.ts'
import type { Fault } from '../../../../contract/faults.ts'
import type { ListHeader, ValueList } from '../../../../contract/lists.ts'
import type { BuyerPart, CampaignPart, CampaignSettings, SupplierPart } from '../../../../contract/settings.ts'
import { ApiError, call } from '../../../lib/api.ts'
import { ask, refreshLive, wordsOf } from '../../../lib/ask.ts'
import { Bones, Failed } from '../../../ui/States.tsx'
import { useAccount } from '../../account.ts'
import type { Campaign } from '../CampaignPage.tsx'
import { changedParts, changesOf, countOf, summaryOf } from './changes.ts'
import { faultsOfDraft, faultsUnder } from './faults.ts'
import { type DraftState, draftMoved, type Move, startOf } from './state.ts'

export interface Draft {
  campaign: Campaign
  base: CampaignSettings
  settings: CampaignSettings
  changes: readonly PartDifference[]
  count: number
  faults: readonly Fault[]
  moved: DraftState['moved']
  canWrite: boolean
  saving: boolean
  /** A failure of saving that is no fault of the settings, in words. */
  failure: string | null
  faultAt(path: string): string | undefined
  faultsUnder(place: string): Fault[]
  editCampaign(change: Partial<CampaignPart>): void
  editSupplier(id: number, change: Partial<SupplierPart>): void
  editBuyer(id: number, change: Partial<BuyerPart>): void
  /** A list that was saved a moment ago may be named by rules. */
  knowList(list: ListHeader): void
  save(): void
  discard(): void
  dismissMoved(): void
  /** Reads what was saved elsewhere: changes made here stay on top. */
  refresh(): Promise<void>
}

type SettingsReply = Reply<typeof readCampaignSettings>

/** Values stay on the server: a page asks a list for its kind and name only. */
const unread = (header: ListHeader): ValueList => ({ ...header, has: () => false })
const listsOf = (headers: readonly ListHeader[]): CampaignSettings['lists'] =>
  new Map(headers.map((header) => [header.id, unread(header)]))

export const settingsOf = (reply: SettingsReply): CampaignSettings => ({
  campaign: reply.campaign,
  suppliers: new Map(reply.suppliers.map(({ id, body }) => [id, body])),
  buyers: new Map(reply.buyers.map(({ id, body }) => [id, body])),
  lists: listsOf(reply.lists),
})

const DraftContext = createContext<Draft | null>(null)

/** What is being changed of the campaign on the page. */
export function useDraft(): Draft {
  const draft = useContext(DraftContext)
  if (!draft) throw new Error('useDraft outside of a campaign')
  return draft
}

const askSettings = (account: number, campaign: number) =>
  ask(readCampaignSettings, { params: { account, campaign }, query: {} })

function useSaving(campaign: Campaign, state: DraftState, changes: PartDifference[], move: (move: Move) => void) {
  const account = useAccount()
  const client = useQueryClient()
  const question = askSettings(account.id, campaign.id)
  const read = () => client.fetchQuery({ ...question, staleTime: 0 })
  const refresh = async () => {
    const reply = await read()
    move({ do: 'arrived', version: reply.version, settings: settingsOf(reply) })
    refreshLive()
  }
  const saving = useMutation({
    mutationFn: async () => {
      const parts = changedParts(state.base, state.settings)
      await call(changeSettings, {
        params: { account: account.id, campaign: campaign.id },
        body: { expectedVersion: state.version, summary: summaryOf(changes), parts },
      })
      return read()
    },
    onSuccess: (reply) => {
      move({ do: 'saved', version: reply.version, settings: settingsOf(reply) })
      refreshLive()
    },
    onError: (error) => {
      if (!(error instanceof ApiError)) return
      if (error.code === 'stale') void refresh()
      if (error.code !== 'invalid_input' || !error.field) return
      const message = error.message.replace(`${error.field}: `, '')
      move({ do: 'refused', refused: { path: error.field, message } })
    },
  })
  return { saving, refresh }
}

function DraftOf({ campaign, first, children }: { campaign: Campaign; first: SettingsReply; children: ReactNode }) {
  const [state, move] = useReducer(draftMoved, first, (reply) => startOf(reply.version, settingsOf(reply)))
  const changes = useMemo(() => changesOf(state.base, state.settings, campaign), [state.base, state.settings, campaign])
  const faults = useMemo(() => {
    const own = state.tried ? faultsOfDraft(state.settings) : []
    return state.refused ? [...own, state.refused] : own
  }, [state.tried, state.settings, state.refused])
  const { saving, refresh } = useSaving(campaign, state, changes, move)
  useEffect(() => move({ do: 'arrived', version: first.version, settings: settingsOf(first) }), [first])
  const refused = saving.error instanceof ApiError && ['stale', 'invalid_input'].includes(saving.error.code)
  const draft: Draft = {
    campaign,
    base: state.base,
    settings: state.settings,
    changes,
    count: countOf(changes),
    faults,
    moved: state.moved,
    canWrite: campaign.can.write,
    saving: saving.isPending,
    failure: saving.isError && (!refused || faults.length === 0) && !state.moved ? wordsOf(saving.error) : null,
    faultAt: (path) => faults.find((fault) => fault.path === path)?.message,
    faultsUnder: (place) => faultsUnder(faults, place),
    editCampaign: (change) => move({ do: 'campaign', change }),
    editSupplier: (id, change) => move({ do: 'supplier', id, change }),
    editBuyer: (id, change) => move({ do: 'buyer', id, change }),
    knowList: (list) => move({ do: 'list', list: unread(list) }),
    save: () => {
      move({ do: 'tried' })
      if (changes.length > 0 && faultsOfDraft(state.settings).length === 0) saving.mutate()
    },
    discard: () => {
      saving.reset()
      move({ do: 'discard' })
    },
    dismissMoved: () => move({ do: 'seen' }),
    refresh,
  }
  return <DraftContext value={draft}>{children}</DraftContext>
}

/** Reads the settings, keeps what is changed of them, and takes in what others save meanwhile. */
export function DraftProvider(props: {
  campaign: Campaign
  /** Around what is shown until the settings are there. */
  frame: (content: ReactNode) => ReactNode
  children: ReactNode
}) {
  const { campaign, frame, children } = props
  const account = useAccount()
  const asked = useQuery({
    ...askSettings(account.id, campaign.id),
    placeholderData: undefined,
    refetchOnWindowFocus: false,
  })
  const { refetch } = asked
  const known = asked.data?.version
  useEffect(() => {
    if (known !== undefined && campaign.version > known) void refetch()
  }, [campaign.version, known, refetch])
  if (asked.data) {
    return (
      <DraftOf key={campaign.id} campaign={campaign} first={asked.data}>
        {children}
      </DraftOf>
    )
  }
  if (!asked.isError) return frame(<Bones lines={10} />)
  return frame(
    <Failed title="The settings could not be read" onRetry={() => void refetch()}>
      {wordsOf(asked.error)}
    </Failed>,
  )
}
