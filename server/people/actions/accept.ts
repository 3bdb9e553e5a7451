/** Accepting an invitation: with a new login, or with one that is signed in. */
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import type { Tx } from '../../platform/db.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { peekToken, redeemToken } from '../../platform/tokens.ts'
import { customerIn, purposeOf, realmOf } from '../ops/invitations.ts'
import { companyOf } from '../ops/senders.ts'
import { addCustomerUser } from '../ops.ts'
import { upsertAccess } from '../tables/access.ts'
import { insertMembership, membershipOf } from '../tables/accounts.ts'
import { type Invitation, lockInvitation, openInvitation, updateInvitation } from '../tables/invitations.ts'
import { personByEmail } from '../tables/persons.ts'
import { selfOf } from './self.ts'
import { type Caller, placeOf, type SignedIn, startSession } from './sign-in.ts'
import { addSupplierLogin } from './suppliers.ts'
import { addLogin } from './team.ts'
import { byPerson, personTarget } from './traces.ts'

interface Found {
  accountId: number
  invitation: Invitation
}

/** @throws AppError token_invalid: also for a link of another realm, or another account's portal */
async function find(ctx: Caller, token: string): Promise<Found> {
  const place = placeOf(ctx)
  const { subject, accountId } = await peekToken(ctx, purposeOf(place.realm), token)
  const isHere = accountId !== null && (place.realm !== 'customer' || place.accountId === accountId)
  const invitation = isHere ? await openInvitation(ctx.db, accountId, subject) : undefined
  if (!isHere || !invitation) throw new AppError('token_invalid')
  return { accountId, invitation }
}

export interface InvitationPage {
  company: string
  invitedBy: string
  email: string
  name: string
  hasLogin: boolean
  expiresAt: Date
}

export async function lookAtInvitation(ctx: Caller, token: string): Promise<InvitationPage> {
  const { accountId, invitation } = await find(ctx, token)
  const { email, invitedBy, expiresAt, place } = invitation
  const person = await personByEmail(ctx.db, realmOf(place.realm, accountId), email)
  const company = await companyOf(ctx, place.realm, accountId)
  const name = place.realm === 'customer' ? place.name : ''
  return { company, invitedBy, email, name, hasLogin: person !== undefined, expiresAt }
}

interface Person {
  userId: string
  name: string
}

/** Uses the link up: of two at once the second finds it used. @throws AppError token_invalid */
async function redeem(tx: Tx, ctx: Caller, token: string, { accountId, invitation }: Found): Promise<void> {
  const { id, place } = invitation
  await redeemToken(tx, ctx, purposeOf(place.realm), token)
  if (!(await lockInvitation(tx, accountId, id, place))) throw new AppError('token_invalid')
  await updateInvitation(tx, accountId, id, { accepted_at: ctx.now() })
}

async function note(tx: Tx, ctx: Caller, { accountId, invitation }: Found, person: Person): Promise<void> {
  const { place, email } = invitation
  await audit(tx, ctx, {
    accountId,
    action: 'invitation.accepted',
    target: personTarget(place.realm, person.userId),
    ...customerIn(place),
    after: { email, ...place },
    by: byPerson(realmOf(place.realm, accountId), person),
  })
}

/** Gives a login the place it was invited to. @throws AppError already_exists */
async function join(tx: Tx, ctx: Caller, { accountId, invitation: { place } }: Found, userId: string): Promise<void> {
  const at = ctx.now()
  if (place.realm === 'supplier') return upsertAccess(tx, userId, { accountId, clientId: place.clientId }, at)
  if (place.realm !== 'team') throw new AppError('not_found')
  if (await membershipOf(tx, accountId, userId)) {
    throw new AppError('already_exists', { message: 'You belong to this team already.' })
  }
  const { role, grants } = place
  await insertMembership(tx, { account_id: accountId, user_id: userId, role, grants: [...grants], created_at: at })
}

interface NewLogin {
  name: string
  email: string
  passwordHash: string
}

async function addPerson(tx: Tx, ctx: Caller, found: Found, login: NewLogin): Promise<string> {
  const { place } = found.invitation
  const at = ctx.now()
  if (place.realm === 'customer') {
    const { accountId } = found
    const { customerId, role, mayPay } = place
    return addCustomerUser(tx, { ...login, accountId, customerId, role, mayPay, at })
  }
  const add = place.realm === 'team' ? addLogin : addSupplierLogin
  const userId = await add(tx, login, at, 'email')
  await join(tx, ctx, found, userId)
  return userId
}

export interface Acceptance {
  token: string
  name: string
  password: string
}

/** With a new login for the address that was invited. @throws AppError token_invalid, already_exists */
export async function acceptInvitation(ctx: Caller, { token, name, password }: Acceptance): Promise<SignedIn> {
  const place = placeOf(ctx)
  // hashing costs a tenth of a second: not for whoever has no link
  const found = await find(ctx, token)
  const login = { name, email: found.invitation.email, passwordHash: await hashPassword(password) }
  return ctx.transact(async (tx) => {
    await redeem(tx, ctx, token, found)
    const userId = await addPerson(tx, ctx, found, login)
    await note(tx, ctx, found, { userId, name })
    return { ...(await startSession(tx, ctx, place, userId)), person: { ...login, userId } }
  })
}

/** With the login that is signed in, whatever its address: who has the link was given it. */
export async function joinByInvitation(ctx: Caller, token: string): Promise<void> {
  const { person } = selfOf(ctx)
  const found = await find(ctx, token)
  await ctx.transact(async (tx) => {
    await redeem(tx, ctx, token, found)
    await join(tx, ctx, found, person.userId)
    await note(tx, ctx, found, person)
  })
}
