/** Exports over HTTP: the team's in the console, a customer's on its portal, and what mailed links open. */
import { z } from 'zod'
import * as api from '../../contract/api/exports.ts'
import { AccountPath } from '../../contract/page.ts'
import { content, type RequestCtx, type Route, route } from '../platform/http/route.ts'
import { cancelExport, deleteExport, downloadByLink, downloadExport, readExports } from './actions/exports.ts'
import { presentExport } from './present.ts'

const LinkText = z.string().max(120)
const LINKS = { points: 30, seconds: 60 }

async function listed(ctx: RequestCtx, query: Parameters<typeof readExports>[1]) {
  const { items, next } = await readExports(ctx, query)
  return { items: items.map((one) => presentExport(one, ctx.now())), next }
}

const done = async (work: Promise<void>): Promise<undefined> => {
  await work
  return undefined
}

const team = { host: 'console', allow: 'lead.export' } as const
const consoleRoutes: Route[] = [
  route(api.listExports, { ...team, run: (ctx, { query }) => listed(ctx, query) }),
  route(api.cancelExport, { ...team, run: (ctx, { params }) => done(cancelExport(ctx, params.export)) }),
  route(api.deleteExport, { ...team, run: (ctx, { params }) => done(deleteExport(ctx, params.export)) }),
  content({
    ...team,
    path: api.EXPORT_PATHS.console,
    summary: 'The file of an export.',
    params: AccountPath.extend({ export: z.uuid() }),
    run: (ctx, { params }) => downloadExport(ctx, params.export),
  }),
  content({
    host: 'console',
    allow: 'public',
    path: api.EXPORT_PATHS.mailedConsole,
    summary: 'The file behind a link that was mailed to one address.',
    params: z.object({ link: LinkText }),
    limit: LINKS,
    run: (ctx, { params }) => downloadByLink(ctx, params.link, undefined),
  }),
]

const customer = { host: 'portal', allow: 'portal.lead.export' } as const
const portalRoutes: Route[] = [
  route(api.listOwnExports, { ...customer, run: (ctx, { query }) => listed(ctx, query) }),
  route(api.cancelOwnExport, { ...customer, run: (ctx, { params }) => done(cancelExport(ctx, params.export)) }),
  route(api.deleteOwnExport, { ...customer, run: (ctx, { params }) => done(deleteExport(ctx, params.export)) }),
  content({
    ...customer,
    path: api.EXPORT_PATHS.portal,
    summary: 'The file of one of the own exports.',
    params: z.object({ export: z.uuid() }),
    run: (ctx, { params }) => downloadExport(ctx, params.export),
  }),
  content({
    host: 'portal',
    allow: 'public',
    path: api.EXPORT_PATHS.mailedPortal,
    summary: 'The file behind a link that was mailed to one address, of a customer’s export.',
    params: z.object({ file: LinkText }),
    limit: LINKS,
    run: (ctx, { params }) => {
      const { site } = ctx.request
      return downloadByLink(ctx, params.file, site.kind === 'portal' ? site.accountId : 0)
    },
  }),
]

export const exportRoutes: readonly Route[] = [...consoleRoutes, ...portalRoutes]
