import type { CustomerStanding } from '../../../contract/api/customers.ts'
import { Status, StatusBadge } from '../../ui/Status.tsx'

/** Whether a customer buys, waits to come in, or is closed. `low`: its balance holds its buyers up. */
export function Standing({ standing, low = false }: { standing: CustomerStanding; low?: boolean }) {
  if (standing === 'closed') return <StatusBadge state="archived" word="Closed" />
  if (low) return <StatusBadge state="paused" word="Paused: balance" />
  return standing === 'invited' ? <StatusBadge state="pending" word="Invited" /> : <Status state="active" />
}
