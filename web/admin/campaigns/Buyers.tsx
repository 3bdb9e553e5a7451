import { when, zoneCity } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Empty } from '../../ui/States.tsx'
import { Status, StatusBadge } from '../../ui/Status.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'
import css from './parts.module.css'
import { Usages } from './Usage.tsx'

type Buyer = Campaign['buyers'][number]
type Pause = Buyer['pauses'][number]

const owner = (pause: Pause) => (pause.owner === 'balance' ? 'Paused: balance' : `Paused by ${pause.by || pause.owner}`)

function Pauses({ pauses }: { pauses: readonly Pause[] }) {
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

function Lines({ title, lines, none }: { title: string; lines: readonly string[]; none: string }) {
  return (
    <div>
      <h4>{title}</h4>
      {lines.length === 0 && <p>{none}</p>}
      <ol>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
    </div>
  )
}

const DELIVERIES: Record<string, string> = { store: 'kept in the portal' }

/** Whose it is, unless the name says so, and how leads reach it. */
const aboutOf = ({ name, client, id, delivery }: Buyer) =>
  [client.name !== name && client.name, `buyer ${id}`, DELIVERIES[delivery] ?? delivery].filter(Boolean).join(' · ')

/** Until the period ends it takes no lead, whatever its filters say. */
const isFull = ({ caps, budget }: Buyer) => [...caps, ...budget].some(({ used, limit }) => used >= limit)

function BuyerPart({ buyer, currency }: { buyer: Buyer; currency: string }) {
  return (
    <li>
      <div className={css.head}>
        <h3>{buyer.name}</h3>
        {buyer.running &&
          (isFull(buyer) ? <StatusBadge state="paused" word="Cap reached" /> : <Status state="active" />)}
        <span className="quiet">{aboutOf(buyer)}</span>
      </div>
      <div className={css.cols}>
        <Lines title="Price" lines={buyer.rules} none="No price" />
        <Lines title="Filters" lines={buyer.filters} none="Takes every lead" />
        <div>
          <h4>Caps</h4>
          <Usages caps={buyer.caps} budget={buyer.budget} currency={currency} />
        </div>
        <div>
          <h4>Hours</h4>
          <p>{buyer.schedule}</p>
          <p className="quiet">{zoneCity(buyer.zone)} time</p>
        </div>
      </div>
      <Pauses pauses={buyer.pauses} />
    </li>
  )
}

/** Who buys, in the order of distribution: price, filters and caps in words, and every pause with its owner. */
export function Buyers({ campaign }: { campaign: Campaign }) {
  if (campaign.buyers.length === 0) {
    return <Empty title="No buyers yet">Until there is one, every lead fails with “no buyers available”.</Empty>
  }
  return (
    <ul className={css.list}>
      {campaign.buyers.map((buyer) => (
        <BuyerPart key={buyer.id} buyer={buyer} currency={campaign.currency} />
      ))}
    </ul>
  )
}
