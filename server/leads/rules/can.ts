/** What may be done with a lead by hand, so that pages offer that and nothing else. The action decides again. */
import { LEAD_ACTIONS, type LeadAction } from '../../../contract/api/leads.ts'
import type { Permission } from '../../../contract/permissions.ts'
import type { CampaignSettings } from '../../../contract/settings.ts'
import { CODES } from '../../../contract/verdict.ts'

interface Lead {
  code: number
  test: boolean
}
interface Attempt {
  buyerId: number
  outcome: string
  test: boolean
  returnedAt: Date | null
}

const NEEDS: Record<LeadAction, Permission> = {
  return: 'lead.return',
  settle: 'lead.settle',
  send_again: 'lead.sell',
  sell_to: 'lead.sell',
}

/** Not sold, and not because something is wrong with the lead itself. */
const SELLABLE: ReadonlySet<number> = new Set([CODES.no_buyers, CODES.rejected])

/** @param settings the lead's; without them what depends on a buyer's delivery is left out */
export function actionsOf(
  lead: Lead,
  attempts: readonly Attempt[],
  may: (permission: Permission) => boolean,
  settings?: CampaignSettings,
): LeadAction[] {
  if (lead.code === CODES.in_process) return []
  const sales = attempts.filter((attempt) => attempt.outcome === 'accepted' && !attempt.test)
  const leaves = ({ buyerId }: Attempt) => (settings?.buyers.get(buyerId)?.delivery.kind ?? 'store') !== 'store'
  const fits: Record<LeadAction, boolean> = {
    return: sales.some((sale) => sale.returnedAt === null),
    settle: attempts.some((attempt) => attempt.outcome === 'unknown' && !attempt.test),
    send_again: sales.some(leaves),
    sell_to: settings !== undefined && !lead.test && sales.length === 0 && SELLABLE.has(lead.code),
  }
  return LEAD_ACTIONS.filter((action) => fits[action] && may(NEEDS[action]))
}
