/** Inviting people into the three realms: by mail, with a link of one use on the host of the realm. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { voidToken } from '../../platform/tokens.ts'
import {
  customerIn,
  invitationTarget,
  invitedUntil,
  inviteInto,
  purposeOf,
  sendInvitation,
} from '../ops/invitations.ts'
import {
  type Door,
  type Invitation,
  isDoor,
  listInvitations as listRows,
  lockInvitation,
  type Place,
  updateInvitation,
} from '../tables/invitations.ts'

const Uuid = z.tuple([z.uuid()])

/** @throws AppError not_found: customer or Client are not there */
export async function listInvitations(ctx: Ctx, door: Door, query: PageQuery): Promise<Page<Invitation>> {
  const after = readCursor(Uuid, query.cursor)?.[0]
  if (!(await isDoor(ctx.db, accountOf(ctx), door))) throw new AppError('not_found')
  const rows = await listRows(ctx.db, accountOf(ctx), door, { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.id])
}

/** @throws AppError already_exists: the person is there, or an invitation waits; not_found: customer or Client are not */
export function invite(ctx: Ctx, place: Place, email: string): Promise<void> {
  return ctx.transact((tx) => inviteInto(tx, ctx, place, email))
}

/** The link before opens nothing any more. @throws AppError not_found: also when it was accepted or cancelled */
export async function sendAgain(ctx: Ctx, door: Door, id: string): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await lockInvitation(tx, accountId, id, door)
    if (!found) throw new AppError('not_found')
    const expiresAt = invitedUntil(ctx)
    await updateInvitation(tx, accountId, id, { sent_at: ctx.now(), expires_at: expiresAt })
    await sendInvitation(tx, ctx, { ...found, expiresAt })
    await audit(tx, ctx, {
      action: 'invitation.sent_again',
      target: invitationTarget(id),
      ...customerIn(found.place),
      after: { email: found.email },
    })
  })
}

/** @throws AppError not_found: also when it was accepted or cancelled */
export async function cancelInvitation(ctx: Ctx, door: Door, id: string): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await lockInvitation(tx, accountId, id, door)
    if (!found) throw new AppError('not_found')
    await updateInvitation(tx, accountId, id, { cancelled_at: ctx.now() })
    await voidToken(tx, ctx, purposeOf(door.realm), id)
    await audit(tx, ctx, {
      action: 'invitation.cancelled',
      target: invitationTarget(id),
      ...customerIn(found.place),
      before: { email: found.email, ...found.place },
    })
  })
}
