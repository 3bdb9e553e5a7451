import type { Realm as RealmName, TeamGrant, TeamRole } from '../../../contract/permissions.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface SessionRow {
  token_hash: Buffer
  realm: RealmName
  user_id: string
  account_id: number | null
  /** A team member's, on a portal: as whom they look. */
  viewed_customer_id: number | null
  host: string
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string
  user_agent: string
}

/** A session counts only in its own realm and on the host that made it. */
export interface SessionKey {
  tokenHash: Buffer
  realm: RealmName
  host: string
  now: Date
}

export async function insertSession(tx: Tx, session: SessionRow): Promise<void> {
  await tx.insertInto('sessions').values(session).execute()
}

function live(db: Db, { tokenHash, realm, host, now }: SessionKey) {
  return db
    .selectFrom('sessions as s')
    .where('s.token_hash', '=', tokenHash)
    .where('s.realm', '=', realm)
    .where('s.host', '=', host)
    .where('s.expires_at', '>', now)
}

export interface LiveSession {
  user_id: string
  account_id: number | null
  created_at: Date
  last_seen_at: Date
}
export interface LiveCustomerSession extends LiveSession {
  viewed_customer_id: number | null
  expires_at: Date
}
export interface LivePerson extends LiveSession {
  email: string
  name: string
}

export interface LiveTeamPerson extends LivePerson {
  /** In the account that was asked for; null when there is none. */
  role: TeamRole | null
  grants: TeamGrant[] | null
  require_second_factor: boolean | null
  /** Of the second factor. */
  confirmed_at: Date | null
}

const ofSession = ['s.user_id', 's.account_id', 's.created_at', 's.last_seen_at'] as const

/** The person, and the membership in the account the address names, if any. */
export async function teamSession(
  db: Db,
  key: SessionKey,
  accountId: number | undefined,
): Promise<LiveTeamPerson | undefined> {
  const row = await live(db, key)
    .innerJoin('team_users as u', 'u.user_id', 's.user_id')
    .leftJoin('memberships as m', (join) =>
      // no account has the number 0
      join.onRef('m.user_id', '=', 's.user_id').on('m.account_id', '=', accountId ?? 0),
    )
    .leftJoin('accounts as a', 'a.account_id', 'm.account_id')
    .leftJoin('second_factors as f', (join) =>
      join.onRef('f.realm', '=', 's.realm').onRef('f.user_id', '=', 's.user_id'),
    )
    .select([...ofSession, 'u.email', 'u.name', 'm.role', 'm.grants', 'a.require_second_factor', 'f.confirmed_at'])
    .executeTakeFirst()
  // memberships_role_known and memberships_grants_known hold these values
  return row as LiveTeamPerson | undefined
}

export function supplierSession(db: Db, key: SessionKey): Promise<LivePerson | undefined> {
  return live(db, key)
    .innerJoin('supplier_users as u', 'u.user_id', 's.user_id')
    .select([...ofSession, 'u.email', 'u.name'])
    .executeTakeFirst()
}

/** By itself: a local table is not joined to an account's (storage rules). */
export function customerSession(db: Db, key: SessionKey, accountId: number): Promise<LiveCustomerSession | undefined> {
  return live(db, key)
    .select([...ofSession, 's.viewed_customer_id', 's.expires_at'])
    .where('s.account_id', '=', accountId)
    .executeTakeFirst()
}

/** Only if nobody was quicker: requests that come at once write once. */
export async function touchSession(tx: Tx, tokenHash: Buffer, seen: Date, at: Date, expires: Date): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ last_seen_at: at, expires_at: expires })
    .where('token_hash', '=', tokenHash)
    .where('last_seen_at', '=', seen)
    .execute()
}

/** Whose sessions: a person is told apart by realm and id. */
export interface Owner {
  realm: RealmName
  userId: string
}

export type OwnSessionRow = Omit<SessionRow, 'realm' | 'viewed_customer_id'>

export function sessionsOf(db: Db, { realm, userId }: Owner, now: Date): Promise<OwnSessionRow[]> {
  return db
    .selectFrom('sessions')
    .select([
      'token_hash',
      'user_id',
      'account_id',
      'host',
      'created_at',
      'last_seen_at',
      'expires_at',
      'ip',
      'user_agent',
    ])
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .limit(100)
    .execute()
}

/** True when there was one of theirs. */
export async function deleteSession(tx: Tx, { realm, userId }: Owner, tokenHash: Buffer): Promise<boolean> {
  const gone = await tx
    .deleteFrom('sessions')
    .where('token_hash', '=', tokenHash)
    .where('realm', '=', realm)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return gone.numDeletedRows > 0n
}

/** The one of the cookie that a log-in replaces, whoever's it was. */
export async function forgetToken(tx: Tx, tokenHash: Buffer): Promise<void> {
  await tx.deleteFrom('sessions').where('token_hash', '=', tokenHash).execute()
}

export async function deleteSessionsOf(tx: Tx, { realm, userId }: Owner, except?: Buffer): Promise<void> {
  const all = tx.deleteFrom('sessions').where('realm', '=', realm).where('user_id', '=', userId)
  await (except ? all.where('token_hash', '!=', except) : all).execute()
}

export async function deleteExpiredSessions(tx: Tx, now: Date): Promise<void> {
  await tx.deleteFrom('sessions').where('expires_at', '<=', now).execute()
}
