import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listPortalLeads } from '../../contract/api/leads.ts'
import { ask } from '../lib/ask.ts'
import { money, shortId } from '../lib/format.ts'
import { inAddress } from '../lib/url-state.ts'
import { When } from '../ui/Figure.tsx'
import { Section } from '../ui/Page.tsx'
import { Bones } from '../ui/States.tsx'
import { StatusBadge } from '../ui/Status.tsx'
import css from './home.module.css'

/** The newest leads, one click from their data. */
export function LatestLeads() {
  const { data } = useQuery(ask(listPortalLeads, { query: { limit: 6 } }, { live: true }))
  return (
    <Section
      title="Latest leads"
      aside={
        <Link className="small" to="/leads">
          All leads
        </Link>
      }
    >
      {!data && <Bones lines={5} />}
      {data?.items.length === 0 && <p className="quiet">The first one you buy appears here at once.</p>}
      <ul className={css.latest}>
        {data?.items.map((lead) => (
          <li key={lead.sale}>
            <Link to="/leads" search={inAddress({ lead: lead.id })}>
              <span className="mono">{shortId(lead.id)}</span>
              <span className={css.to}>
                {lead.returned ? <StatusBadge state="returned" /> : money(lead.price, data.currency)}
              </span>
              <span className="small quiet cut">{lead.campaign.name}</span>
              <span className={`${css.to} small quiet`}>
                <When at={lead.at} zone={data.zone} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  )
}
