import type { z } from 'zod'
import type { Client, ClientDetails } from '../../contract/api/clients.ts'
import type { ClientCampaignRow, ClientCustomerRow, ClientInListRow, ClientRow } from './tables.ts'

export function presentClient(row: ClientRow): z.input<typeof Client> {
  return { id: row.client_id, name: row.name, createdAt: row.created_at.toISOString() }
}

export function presentClientInList(row: ClientInListRow) {
  return { ...presentClient(row), suppliers: row.suppliers, buyers: row.buyers, customers: row.customers }
}

type Details = z.input<typeof ClientDetails>

export function presentClientDetails(
  row: ClientRow & { campaigns: ClientCampaignRow[]; customers: ClientCustomerRow[] },
): Details {
  return {
    ...presentClient(row),
    campaigns: row.campaigns.map(({ campaign_id, status, ...campaign }) => ({
      ...campaign,
      id: campaign_id,
      // campaigns_status_known holds these values
      status: status as Details['campaigns'][number]['status'],
    })),
    customers: row.customers.map(({ customer_id, ...customer }) => ({ ...customer, id: customer_id })),
  }
}
