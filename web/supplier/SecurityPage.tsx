import { useQuery } from '@tanstack/react-query'
import { supplierSession } from '../../contract/api/people.ts'
import { askMe } from '../lib/ask.ts'
import { Security } from '../ui/login/Security.tsx'
import { usePortal } from './portal.ts'

/** The own login; the same for every company one supplies. */
export function SecurityPage() {
  const portal = usePortal()
  const { data } = useQuery(askMe(supplierSession.me))
  return data ? <Security of={supplierSession} user={data.user} zone={portal.zone} /> : null
}
