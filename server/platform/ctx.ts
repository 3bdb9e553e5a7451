/**
 * What every action receives: the machinery, who asks, and the clock. Made once per request, job or command.
 */
import type pg from 'pg'
import { AppError } from '../../contract/errors.ts'
import type { CustomerRole, Permission, TeamGrant, TeamRole } from '../../contract/permissions.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { type Db, type Tx, transact } from './db.ts'
import type { Files } from './files.ts'
import type { Log } from './log.ts'
import type { Site } from './origins.ts'
import type { Outgoing } from './outgoing/outgoing.ts'
import type { Secrets } from './secrets.ts'

/** The machinery of the process; `server/context.ts` puts it together. */
export interface Platform {
  readonly config: Config
  readonly db: Db
  readonly pool: pg.Pool
  readonly clock: Clock
  readonly log: Log
  readonly secrets: Secrets
  readonly files: Files
  /** Calls to addresses that somebody typed into a form. */
  readonly outgoing: Outgoing
}

interface SignedIn {
  readonly userId: string
  readonly sessionId: string
  readonly email: string
  readonly name: string
}

export interface TeamActor extends SignedIn {
  readonly kind: 'team'
  readonly accountId: number
  readonly role: TeamRole
  readonly grants: readonly TeamGrant[]
}
/** Signed in to the console, but the address names no account of theirs. */
export interface TeamUserActor extends SignedIn {
  readonly kind: 'team_user'
  /** It does, but that account asks for a second factor and there is none. */
  readonly needsSecondFactor?: true
}
export interface CustomerActor extends SignedIn {
  readonly kind: 'customer'
  readonly accountId: number
  readonly customerId: number
  readonly role: CustomerRole
  /** A manager who may pay: an owner allowed it. */
  readonly mayPay?: boolean
  /** Of the team, looking as the customer: reads only. `userId`, `email` and `name` are this person's. */
  readonly viewer?: { readonly teamUserId: string; readonly name: string; readonly until: Date }
}
export interface SupplierActor extends SignedIn {
  readonly kind: 'supplier'
  /** The accounts that invited them, and as which Client. */
  readonly access: readonly { readonly accountId: number; readonly clientId: number }[]
}
/** A program of the operator's, with a key that names the permissions it has: for reading and changing one account. */
export interface ApiKeyActor {
  readonly kind: 'api_key'
  readonly accountId: number
  readonly keyId: string
  /** The key's. */
  readonly name: string
  readonly scopes: readonly Permission[]
}
export interface AnonymousActor {
  readonly kind: 'anonymous'
}
/** Jobs, commands, the seed. No request is ever the system. */
export interface SystemActor {
  readonly kind: 'system'
}
export type Actor =
  | AnonymousActor
  | TeamActor
  | TeamUserActor
  | CustomerActor
  | SupplierActor
  | ApiKeyActor
  | SystemActor

export const anonymous: AnonymousActor = { kind: 'anonymous' }
export const system: SystemActor = { kind: 'system' }

/** What is known of a request once host and route are found: what authentication reads. */
export interface RequestInfo {
  readonly id: string
  readonly ip: string
  readonly site: Site
  readonly method: string
  readonly path: string
  /** As in the address; an account's pages have `:account`. Not validated yet. */
  readonly params: Readonly<Record<string, string>>
  /** By plain name, without `__Host-`. */
  readonly cookies: Readonly<Record<string, string>>
  readonly authorization: string | undefined
  readonly userAgent: string
}

export interface Ctx<A extends Actor = Actor> extends Platform {
  readonly actor: A
  /** undefined in jobs and commands. */
  readonly request: RequestInfo | undefined
  now(): Date
  /** The only way to write; see db.ts for what is tried again. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/** A context for one request, job or command. */
export function ctxOf<A extends Actor>(platform: Platform, actor: A, request?: RequestInfo): Ctx<A> {
  return {
    ...platform,
    actor,
    request,
    now: () => platform.clock.now(),
    transact: (work) => transact(platform.db, work),
  }
}

/** The account the actor stands in. @throws AppError not_found where there is none */
export function accountOf(ctx: { readonly actor: Actor }): number {
  const { actor } = ctx
  if ('accountId' in actor) return actor.accountId
  throw new AppError('not_found')
}

/** Narrows the actor to the one kind an action is for. @throws AppError forbidden for another */
export function actorOf<K extends Actor['kind']>(ctx: { readonly actor: Actor }, kind: K): Extract<Actor, { kind: K }> {
  const { actor } = ctx
  if (isOfKind(actor, kind)) return actor
  throw new AppError('forbidden')
}

function isOfKind<K extends Actor['kind']>(actor: Actor, kind: K): actor is Extract<Actor, { kind: K }> {
  return actor.kind === kind
}
