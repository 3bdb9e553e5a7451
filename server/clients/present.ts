import type { z } from 'zod'
import type { Client, ClientDetails } from '../../contract/api/clients.ts'
import type { Bought, Supplied } from './rules.ts'
import type { ClientCampaignRow, ClientCustomerRow, ClientInListRow, ClientRow, MemberRow } from './tables.ts'

export function presentClient(row: ClientRow): z.input<typeof Client> {
  return { id: row.client_id, name: row.name, createdAt: row.created_at.toISOString() }
}

export function presentClientInList(row: ClientInListRow & { supplied: Supplied | null; bought: Bought | null }) {
  const { suppliers, buyers, customers, campaigns, supplied, bought } = row
  return { ...presentClient(row), suppliers, buyers, customers, campaigns, supplied, bought }
}

type Details = z.input<typeof ClientDetails>

export function presentClientDetails(
  row: ClientRow & {
    campaigns: ClientCampaignRow[]
    customers: ClientCustomerRow[]
    members: (MemberRow & { supplied: Supplied; bought: Bought })[]
    supplied: Supplied
    bought: Bought
    frame: Pick<Details, 'asOf' | 'currency' | 'window'>
  },
): Details {
  return {
    ...presentClient(row),
    campaigns: row.campaigns.map(({ campaign_id, status, ...campaign }) => ({
      ...campaign,
      id: campaign_id,
      // campaigns_status_known holds these values
      status: status as Details['campaigns'][number]['status'],
    })),
    members: row.members.map(({ kind, id, name, campaign_id, campaign_name, supplied, bought }) => ({
      ...{ kind, id, name, campaign: { id: campaign_id, name: campaign_name } },
      supplied: kind === 'supplier' ? supplied : null,
      bought: kind === 'buyer' ? bought : null,
    })),
    supplied: row.supplied,
    bought: row.bought,
    ...row.frame,
    customers: row.customers.map(({ customer_id, ...customer }) => ({ ...customer, id: customer_id })),
  }
}
