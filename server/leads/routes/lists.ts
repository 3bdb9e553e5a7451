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
import { can, type Permission } from '../../../contract/permissions.ts'
import { customerScope, publicNameOf, supplierScope } from '../../analytics/ops.ts'
import { accountOf, actorOf } from '../../platform/ctx.ts'
import { type RequestCtx, type Route, route } from '../../platform/http/route.ts'
import { leadIdText } from '../../platform/ids.ts'
import { type Listed, listCustomerSales, listSupplierLeads, listTeamLeads, type TeamQuery } from '../actions/lists.ts'
import { readCustomerLead, readSupplierLead, readTeamLead } from '../actions/one.ts'
import {
  entryOf,
  presentColumns,
  presentCustomerLead,
  presentEntry,
  presentFields,
  presentReturnable,
  presentSupplierLead,
  presentTeamLead,
  presentTeamSale,
  presentUnknowns,
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
  const { status, test, returned, buyer, supplier, search, code, waiting } = query
  const asksData =
    status || test !== 'all' || returned !== 'all' || buyer || supplier.length > 0 || code !== undefined || waiting
  if (asksData || (search && !/^[0-9A-Za-z]{26}$/.test(search))) throw new AppError('forbidden')
  return false
}

function page<R extends LeadRow, I>(listed: Listed<R>, present: (row: R & { view: View }) => I, withColumns = true) {
  const { rows, ...rest } = listed
  return { ...rest, items: rows.map(present), columns: withColumns ? presentColumns(rows) : [] }
}

const mayOf = (ctx: RequestCtx) => (permission: Permission) => can(ctx.actor, permission)

const consoleRoutes: Route[] = [
  route(listLeads, {
    host: 'console',
    allow: 'lead.read',
    run: async (ctx, { query }) => {
      const withData = teamMaySee(ctx, query)
      const listed = await listTeamLeads(ctx, accountOf(ctx), query)
      return page(listed, (row) => presentTeamLead(row, mayOf(ctx)), withData)
    },
  }),
  route(readLead, {
    host: 'console',
    allow: 'lead.read',
    run: async (ctx, { params }) => {
      const may = mayOf(ctx)
      const told = await readTeamLead(ctx, accountOf(ctx), params.lead)
      const { lead, view, settings, attempts, entries, timeline, currency, zone } = told
      const seen = { lead: presentTeamLead({ ...lead, view, attempts, settings }, may), currency, zone }
      const { sales: open, payoutBack } = told.returnable
      const withData = may('lead.read_data')
      const returning = seen.lead.can.includes('return')
        ? { payoutBack, sales: open.map((sale) => presentReturnable(sale, attempts, withData)) }
        : null
      if (!withData) return { ...seen, returning }
      const kept = lead.payout - lead.returnedPayout
      return {
        ...seen,
        returning,
        profit: lead.revenue - (seen.lead.returnedRevenue ?? 0) - kept,
        version: lead.version,
        fields: fieldsOf(view, lead),
        sales: attempts.filter(({ outcome }) => outcome === 'accepted').map((sale) => presentTeamSale(sale, entries)),
        unknowns: presentUnknowns(attempts),
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
          const debit = entryOf(seen.entries, 'sale', sale.attemptId)
          const credit = entryOf(seen.entries, 'return', sale.attemptId)
          return {
            id: leadIdText(sale.attemptId),
            at: sale.soldAt.toISOString(),
            price: sale.price,
            test: sale.saleTest,
            returnedAt: sale.returnedAt?.toISOString() ?? null,
            returnReason: sale.returnReason,
            delivery: seen.deliveryOf(sale),
            ms: sale.ms,
            debit: debit && presentEntry(debit),
            credit: credit && presentEntry(credit),
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
      const { lead, view, currency, zone, returnReason } = await readSupplierLead(ctx, scope, params.lead)
      const seen = { lead: presentSupplierLead({ ...lead, view }), fields: presentFields(view, lead) }
      return { ...seen, currency, zone, returnReason, takenBack: lead.returnedPayout }
    },
  }),
]

export const listRoutes: Route[] = [...consoleRoutes, ...portalRoutes, ...supplierRoutes]
