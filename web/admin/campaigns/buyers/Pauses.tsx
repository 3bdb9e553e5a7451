import { when } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { StatusBadge } from '../../../ui/Status.tsx'
import { useAccount } from '../../account.ts'
import type { Campaign } from '../CampaignPage.tsx'

type Pause = Campaign['buyers'][number]['pauses'][number]

const owner = (pause: Pause) => (pause.owner === 'balance' ? 'Paused: balance' : `Paused by ${pause.by || pause.owner}`)

/** Each with its owner, since when, why, until when, and what lifts it. */
export function Pauses({ pauses }: { pauses: readonly Pause[] }) {
  const account = useAccount()
  const now = useNow()
  return pauses.map((pause) => {
    const since = pause.since && `since ${when(pause.since, account.zone, now)}`
    const until = pause.until && `until ${when(pause.until, account.zone, now)}`
    const words = [pause.reason, since, until, pause.liftedBy].filter(Boolean).join(' · ')
    return (
      <p key={pause.owner} className="line wrap after">
        <StatusBadge state="paused" word={owner(pause)} />
        <span className="second">{words}</span>
      </p>
    )
  })
}
