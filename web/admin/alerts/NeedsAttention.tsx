import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listAlerts } from '../../../contract/api/alerts.ts'
import { ask } from '../../lib/ask.ts'
import { count } from '../../lib/format.ts'
import { useAccount } from '../account.ts'
import { AlertItem } from './AlertItem.tsx'
import css from './alerts.module.css'

const SHOWN = 4

export const openAlerts = (account: number) =>
  ask(listAlerts, { params: { account }, query: { state: 'open', limit: 50 } }, { live: true })

/** What is wrong now and not dismissed. Nothing at all where nothing is. */
export function NeedsAttention() {
  const account = useAccount()
  const { data } = useQuery(openAlerts(account.id))
  const waiting = data?.items.filter((alert) => alert.dismissed === null) ?? []
  if (waiting.length === 0) return null
  return (
    <section className={css.rail} aria-label="Needs attention">
      <div className={css.head}>
        <h2>Needs attention</h2>
        <span className="small quiet num">{count(data?.waiting)}</span>
        <Link className="small end" to={`/${account.id}/alerts`}>
          All alerts
        </Link>
      </div>
      <ul className={css.list}>
        {waiting.slice(0, SHOWN).map((alert) => (
          <AlertItem key={alert.id} alert={alert} />
        ))}
      </ul>
    </section>
  )
}
