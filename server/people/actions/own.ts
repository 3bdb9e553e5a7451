/** What everybody who is signed in does with the own login. */
import { AppError } from '../../../contract/errors.ts'
import { constraintOf } from '../../platform/db.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo } from '../../platform/origins.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { issueToken, peekToken, redeemToken, voidToken } from '../../platform/tokens.ts'
import { senderAt } from '../ops/senders.ts'
import { confirmAddressMail, movedAddressMail } from '../rules/mails.ts'
import { LINK_LIFE, tokenHashOf } from '../rules.ts'
import { lockPerson, personById, updateEmail, updateName, updatePassword } from '../tables/persons.ts'
import { deleteSession, deleteSessionsOf, type OwnSessionRow, sessionsOf } from '../tables/sessions.ts'
import { confirmPassword, selfOf } from './self.ts'
import { type Caller, placeOf, realmAt } from './sign-in.ts'
import { traceOwn } from './traces.ts'

export function listOwnSessions(ctx: Caller): Promise<OwnSessionRow[]> {
  return sessionsOf(ctx.db, selfOf(ctx).owner, ctx.now())
}

export async function signOut(ctx: Caller): Promise<void> {
  const { owner, tokenHash } = selfOf(ctx)
  await ctx.transact((tx) => deleteSession(tx, owner, tokenHash))
}

/** @throws AppError not_found: also for somebody else's */
export async function revokeOwnSession(ctx: Caller, sessionId: string): Promise<void> {
  const { owner } = selfOf(ctx)
  const gone = await ctx.transact((tx) => deleteSession(tx, owner, tokenHashOf(sessionId)))
  if (!gone) throw new AppError('not_found')
}

export async function revokeOtherSessions(ctx: Caller): Promise<void> {
  const { owner, tokenHash } = selfOf(ctx)
  await ctx.transact((tx) => deleteSessionsOf(tx, owner, tokenHash))
}

/** Ends all other sessions: whoever had the old password is out. @throws AppError invalid_input, too_many_requests */
export async function changePassword(ctx: Caller, change: { current: string; password: string }): Promise<void> {
  const self = selfOf(ctx)
  const { owner, realm, tokenHash } = self
  const person = await confirmPassword(ctx, self, change.current)
  const passwordHash = await hashPassword(change.password)
  await ctx.transact(async (tx) => {
    const locked = await lockPerson(tx, realm, owner.userId)
    // somebody else changed it since it was verified
    if (locked?.passwordHash !== person.passwordHash) throw new AppError('stale')
    await updatePassword(tx, realm, owner.userId, passwordHash)
    await deleteSessionsOf(tx, owner, tokenHash)
    // a link that somebody asked for with the old one is worth nothing any more
    await voidToken(tx, ctx, `set_password.${realm.kind}`, owner.userId)
    await traceOwn(tx, ctx, realm, person, { action: 'login.password_changed' })
  })
}

/** The name as it stands now. */
export async function changeName(ctx: Caller, name: string): Promise<void> {
  const { realm, owner } = selfOf(ctx)
  await ctx.transact((tx) => updateName(tx, realm, owner.userId, name))
}

/** Mails a link to the new address. Whether somebody has it already is said behind the link only. */
export async function askToChangeEmail(ctx: Caller, change: { email: string; current: string }): Promise<void> {
  const self = selfOf(ctx)
  const { owner, realm } = self
  await confirmPassword(ctx, self, change.current)
  const place = placeOf(ctx)
  const sender = await senderAt(ctx, place)
  await ctx.transact(async (tx) => {
    const token = await issueToken(tx, ctx, {
      purpose: `change_email.${realm.kind}`,
      subject: owner.userId,
      accountId: sender.accountId,
      payload: { email: change.email },
      expiresAt: new Date(ctx.now().getTime() + LINK_LIFE.changeEmail),
    })
    const link = linkTo(ctx.config, ctx.request.site, `/confirm-email#${token}`)
    await sendMail(tx, ctx, { ...confirmAddressMail(link), ...sender, to: change.email })
  })
}

const isEmail = (payload: unknown): payload is { email: string } =>
  typeof payload === 'object' && payload !== null && 'email' in payload && typeof payload.email === 'string'

/** Makes the address the one to sign in with; the old one is told. @throws AppError token_invalid, already_exists */
export async function confirmEmail(ctx: Caller, token: string): Promise<string> {
  const place = placeOf(ctx)
  const realm = realmAt(place)
  const purpose = `change_email.${realm.kind}`
  const { accountId } = await peekToken(ctx, purpose, token)
  if (accountId !== (realm.kind === 'customer' ? realm.accountId : null)) throw new AppError('token_invalid')
  const sender = await senderAt(ctx, place)
  return ctx.transact(async (tx) => {
    const { subject, payload } = await redeemToken(tx, ctx, purpose, token)
    const person = await personById(tx, realm, subject)
    if (!person || !isEmail(payload)) throw new AppError('token_invalid')
    try {
      await updateEmail(tx, realm, subject, payload.email)
    } catch (error) {
      if (!constraintOf(error)?.endsWith('_email_unique')) throw error
      throw new AppError('already_exists', { field: 'email', message: 'Somebody signs in with this address already.' })
    }
    const [before, after] = [{ email: person.email }, { email: payload.email }]
    await traceOwn(tx, ctx, realm, person, { action: 'login.email_changed', before, after })
    const address = linkTo(ctx.config, ctx.request.site, '/')
    await sendMail(tx, ctx, { ...movedAddressMail(address, payload.email), ...sender, to: person.email })
    return payload.email
  })
}
