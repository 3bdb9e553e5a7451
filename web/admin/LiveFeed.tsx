import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { listLeads, type TeamLead } from '../../contract/api/leads.ts'
import { ask } from '../lib/ask.ts'
import { money, time } from '../lib/format.ts'
import { stateOf } from '../lib/lead.ts'
import { useLive } from '../lib/live.tsx'
import { thisMoment } from '../lib/now.ts'
import { inAddress } from '../lib/url-state.ts'
import { Bones } from '../ui/States.tsx'
import { StatusGlyph } from '../ui/Status.tsx'
import { useAccount } from './account.ts'
import css from './LiveFeed.module.css'

const SHOWN = 12

function Item({ lead, fresh }: { lead: TeamLead; fresh: boolean }) {
  const account = useAccount()
  const state = stateOf(lead)
  const second = lead.reason ?? lead.buyers?.map((buyer) => buyer.name).join(', ') ?? ''
  return (
    <li data-fresh={fresh || undefined}>
      <Link to={`/${account.id}/leads`} search={inAddress({ lead: lead.id })}>
        <span className={css.glyph}>
          <StatusGlyph state={state} />
        </span>
        <b className="cut">{lead.campaign.name}</b>
        <span className={css.to}>{state === 'accepted' ? money(lead.revenue, account.currency) : ''}</span>
        <span className={`${css.low} cut`}>{second}</span>
        <span className={`${css.low} ${css.to}`}>{time(lead.at, account.zone, true)}</span>
      </Link>
    </li>
  )
}

/** The last leads as they come in. */
export function LiveFeed() {
  const account = useAccount()
  // what came in since then fades in; what was there already does not
  const [opened] = useState(thisMoment)
  const { connected } = useLive()
  const { data } = useQuery(
    ask(listLeads, { params: { account: account.id }, query: { limit: SHOWN, supplier: [] } }, { live: true }),
  )
  return (
    <>
      <div className={css.head}>
        <h2>Live</h2>
        <span className={css.dot} data-on={connected} aria-hidden />
        <span className="small quiet">{connected ? 'leads as they come in' : 'connecting'}</span>
      </div>
      {!data && <Bones lines={6} />}
      {data?.items.length === 0 && <p className="quiet">The first lead appears here within a second.</p>}
      <ul className={css.feed}>
        {data?.items.map((lead) => (
          <Item key={lead.id} lead={lead} fresh={Date.parse(lead.at) > opened} />
        ))}
      </ul>
    </>
  )
}
