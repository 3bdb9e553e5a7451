import { listSuppliedCampaigns } from '../../contract/api/suppliers.ts'
import { type Route, route } from '../platform/http/route.ts'
import { readOwnSuppliers } from './actions.ts'
import { byCampaign } from './rules.ts'

export const supplierRoutes: readonly Route[] = [
  route(listSuppliedCampaigns, {
    host: 'suppliers',
    allow: 'supplier.campaign.read',
    run: async (ctx, { params }) => ({ items: byCampaign(await readOwnSuppliers(ctx, params.account)) }),
  }),
]
