/** Inviting people into the three realms: by mail, with a link of one use on the host of the realm. */
import { z } from 'zod'
import { AppError } from '../../../contract/errors.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import { constraintOf, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo, type Site } from '../../platform/origins.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { issueToken, voidToken } from '../../platform/tokens.ts'
import { customerInvitationMail, supplierInvitationMail, teamInvitationMail } from '../rules/mails.ts'
import { LINK_LIFE } from '../rules.ts'
import { hasAccess } from '../tables/access.ts'
import { membershipOf } from '../tables/accounts.ts'
import {
  type Door,
  type Invitation,
  insertInvitation,
  isDoor,
  listInvitations as listRows,
  lockInvitation,
  type Place,
  updateInvitation,
} from '../tables/invitations.ts'
import { personByEmail, type Realm } from '../tables/persons.ts'
import { companyOf, portalSite } from './senders.ts'

const Uuid = z.tuple([z.uuid()])

/** @throws AppError not_found: customer or Client are not there */
export async function listInvitations(ctx: Ctx, door: Door, query: PageQuery): Promise<Page<Invitation>> {
  const after = readCursor(Uuid, query.cursor)?.[0]
  if (!(await isDoor(ctx.db, accountOf(ctx), door))) throw new AppError('not_found')
  const rows = await listRows(ctx.db, accountOf(ctx), door, { after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => [row.id])
}

export const purposeOf = (realm: Place['realm']) => `invitation.${realm}`
export const realmOf = (realm: Place['realm'], accountId: number): Realm =>
  realm === 'customer' ? { kind: realm, accountId } : { kind: realm }

const isThere = (message: string) => new AppError('already_exists', { field: 'email', message })

async function refuseWhoIsThere(tx: Tx, accountId: number, place: Place, email: string): Promise<void> {
  const person = await personByEmail(tx, realmOf(place.realm, accountId), email)
  if (!person) return
  if (place.realm === 'customer') throw isThere('Somebody with this e-mail address belongs to a customer already.')
  if (place.realm === 'team') {
    if (await membershipOf(tx, accountId, person.userId)) throw isThere('This person belongs to the team already.')
    return
  }
  const access = { accountId, clientId: place.clientId }
  if (await hasAccess(tx, person.userId, access)) throw isThere('This person has access already.')
}

async function insert(tx: Tx, accountId: number, invitation: Invitation): Promise<void> {
  try {
    await insertInvitation(tx, accountId, invitation)
  } catch (error) {
    const constraint = constraintOf(error)
    if (constraint === 'invitations_one_open') throw isThere('An invitation waits already. Send it again instead.')
    if (constraint === 'invitations_customer_fkey' || constraint === 'invitations_client_fkey') {
      throw new AppError('not_found')
    }
    throw error
  }
}

const mailOf = { team: teamInvitationMail, customer: customerInvitationMail, supplier: supplierInvitationMail }

async function siteOf(ctx: Ctx, realm: Place['realm'], accountId: number): Promise<Site> {
  if (realm === 'customer') return portalSite(ctx, accountId)
  return { kind: realm === 'team' ? 'console' : 'suppliers' }
}

/** A new link, which voids the one before, and the mail that carries it. */
async function send(tx: Tx, ctx: Ctx, accountId: number, { id, place, email, expiresAt }: Invitation): Promise<void> {
  const { name: by } = actorOf(ctx, 'team')
  const { realm } = place
  const token = await issueToken(tx, ctx, { purpose: purposeOf(realm), subject: id, accountId, expiresAt })
  const [site, company] = [await siteOf(ctx, realm, accountId), await companyOf(ctx, realm, accountId)]
  const link = linkTo(ctx.config, site, `/invitation#${token}`)
  await sendMail(tx, ctx, { ...mailOf[realm]({ by, company, link }), accountId, fromName: company, to: email })
}

const until = (ctx: Ctx): Date => new Date(ctx.now().getTime() + LINK_LIFE.invitation)
const targetOf = (id: string) => ({ kind: 'invitation', id })

/** @throws AppError already_exists: the person is there, or an invitation waits; not_found: customer or Client are not */
export async function invite(ctx: Ctx, place: Place, email: string): Promise<void> {
  const { accountId, name: invitedBy } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const at = ctx.now()
    const invitation = { id: newId(at), place, email, invitedBy, sentAt: at, expiresAt: until(ctx) }
    await refuseWhoIsThere(tx, accountId, place, email)
    await insert(tx, accountId, invitation)
    await send(tx, ctx, accountId, invitation)
    await audit(tx, ctx, { action: 'invitation.sent', target: targetOf(invitation.id), after: { email, ...place } })
  })
}

/** The link before opens nothing any more. @throws AppError not_found: also when it was accepted or cancelled */
export async function sendAgain(ctx: Ctx, door: Door, id: string): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const found = await lockInvitation(tx, accountId, id, door)
    if (!found) throw new AppError('not_found')
    const expiresAt = until(ctx)
    await updateInvitation(tx, accountId, id, { sent_at: ctx.now(), expires_at: expiresAt })
    await send(tx, ctx, accountId, { ...found, expiresAt })
    await audit(tx, ctx, { action: 'invitation.sent_again', target: targetOf(id), after: { email: found.email } })
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
    const before = { email: found.email, ...found.place }
    await audit(tx, ctx, { action: 'invitation.cancelled', target: targetOf(id), before })
  })
}
