import {
  IconAntennaBarsOff,
  IconCreditCardOff,
  IconPlugConnectedX,
  IconTrendingDown,
  IconWallet,
} from '@tabler/icons-react'
import type { Alert, AlertKind } from '../../../contract/api/alerts.ts'

export const ALERT_ICONS = {
  silence: IconAntennaBarsOff,
  acceptance: IconTrendingDown,
  delivery: IconPlugConnectedX,
  balance: IconWallet,
  recharge: IconCreditCardOff,
} as const satisfies Record<AlertKind, unknown>

type Place = { to: string; search?: Record<string, string | undefined>; label: string }

const ofSubject = ({ subject, campaign }: Alert) => ({
  campaign: subject.kind === 'campaign' ? String(subject.id) : campaign && String(campaign.id),
  ...(subject.kind === 'supplier' && { supplier: String(subject.id) }),
})

/** Where one goes from an alert. */
export function placeOf(alert: Alert, base: string): Place {
  const { subject, campaign } = alert
  const { campaign: within, ...rest } = ofSubject(alert)
  const filters = { ...rest, ...(within && { campaign: within }) }
  switch (alert.facts.kind) {
    case 'silence':
      return { to: `${base}/leads`, search: { range: 'last_7', ...filters }, label: 'See its last leads' }
    case 'acceptance':
      return { to: `${base}/leads`, search: { range: 'today', status: 'failed', ...filters }, label: 'See why' }
    case 'delivery':
      return { to: `${base}/campaigns/${campaign?.id ?? ''}`, label: 'Open its campaign' }
    case 'balance':
      return { to: `${base}/customers/${subject.id}`, label: 'Open the customer' }
    case 'recharge':
      return { to: `${base}/customers/${subject.id}`, search: { tab: 'billing' }, label: 'Open its billing' }
  }
}
