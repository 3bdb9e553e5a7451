/** What everybody who is signed in does with the own login. */
import { AppError } from '../../../contract/errors.ts'
import { hashPassword, verifyPassword } from '../../platform/passwords.ts'
import { tokenHashOf } from '../rules.ts'
import { lockPerson, personById, type Realm, updatePassword } from '../tables/persons.ts'
import { deleteSession, deleteSessionsOf, type Owner, type SessionRow, sessionsOf } from '../tables/sessions.ts'
import { type Caller, countAttempt, placeOf, realmAt } from './sign-in.ts'

interface Self {
  owner: Owner
  realm: Realm
  tokenHash: Buffer
}

/** @throws AppError unauthenticated */
function selfOf(ctx: Caller): Self {
  const { actor } = ctx
  if (!('userId' in actor)) throw new AppError('unauthenticated')
  const realm = realmAt(placeOf(ctx))
  return {
    owner: { realm: realm.kind, userId: actor.userId },
    realm,
    tokenHash: tokenHashOf(actor.sessionId),
  }
}

export function listOwnSessions(ctx: Caller): Promise<Omit<SessionRow, 'realm'>[]> {
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

/** Ends all other sessions: whoever had the old password is out. @throws AppError invalid_input, too_many_requests */
export async function changePassword(ctx: Caller, change: { current: string; password: string }): Promise<void> {
  const { owner, realm, tokenHash } = selfOf(ctx)
  const attempt = await countAttempt(ctx, owner.userId)
  const person = await personById(ctx.db, realm, owner.userId)
  if (!person || !(await verifyPassword(change.current, person.passwordHash))) {
    throw new AppError('invalid_input', { field: 'current', message: 'This is not the present password.' })
  }
  await attempt.succeeded()
  const passwordHash = await hashPassword(change.password)
  await ctx.transact(async (tx) => {
    const locked = await lockPerson(tx, realm, owner.userId)
    // somebody else changed it since it was verified
    if (locked?.passwordHash !== person.passwordHash) throw new AppError('stale')
    await updatePassword(tx, realm, owner.userId, passwordHash)
    await deleteSessionsOf(tx, owner, tokenHash)
  })
}
