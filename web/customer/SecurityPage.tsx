import { portalSession } from '../../contract/api/people.ts'
import { Security } from '../ui/login/Security.tsx'
import { useMe } from './me.ts'

/** The own login. */
export function SecurityPage() {
  const me = useMe()
  return <Security of={portalSession} user={me.user} zone={me.zone} />
}
