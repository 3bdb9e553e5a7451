import { useQuery } from '@tanstack/react-query'
import { consoleSession } from '../../contract/api/people.ts'
import { askMe } from '../lib/ask.ts'
import { Security } from '../ui/login/Security.tsx'
import { useAccount } from './account.ts'

/** The own login; the same in every account. */
export function SecurityPage() {
  const account = useAccount()
  const { data } = useQuery(askMe(consoleSession.me))
  return data ? <Security of={consoleSession} user={data.user} zone={account.zone} /> : null
}
