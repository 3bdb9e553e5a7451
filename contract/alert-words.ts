/** Alerts in plain English: one wording for the console and the mails. */
import type { Alert } from './api/alerts.ts'
import type { StopReason } from './api/recharge.ts'
import { outcomeInWords } from './outcomes.ts'
import { moneyInWords } from './words.ts'

type Spoken = Pick<Alert, 'facts' | 'subject' | 'campaign'>

const percent = (rate: number): string => `${Math.round(rate / 100)}%`
const MINUTE_MS = 60_000

/** "45 min", "3 h 10 min", "2 days" */
export function spanInWords(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / MINUTE_MS))
  if (minutes < 60) return `${minutes} min`
  if (minutes < 48 * 60)
    return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
  return `${Math.floor(minutes / 1_440)} days`
}

/** "Clearpath Media is silent" */
export function alertTitle({ facts, subject }: Pick<Spoken, 'facts' | 'subject'>): string {
  switch (facts.kind) {
    case 'silence':
      return `${subject.name} is silent`
    case 'acceptance':
      return `Acceptance fell to ${percent(facts.now)} at ${subject.name}`
    case 'delivery':
      return facts.mostly === 'timed_out' ? `${subject.name} is timing out` : `Posts to ${subject.name} fail`
    case 'balance':
      return facts.low ? `${subject.name} is out of balance` : `${subject.name}’s balance is low`
    case 'recharge':
      return `${subject.name}’s auto-recharge stopped`
  }
}

const within = ({ campaign }: Pick<Spoken, 'campaign'>) => (campaign ? ` in ${campaign.name}` : '')
const usually = (leads: number) => (leads === 1 ? '1 lead is' : `${leads.toLocaleString('en-US')} leads are`)

function balanceInWords(
  { balance, perDay, low }: Extract<Alert['facts'], { kind: 'balance' }>,
  currency: string,
): string {
  const left = `${moneyInWords(balance, currency)} left`
  if (low) return `${left}, below its minimum: its buyers get no leads until it is topped up.`
  return `${left}, at ${moneyInWords(perDay, currency)} a day.`
}

const STOPPED: Record<StopReason, string> = {
  declines: 'Its card was declined three times.',
  hard_decline: 'Its card was declined for good: it needs another one.',
  authentication: 'Its bank wants the customer to confirm; a link was mailed.',
  dispute: 'It disputed a payment: its buyers are paused until you lift that.',
}

/** What it stands on, in a sentence or two. */
export function alertText(alert: Spoken, currency: string, now: Date): string {
  const { facts } = alert
  switch (facts.kind) {
    case 'silence': {
      const span = spanInWords(now.getTime() - Date.parse(facts.lastAt))
      return `Nothing${within(alert)} for ${span}; ${usually(facts.usual)} usual in that time.`
    }
    case 'acceptance': {
      const most = facts.mostly ? ` Mostly: ${outcomeInWords(facts.mostly).toLowerCase()}.` : ''
      const where = alert.campaign ? `${alert.campaign.name}, last 2 hours` : 'Last 2 hours'
      return `${where}: ${facts.leads} leads, ${percent(facts.usual)} is usual.${most}`
    }
    case 'delivery':
      return `${facts.failed} of the last ${facts.posts} posts${within(alert)}: ${outcomeInWords(facts.mostly).toLowerCase()}.`
    case 'balance':
      return balanceInWords(facts, currency)
    case 'recharge':
      return `${STOPPED[facts.reason]} ${moneyInWords(facts.balance, currency)} left.`
  }
}
