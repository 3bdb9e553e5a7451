/** The portal's set-up, for the console; its logo, for whoever opens it. */
import { z } from 'zod'
import * as api from '../../contract/api/portals.ts'
import { AppError } from '../../contract/errors.ts'
import { AccountPath } from '../../contract/page.ts'
import { can } from '../../contract/permissions.ts'
import { accountOf, type Ctx } from '../platform/ctx.ts'
import { content, type Route, route } from '../platform/http/route.ts'
import { readLogo, removeLogo, setLogo } from './actions/logo.ts'
import { availabilityOf, changePortal, readPortal } from './actions/portal.ts'
import { addressOf, presentPortal } from './present.ts'

const read = { host: 'console', allow: 'portal_setup.read' } as const
const write = { host: 'console', allow: 'portal_setup.write' } as const
/** Asked while somebody types. */
const LOOKS = { points: 120, seconds: 60 }
/** Each may wait ten seconds for somebody else's server. */
const LOGOS = { points: 60, seconds: 60 }
/** 256 kB in base64. */
const LOGO_BODY_BYTES = 512 * 1024

const shown = async (ctx: Ctx) =>
  presentPortal(ctx.config, await readPortal(ctx), { write: can(ctx.actor, 'portal_setup.write') })

export const portalRoutes: readonly Route[] = [
  route(api.readPortal, { ...read, run: shown }),
  route(api.changePortal, {
    ...write,
    run: async (ctx, { body }) => {
      await changePortal(ctx, body)
      return shown(ctx)
    },
  }),
  route(api.checkSubdomain, {
    ...write,
    limit: LOOKS,
    run: async (ctx, { query: { name } }) => ({
      name,
      availability: await availabilityOf(ctx, name),
      address: addressOf(ctx.config, accountOf(ctx), name),
    }),
  }),
  route(api.setLogo, {
    ...write,
    limit: LOGOS,
    bodyLimit: LOGO_BODY_BYTES,
    run: async (ctx, { body }) => {
      await setLogo(ctx, body)
      return shown(ctx)
    },
  }),
  content({
    ...read,
    path: api.LOGO_IN_CONSOLE,
    summary: "The portal's logo.",
    params: AccountPath,
    // the version keeps the browser from showing the one before
    query: z.object({ v: z.string().max(20).optional() }),
    run: async (ctx) => {
      const { type, bytes } = await readLogo(ctx, accountOf(ctx))
      return { type, body: bytes }
    },
  }),
  route(api.removeLogo, {
    ...write,
    run: async (ctx) => {
      await removeLogo(ctx)
      return undefined
    },
  }),
  content({
    host: 'portal',
    allow: 'public',
    path: api.LOGO_IN_PORTAL,
    summary: "The portal's logo, as its pages name it.",
    params: api.LogoVersion,
    run: async (ctx, { params }) => {
      const { site } = ctx.request
      if (site.kind !== 'portal') throw new AppError('not_found')
      const { type, bytes } = await readLogo(ctx, site.accountId, params.version)
      return { type, body: bytes, keep: 'for ever' }
    },
  }),
]
