/** The portal's logo: uploaded or fetched once, looked at, and from then on served by us. */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { setLogo as setLogoEndpoint } from '../../../contract/api/portals.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Picture, readPicture } from '../rules/images.ts'
import { deleteLogo, logoOf, putLogo } from '../tables/logos.ts'
import { lockPortal, type PortalRow, updatePortal } from '../tables/portals.ts'

const FETCH_MS = 10_000
const VERSION_DIGITS = 16

/** @throws AppError invalid_input naming `url` or `data`, and saying what is wrong with it */
export async function setLogo(ctx: Ctx, from: z.output<typeof setLogoEndpoint.body>): Promise<void> {
  const field = 'url' in from ? 'url' : 'data'
  const bytes = 'url' in from ? await fetched(ctx, from.url) : Buffer.from(from.data, 'base64')
  const picture = readPicture(bytes)
  if (typeof picture === 'string') throw new AppError('invalid_input', { field, message: picture })
  const version = createHash('sha256').update(bytes).digest('hex').slice(0, VERSION_DIGITS)
  await change(ctx, { version, picture, bytes })
}

export const removeLogo = (ctx: Ctx): Promise<void> => change(ctx, null)

interface Logo {
  version: string
  picture: Picture
  bytes: Buffer
}

async function change(ctx: Ctx, logo: Logo | null): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const before = await lockPortal(tx, accountId)
    if (!before) throw new AppError('not_found')
    if (before.logo_version === (logo?.version ?? null)) return
    if (logo) {
      const { version, picture, bytes } = logo
      await putLogo(tx, accountId, { version, media_type: picture.type, bytes, created_at: ctx.now() })
    } else await deleteLogo(tx, accountId)
    const after = {
      logo_version: logo?.version ?? null,
      logo_width: logo?.picture.width ?? null,
      logo_height: logo?.picture.height ?? null,
    }
    await updatePortal(tx, accountId, after)
    const target = { kind: 'portal', id: accountId } as const
    await audit(tx, ctx, { action: 'portal.logo_changed', target, before: shown(before), after: shown(after) })
  })
}

type LogoColumns = Pick<PortalRow, 'logo_version' | 'logo_width' | 'logo_height'>

const shown = ({ logo_version, logo_width, logo_height }: LogoColumns) => ({
  logo: logo_version === null ? 'none' : `${logo_width} × ${logo_height} pixels (${logo_version})`,
})

/** The way out looks to it that the address is a public one (server/platform/outgoing). */
async function fetched(ctx: Ctx, url: string): Promise<Buffer> {
  const refuse = (message: string): never => {
    throw new AppError('invalid_input', { field: 'url', message })
  }
  const { answer, failure } = await ctx.outgoing.fetch({
    url,
    method: 'GET',
    headers: [['accept', 'image/png, image/webp, image/jpeg, image/gif']],
    body: null,
    timeoutMs: FETCH_MS,
  })
  if (failure) return refuse(failure.reason)
  const { status, bytes } = answer
  if (status >= 300 && status < 400)
    return refuse('This address leads to another one. Open it in a browser and copy the last.')
  if (status !== 200) return refuse(`Nothing can be read there: the answer was ${status}.`)
  return Buffer.from(bytes)
}

export interface LogoFile {
  type: string
  bytes: Buffer
}

/** The account's picture. With a version only that one, so that an address never shows another. @throws AppError not_found */
export async function readLogo(ctx: Pick<Ctx, 'db'>, accountId: number, version?: string): Promise<LogoFile> {
  const logo = await logoOf(ctx.db, accountId)
  if (!logo || (version !== undefined && logo.version !== version)) throw new AppError('not_found')
  return { type: logo.media_type, bytes: logo.bytes }
}
