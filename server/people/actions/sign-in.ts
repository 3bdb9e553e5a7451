import { AppError } from '../../../contract/errors.ts'
import type { Ctx, RequestInfo } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { hashPassword, isWeakHash, verifyPassword } from '../../platform/passwords.ts'
import { hashToken, newToken } from '../../platform/secrets.ts'
import { type Attempt, countLogin } from '../../platform/throttle.ts'
import { SESSION_COOKIE, type SessionPlace, sessionPlace } from '../ops.ts'
import { sessionEnd, sessionLife } from '../rules.ts'
import { type Person, personByEmail, type Realm, updatePassword } from '../tables/persons.ts'
import { forgetToken, insertSession } from '../tables/sessions.ts'
import { secondStep } from './second-step.ts'

/** A context with a request: sessions are made and ended by nobody else. */
export interface Caller extends Ctx {
  readonly request: RequestInfo
}

/** What goes into the cookie. */
export interface NewSession {
  token: string
  /** When the cookie may be thrown away; the session itself can end earlier. */
  expires: Date
}

/** The place of the request's host. @throws AppError not_found on the outward host */
export function placeOf(ctx: Caller): SessionPlace {
  const place = sessionPlace(ctx.config, ctx.request.site)
  if (!place) throw new AppError('not_found')
  return place
}

export const realmAt = (place: SessionPlace): Realm =>
  place.realm === 'customer' ? { kind: place.realm, accountId: place.accountId } : { kind: place.realm }

export interface Credentials {
  email: string
  password: string
  code?: string | undefined
}

/**
 * Signs in by e-mail address and password, in the realm of the host, and by a code where a second factor is on.
 * @throws AppError login_failed, code_needed, code_wrong, too_many_requests
 */
export async function signIn(ctx: Caller, credentials: Credentials): Promise<SignedIn> {
  const { email, password, code } = credentials
  const place = placeOf(ctx)
  const attempt = await countAttempt(ctx, email)
  const person = await personByEmail(ctx.db, realmAt(place), email)
  // an unknown address costs the same time: a hash that nothing matches is verified
  const isRight = await verifyPassword(password, person?.passwordHash)
  if (!person || !isRight) throw new AppError('login_failed')
  await attempt.succeeded()
  const step = await secondStep(ctx, { realm: place.realm, userId: person.userId }, code)
  // today's cost may be higher than when it was set; only now is the password at hand
  const stronger = isWeakHash(person.passwordHash) ? await hashPassword(password) : undefined
  const session = await ctx.transact(async (tx) => {
    await step.pass(tx)
    if (stronger) await updatePassword(tx, realmAt(place), person.userId, stronger)
    return startSession(tx, ctx, place, person.userId)
  })
  await step.passed()
  return { ...session, person }
}

/** Counts a try at a password, per person and place the browser is in. @throws AppError too_many_requests */
export function countAttempt(ctx: Caller, who: string): Promise<Attempt> {
  const { realm, host } = placeOf(ctx)
  return countLogin(ctx, `${realm} ${host} ${who}`, ctx.request.ip)
}

export interface SignedIn extends NewSession {
  person: Person
}

interface View {
  /** A team member's, on a portal: as whom they look. */
  viewedCustomerId: number
  endsAt: Date
}

/** A new token at each log-in; the one the browser had before opens nothing afterwards. */
export async function startSession(
  tx: Tx,
  ctx: Caller,
  place: SessionPlace,
  userId: string,
  view?: View,
): Promise<NewSession> {
  const { ip, userAgent, cookies } = ctx.request
  const [now, token, before] = [ctx.now(), newToken(), cookies[SESSION_COOKIE]]
  if (before) await forgetToken(tx, hashToken(before))
  await insertSession(tx, {
    token_hash: hashToken(token),
    realm: place.realm,
    user_id: userId,
    account_id: place.realm === 'customer' ? place.accountId : null,
    viewed_customer_id: view?.viewedCustomerId ?? null,
    host: place.host,
    created_at: now,
    last_seen_at: now,
    expires_at: view?.endsAt ?? sessionEnd(place.realm, now, now),
    ip,
    user_agent: userAgent,
  })
  return { token, expires: view?.endsAt ?? new Date(now.getTime() + sessionLife[place.realm].longest) }
}
