import { useQuery } from '@tanstack/react-query'
import { listVersions } from '../../../contract/api/campaigns.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { count, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { Pager } from '../../ui/Pager.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { type Step, Timeline } from '../../ui/Timeline.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'

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
        <li key={line.what}>
          {part.name}: <Line {...line} />
        </li>
      ))}
    </ul>
  ))
}

/** Every version of the settings and what it changed. */
export function Versions({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const params = { account: account.id, campaign: campaign.id }
  const asked = useQuery(ask(listVersions, { params, query: { cursor: state.cursor, limit: 20 } }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
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
        </>
      ),
    }),
  )
  return (
    <>
      <Timeline steps={steps} />
      <Pager {...pager} />
    </>
  )
}
