import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { listVersions, restoreVersion } from '../../../contract/api/campaigns.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, refreshLive, wordsOf } from '../../lib/ask.ts'
import { count, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Note } from '../../ui/Note.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { type Step, Timeline } from '../../ui/Timeline.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'
import { useDraft } from './draft/Draft.tsx'

type Version = Reply<typeof listVersions>['items'][number]
const read = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

type Difference = Version['changes'][number]['lines'][number]

function Line({ what, before, after }: Difference) {
  if (before === null && after === 'new') return what.toLowerCase()
  return (
    <>
      {what} <span className="quiet">{before ?? 'not set'}</span> → {after ?? 'not set'}
    </>
  )
}

function Changes({ version }: { version: Version }) {
  return version.changes.map((part) => (
    <ul key={`${part.part}${part.id}`}>
      {part.lines.map((line) => (
        <li key={`${line.what}${line.before}${line.after}`}>
          {part.name}: <Line {...line} />
        </li>
      ))}
    </ul>
  ))
}

/** Going back is a new version too, so that it can be undone like any other. */
function useGoingBack(campaign: Campaign) {
  const account = useAccount()
  const { refresh } = useDraft()
  return useMutation({
    mutationFn: async (version: number) => {
      await call(restoreVersion, {
        params: { account: account.id, campaign: campaign.id, version },
        body: { expectedVersion: campaign.version },
      })
      await refresh()
    },
    onSuccess: refreshLive,
    onError: () => void refresh(),
  })
}

/** The newest is undone by going back to the one before it; an older one is gone back to. */
function Back({ version, latest, act }: { version: number; latest: number; act: ReturnType<typeof useGoingBack> }) {
  if (latest === 1) return null
  const to = version === latest ? version - 1 : version
  const label = version === latest ? 'Undo' : `Back to version ${version}`
  return (
    <span className="after">
      <Button
        size="xs"
        disabled={act.isPending}
        loading={act.isPending && act.variables === to}
        onClick={() => act.mutate(to)}
      >
        {label}
      </Button>
    </span>
  )
}

/** Every version of the settings: who, when, what it changed, and the way back. */
export function Versions({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const now = useNow()
  const { count: unsaved, canWrite } = useDraft()
  const { state, set } = useUrlState(read)
  const params = { account: account.id, campaign: campaign.id }
  const query = { cursor: state.cursor, limit: 20 }
  const asked = useQuery(ask(listVersions, { params, query }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const act = useGoingBack(campaign)
  if (asked.isError && !asked.data) {
    return (
      <Failed title="The versions could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  }
  if (!asked.data) return <Bones />
  const steps = asked.data.items.map(
    (version): Step => ({
      key: String(version.version),
      tone: 'neu',
      title: `Version ${count(version.version)}: ${version.summary}`,
      detail: (
        <>
          <span className="quiet">
            {version.by}, {when(version.at, account.zone, now)}
          </span>
          <Changes version={version} />
          {canWrite && unsaved === 0 && <Back version={version.version} latest={campaign.version} act={act} />}
        </>
      ),
    }),
  )
  return (
    <div className="stack">
      {act.isError && (
        <Note tone="neg" strong={wordsOf(act.error)} live>
          Nothing was changed.
        </Note>
      )}
      {canWrite && unsaved > 0 && (
        <Note tone="info" strong="You have unsaved changes.">
          Save or discard them to go back to a version.
        </Note>
      )}
      <p className="quiet">
        Going back writes the settings of that version as a new one. Suppliers and buyers added since stay as they are.
      </p>
      <Timeline steps={steps} />
      <Pager {...pager} />
    </div>
  )
}
