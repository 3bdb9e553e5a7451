/** Live lists over server-sent events: each event holds the newest leads and says that the page's figures are old. */
import type { z } from 'zod'
import { CustomerLive, LIVE_PATHS, SupplierLive, TeamLive } from '../../../contract/api/leads.ts'
import { AccountPath } from '../../../contract/page.ts'
import { can, type Permission } from '../../../contract/permissions.ts'
import { accountOf, actorOf } from '../../platform/ctx.ts'
import { type RequestCtx, type Route, type ServerEvent, stream } from '../../platform/http/route.ts'
import { listCustomerSales, listSupplierLeads, listTeamLeads } from '../actions/lists.ts'
import { changesOf } from '../actions/live.ts'
import { presentCustomerLead, presentSupplierLead, presentTeamLead } from '../present.ts'
import { walletMark } from '../tables/marks.ts'
import { ownCustomer, ownSuppliers } from './lists.ts'

const NEWEST = { test: 'all', returned: 'all', supplier: [], limit: 8 } satisfies Parameters<typeof listTeamLeads>[2]
const params = AccountPath

/** Parsed on the way out, as replies are: what the contract does not name never leaves the server. */
async function* eventsOf(
  ctx: RequestCtx,
  contract: z.ZodType,
  newest: AsyncIterable<unknown>,
): AsyncGenerator<ServerEvent> {
  for await (const leads of newest) {
    yield { data: contract.parse({ asOf: ctx.now().toISOString(), changed: true, leads }) }
  }
}

async function* leadsOf(seen: AsyncIterable<{ leads: unknown }>): AsyncGenerator<unknown> {
  for await (const { leads } of seen) yield leads
}

export const liveRoutes: Route[] = [
  stream({
    host: 'console',
    allow: 'lead.read',
    path: LIVE_PATHS.console,
    summary: 'The account’s newest leads as they come.',
    params,
    open: (ctx, _input, signal) => {
      const may = (permission: Permission) => can(ctx.actor, permission)
      const look = async () => {
        const { rows } = await listTeamLeads(ctx, accountOf(ctx), NEWEST)
        return rows.map((row) => presentTeamLead(row, may))
      }
      return eventsOf(ctx, TeamLive, changesOf(ctx, accountOf(ctx), signal, look))
    },
  }),
  stream({
    host: 'portal',
    allow: 'portal.lead.read',
    path: LIVE_PATHS.portal,
    summary: 'The customer’s newest purchases as they are made.',
    open: (ctx, _input, signal) => {
      const { accountId, customerId } = actorOf(ctx, 'customer')
      const look = async () => {
        const { rows } = await listCustomerSales(ctx, await ownCustomer(ctx), NEWEST)
        // told by its changing only: what it says is asked for
        return { leads: rows.map(presentCustomerLead), mark: await walletMark(ctx.db, accountId, customerId) }
      }
      return eventsOf(ctx, CustomerLive, leadsOf(changesOf(ctx, accountId, signal, look)))
    },
  }),
  stream({
    host: 'suppliers',
    allow: 'supplier.lead.read',
    path: LIVE_PATHS.supplier,
    summary: 'The supplier’s newest leads as they come.',
    params,
    open: async (ctx, input, signal) => {
      const { account } = input.params
      // who supplies nothing there is told so, not left listening
      await ownSuppliers(ctx, account)
      const look = async () => {
        const { rows } = await listSupplierLeads(ctx, await ownSuppliers(ctx, account), NEWEST)
        return rows.map(presentSupplierLead)
      }
      return eventsOf(ctx, SupplierLive, changesOf(ctx, account, signal, look))
    },
  }),
]
