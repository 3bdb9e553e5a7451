import { ActionIcon, Tooltip } from '@mantine/core'
import { IconRestore, IconX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { alertText, alertTitle, spanInWords } from '../../../contract/alert-words.ts'
import { type Alert, dismissAlert, restoreAlert } from '../../../contract/api/alerts.ts'
import { call } from '../../lib/api.ts'
import { refreshLive } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { inAddress } from '../../lib/url-state.ts'
import { useAccount } from '../account.ts'
import css from './alerts.module.css'
import { ALERT_ICONS, placeOf } from './words.tsx'

/** Takes an alert away for the whole team, or brings it back. */
function Dismiss({ alert }: { alert: Alert }) {
  const account = useAccount()
  const title = alertTitle(alert)
  const done = alert.dismissed !== null
  const turning = useMutation({
    mutationFn: () => call(done ? restoreAlert : dismissAlert, { params: { account: account.id, alert: alert.id } }),
    onSettled: refreshLive,
  })
  if (alert.until || !account.can.includes('alert.dismiss')) return null
  const label = done ? `Show again: ${title}` : `Dismiss: ${title}`
  return (
    <Tooltip label={done ? 'Show again' : 'Dismiss for the team'}>
      <ActionIcon aria-label={label} loading={turning.isPending} onClick={() => turning.mutate()}>
        {done ? <IconRestore size={15} stroke={1.9} /> : <IconX size={15} stroke={1.9} />}
      </ActionIcon>
    </Tooltip>
  )
}

function Times({ alert }: { alert: Alert }) {
  const { zone } = useAccount()
  const now = useNow()
  const { since, until, dismissed } = alert
  const words = until
    ? `${when(since, zone, now)}, for ${spanInWords(Date.parse(until) - Date.parse(since))}`
    : `since ${when(since, zone, now)}`
  return (
    <p className="small quiet">
      {words}
      {dismissed && `, dismissed by ${dismissed.by}`}
    </p>
  )
}

/** One alert: what, why, where to go. `long` also says since when. */
export function AlertItem({ alert, long }: { alert: Alert; long?: boolean }) {
  const account = useAccount()
  const now = useNow()
  const Icon = ALERT_ICONS[alert.facts.kind]
  const { to, search, label } = placeOf(alert, `/${account.id}`)
  const off = alert.until !== null || alert.dismissed !== null
  const tone = off ? 'off' : alert.facts.kind === 'balance' && !alert.facts.low ? 'warn' : 'bad'
  // what was is told as it was
  const at = alert.until ? new Date(alert.until) : new Date(now)
  return (
    <li data-off={off || undefined}>
      <Icon size={16} stroke={1.9} className={css.glyph} data-tone={tone} aria-hidden />
      <div>
        <b>{alertTitle(alert)}</b>
        <p className={css.facts}>
          {alertText(alert, account.currency, at)}{' '}
          <Link to={to} search={inAddress(search ?? {})}>
            {label}
          </Link>
        </p>
        {long && <Times alert={alert} />}
      </div>
      <Dismiss alert={alert} />
    </li>
  )
}
