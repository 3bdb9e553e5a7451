import { useQuery } from '@tanstack/react-query'
import { listAlerts } from '../../../contract/api/alerts.ts'
import { ask } from '../../lib/ask.ts'

/** How many alerts nobody has dismissed; none before an account is chosen. */
export function useWaitingAlerts(account: number | undefined): number {
  const question = ask(listAlerts, { params: { account: account ?? 0 }, query: { limit: 1 } }, { live: true })
  const { data } = useQuery({ ...question, enabled: account !== undefined })
  return data?.waiting ?? 0
}
