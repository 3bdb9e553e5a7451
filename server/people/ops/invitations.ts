/** An invitation and the mail that carries its link, in the transaction of whoever invites. */
import { AppError } from '../../../contract/errors.ts'
import type { CustomerRole } from '../../../contract/permissions.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { constraintOf, type Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo, type Site } from '../../platform/origins.ts'
import { issueToken } from '../../platform/tokens.ts'
import { customerInvitationMail, supplierInvitationMail, teamInvitationMail } from '../rules/mails.ts'
import { LINK_LIFE } from '../rules.ts'
import { hasAccess } from '../tables/access.ts'
import { membershipOf } from '../tables/accounts.ts'
import { type Invitation, insertInvitation, type Place } from '../tables/invitations.ts'
import { personByEmail, type Realm } from '../tables/persons.ts'
import { companyOf, portalSite } from './senders.ts'

export const purposeOf = (realm: Place['realm']) => `invitation.${realm}`
export const realmOf = (realm: Place['realm'], accountId: number): Realm =>
  realm === 'customer' ? { kind: realm, accountId } : { kind: realm }
export const invitationTarget = (id: string) => ({ kind: 'invitation', id })
/** Whose activity it is, where it is a customer's. */
export const customerIn = (place: Place): { customerId?: number } =>
  place.realm === 'customer' ? { customerId: place.customerId } : {}

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

async function siteOf(tx: Tx, ctx: Ctx, realm: Place['realm'], accountId: number): Promise<Site> {
  if (realm === 'customer') return portalSite({ ...ctx, db: tx }, accountId)
  return { kind: realm === 'team' ? 'console' : 'suppliers' }
}

/** A new link, which voids the one before, and the mail that carries it. */
export async function sendInvitation(tx: Tx, ctx: Ctx, invitation: Invitation): Promise<void> {
  const { actor } = ctx
  const { id, place, email, expiresAt } = invitation
  const { realm } = place
  const accountId = accountOf(ctx)
  const token = await issueToken(tx, ctx, { purpose: purposeOf(realm), subject: id, accountId, expiresAt })
  const site = await siteOf(tx, ctx, realm, accountId)
  const company = await companyOf({ db: tx }, realm, accountId)
  const link = linkTo(ctx.config, site, `/invitation#${token}`)
  const by = 'name' in actor ? actor.name : invitation.invitedBy
  await sendMail(tx, ctx, { ...mailOf[realm]({ by, company, link }), accountId, fromName: company, to: email })
}

export const invitedUntil = (ctx: Pick<Ctx, 'now'>): Date => new Date(ctx.now().getTime() + LINK_LIFE.invitation)

/** @throws AppError already_exists: the person is there, or an invitation waits; not_found: customer or Client are not */
export async function inviteInto(tx: Tx, ctx: Ctx, place: Place, email: string): Promise<void> {
  const { actor } = ctx
  const accountId = accountOf(ctx)
  const at = ctx.now()
  const invitedBy = 'name' in actor ? actor.name : actor.kind
  const invitation = { id: newId(at), place, email, invitedBy, sentAt: at, expiresAt: invitedUntil(ctx) }
  await refuseWhoIsThere(tx, accountId, place, email)
  await insert(tx, accountId, invitation)
  await sendInvitation(tx, ctx, invitation)
  await audit(tx, ctx, {
    action: 'invitation.sent',
    target: invitationTarget(invitation.id),
    ...customerIn(place),
    after: { email, ...place },
  })
}

export interface InvitedUser {
  customerId: number
  name: string
  email: string
  role: CustomerRole
}

/** Asks a customer's person in. @throws as `inviteInto` */
export function inviteCustomerUser(tx: Tx, ctx: Ctx, { customerId, name, email, role }: InvitedUser): Promise<void> {
  return inviteInto(tx, ctx, { realm: 'customer', customerId, role, mayPay: false, name }, email)
}
