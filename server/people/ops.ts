/** What others ask of people: who sends a request, what an account is, and a login for somebody they invited. */
import { AppError } from '../../contract/errors.ts'
import type { CustomerRole } from '../../contract/permissions.ts'
import type { Config } from '../platform/config.ts'
import { type Actor, anonymous, type Platform, type RequestInfo } from '../platform/ctx.ts'
import { constraintOf, type Db, type Tx, transact } from '../platform/db.ts'
import type { Authenticate } from '../platform/http/admit.ts'
import { newId } from '../platform/ids.ts'
import { hostsOf, type Site } from '../platform/origins.ts'
import { hashToken } from '../platform/secrets.ts'
import { viewerOf } from './ops/viewers.ts'
import { accountNumber, accountOfKey, bearerOf, sessionEnd, sessionIdOf, shouldTouch } from './rules.ts'
import { accessOf, customerUser } from './tables/access.ts'
import { keyByHash, touchKey } from './tables/keys.ts'
import { insertCustomerUser } from './tables/persons.ts'
import {
  customerSession,
  type LiveSession,
  type SessionKey,
  supplierSession,
  teamSession,
  touchSession,
} from './tables/sessions.ts'

export { inviteCustomerUser } from './ops/invitations.ts'
export { accountZone, holdCurrency } from './tables/accounts.ts'

/** One name on all hosts: each host has a jar of its own, and a customer's names no product. */
export const SESSION_COOKIE = 'session'

/** The wall a session stands behind: made on one host, for one realm, it is nothing anywhere else. */
export type SessionPlace =
  | { realm: 'team' | 'supplier'; host: string }
  | { realm: 'customer'; host: string; accountId: number }

/** undefined on the outward host, which has no sessions. */
export function sessionPlace(config: Pick<Config, 'baseDomain'>, site: Site): SessionPlace | undefined {
  const hosts = hostsOf(config)
  if (site.kind === 'console') return { realm: 'team', host: hosts.console }
  if (site.kind === 'suppliers') return { realm: 'supplier', host: hosts.suppliers }
  return site.kind === 'portal' ? { realm: 'customer', host: site.host, accountId: site.accountId } : undefined
}

/** Cookie or key → actor, for the gate of every request. Roles and access are read anew each time, so a change counts at once. */
export function authenticate(platform: Platform): Authenticate {
  return async (request) => {
    if (request.site.kind === 'api') return keyActor(platform, request)
    const token = request.cookies[SESSION_COOKIE]
    const place = sessionPlace(platform.config, request.site)
    if (!token || !place) return anonymous
    const key = { tokenHash: hashToken(token), realm: place.realm, host: place.host, now: platform.clock.now() }
    const found = await actorFor(platform.db, place, key, request)
    if (!found) return anonymous
    // one that looks as a customer ends when it was said to
    if (!('viewer' in found.actor)) await touch(platform, key, found.session)
    return found.actor
  }
}

/** On the outward hosts there are no sessions: a program shows its key with each request. */
async function keyActor(platform: Platform, request: RequestInfo): Promise<Actor> {
  const text = bearerOf(request.authorization)
  const accountId = text === undefined ? undefined : accountOfKey(text)
  if (text === undefined || accountId === undefined) return anonymous
  const key = await keyByHash(platform.db, accountId, hashToken(text))
  if (!key) return anonymous
  const now = platform.clock.now()
  if (!key.last_used_at || shouldTouch(key.last_used_at, now)) {
    await transact(platform.db, (tx) => touchKey(tx, accountId, key, now))
  }
  return { kind: 'api_key', accountId, keyId: key.key_id, name: key.name, scopes: key.scopes }
}

interface Found {
  actor: Actor
  session: LiveSession
}

function actorFor(db: Db, place: SessionPlace, key: SessionKey, request: RequestInfo): Promise<Found | undefined> {
  if (place.realm === 'customer') return customerActor(db, key, place.accountId)
  return place.realm === 'team' ? teamActor(db, key, accountNumber(request.params.account)) : supplierActor(db, key)
}

async function teamActor(db: Db, key: SessionKey, accountId: number | undefined): Promise<Found | undefined> {
  const session = await teamSession(db, key, accountId)
  if (!session) return undefined
  const { user_id: userId, email, name, role, grants } = session
  const needsSecondFactor = session.require_second_factor === true && session.confirmed_at === null
  const person = { userId, sessionId: sessionIdOf(key.tokenHash), email, name }
  if (accountId === undefined || role === null) return { actor: { kind: 'team_user', ...person }, session }
  if (needsSecondFactor) return { actor: { kind: 'team_user', ...person, needsSecondFactor }, session }
  return { actor: { kind: 'team', ...person, accountId, role, grants: grants ?? [] }, session }
}

async function supplierActor(db: Db, key: SessionKey): Promise<Found | undefined> {
  const session = await supplierSession(db, key)
  if (!session) return undefined
  const { user_id: userId, email, name } = session
  const access = await accessOf(db, userId)
  return { actor: { kind: 'supplier', userId, sessionId: sessionIdOf(key.tokenHash), email, name, access }, session }
}

async function customerActor(db: Db, key: SessionKey, accountId: number): Promise<Found | undefined> {
  const session = await customerSession(db, key, accountId)
  if (!session) return undefined
  const sessionId = sessionIdOf(key.tokenHash)
  const { user_id: userId, viewed_customer_id: viewed, expires_at: until } = session
  if (viewed !== null) {
    const actor = await viewerOf(db, { accountId, customerId: viewed, userId, sessionId, until })
    return actor && { actor, session }
  }
  const user = await customerUser(db, accountId, userId)
  if (!user) return undefined
  const { email, name, customerId, role, mayPay } = user
  return { actor: { kind: 'customer', userId, sessionId, email, name, accountId, customerId, role, mayPay }, session }
}

async function touch(platform: Platform, key: SessionKey, session: LiveSession): Promise<void> {
  const { now, realm, tokenHash } = key
  if (!shouldTouch(session.last_seen_at, now)) return
  const end = sessionEnd(realm, session.created_at, now)
  await transact(platform.db, (tx) => touchSession(tx, tokenHash, session.last_seen_at, now, end))
}

export interface NewCustomerUser {
  accountId: number
  customerId: number
  email: string
  name: string
  role: CustomerRole
  mayPay?: boolean
  /** Made by `hashPassword` before the transaction: it takes long on purpose. */
  passwordHash: string
  at: Date
}

/** Gives a customer's person a login of its own. @throws AppError already_exists: the address has one here */
export async function addCustomerUser(tx: Tx, user: NewCustomerUser): Promise<string> {
  const userId = newId(user.at)
  try {
    await insertCustomerUser(tx, { ...user, userId })
  } catch (error) {
    if (constraintOf(error) !== 'customer_users_email_unique') throw error
    throw new AppError('already_exists', { field: 'email' })
  }
  return userId
}
