/** Leads over HTTP for the console, the Customer Portal and the Supplier Portal. */
import {
  listLeads,
  listPortalLeads,
  listSupplierLeads as listSupplierLeadsEndpoint,
  readLead,
  readPortalLead,
  readSupplierLead as readSupplierLeadEndpoint,
} from '../../../contract/api/leads.ts'
import { AppError } from '../../../contract/errors.ts'
import { can } from '../../../contract/permissions.ts'
import { customerScope, publicNameOf, supplierScope } from '../../analytics/ops.ts'
import { accountOf, actorOf } from '../../platform/ctx.ts'
import { type RequestCtx, type Route, route } from '../../platform/http/route.ts'
import { leadIdText } from '../../platform/ids.ts'
import { type Listed, listCustomerSales, listSupplierLeads, listTeamLeads, type TeamQuery } from '../actions/lists.ts'
import { readCustomerLead, readSupplierLead, readTeamLead } from '../actions/one.ts'
import {
  presentColumns,
  presentCustomerLead,
  presentDebit,
  presentFields,
  presentSupplierLead,
  presentTeamLead,
  presentTeamSale,
} from '../present.ts'
import { fieldsOf, type View } from '../rules/view.ts'
import type { LeadRow } from '../tables/leads.ts'

/** The customer of a request and all it may see. */
export async function ownCustomer(ctx: RequestCtx) {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  return customerScope(ctx.db, accountId, customerId)
}

/** The suppliers in this account that the request's user has access to. @throws AppError not_found */
export function ownSuppliers(ctx: RequestCtx, accountId: number) {
  return supplierScope(ctx.db, accountId, actorOf(ctx, 'supplier').userId)
}

/** What a lead holds is not for everybody: who may not read it may not find it by what it holds either. */
export function teamMaySee(ctx: RequestCtx, query: TeamQuery): boolean {
  const withData = can(actorOf(ctx, 'team'), 'lead.read_data')
  if (withData) return true
  const { status, test, returned, buyer, supplier, search } = query
  const asksData = status || test !== 'all' || returned !== 'all' || buyer || supplier.length > 0
  if (asksData || (search && !/^[0-9A-Za-z]{26}$/.test(search))) throw new AppError('forbidden')
  return false
}

function page<R extends LeadRow, I>(listed: Listed<R>, present: (row: R & { view: View }) => I, withColumns = true) {
  const { rows, ...rest } = listed
  return { ...rest, items: rows.map(present), columns: withColumns ? presentColumns(rows) : [] }
}

const consoleRoutes: Route[] = [
  route(listLeads, {
    host: 'console',
    allow: 'lead.read',
    run: async (ctx, { query }) => {
      const withData = teamMaySee(ctx, query)
      const listed = await listTeamLeads(ctx, accountOf(ctx), query)
      return page(listed, (row) => presentTeamLead(row, withData), withData)
    },
  }),
  route(readLead, {
    host: 'console',
    allow: 'lead.read',
    run: async (ctx, { params }) => {
      const withData = can(ctx.actor, 'lead.read_data')
      const { lead, view, attempts, debits, timeline, currency, zone } = await readTeamLead(
        ctx,
        accountOf(ctx),
        params.lead,
      )
      const sold = attempts.filter((attempt) => attempt.outcome === 'accepted')
      const buyers = sold.map(({ buyerId: id, buyerName: name }) => ({ id, name }))
      const seen = { lead: presentTeamLead({ ...lead, view, buyers }, withData), currency, zone }
      if (!withData) return seen
      return {
        ...seen,
        profit: lead.revenue - lead.payout,
        version: lead.version,
        fields: fieldsOf(view, lead),
        sales: sold.map((sale) => presentTeamSale(sale, debits)),
        timeline,
      }
    },
  }),
]

const portalRoutes: Route[] = [
  route(listPortalLeads, {
    host: 'portal',
    allow: 'portal.lead.read',
    run: async (ctx, { query }) =>
      page(await listCustomerSales(ctx, await ownCustomer(ctx), query), presentCustomerLead),
  }),
  route(readPortalLead, {
    host: 'portal',
    allow: 'portal.lead.read',
    run: async (ctx, { params }) => {
      const withWallet = can(ctx.actor, 'portal.wallet.read')
      const seen = await readCustomerLead(ctx, await ownCustomer(ctx), { text: params.lead, withWallet })
      const [lead] = seen.sales
      return {
        id: leadIdText(lead.leadId),
        campaign: { id: lead.campaignId, name: publicNameOf(lead) },
        currency: seen.currency,
        zone: seen.zone,
        fields: presentFields(seen.view, lead),
        sales: seen.sales.map((sale) => {
          const debit = seen.debits.find((one) => one.attemptId === sale.attemptId)
          return {
            id: leadIdText(sale.attemptId),
            at: sale.soldAt.toISOString(),
            price: sale.price,
            test: sale.saleTest,
            returnedAt: sale.returnedAt?.toISOString() ?? null,
            delivery: 'store' as const,
            debit: debit ? presentDebit(debit) : null,
          }
        }),
      }
    },
  }),
]

const supplierRoutes: Route[] = [
  route(listSupplierLeadsEndpoint, {
    host: 'suppliers',
    allow: 'supplier.lead.read',
    run: async (ctx, { params, query }) =>
      page(await listSupplierLeads(ctx, await ownSuppliers(ctx, params.account), query), presentSupplierLead),
  }),
  route(readSupplierLeadEndpoint, {
    host: 'suppliers',
    allow: 'supplier.lead.read',
    run: async (ctx, { params }) => {
      const scope = await ownSuppliers(ctx, params.account)
      const { lead, view, currency, zone } = await readSupplierLead(ctx, scope, params.lead)
      return { lead: presentSupplierLead({ ...lead, view }), currency, zone, fields: presentFields(view, lead) }
    },
  }),
]

export const listRoutes: Route[] = [...consoleRoutes, ...portalRoutes, ...supplierRoutes]
