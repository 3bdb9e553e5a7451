/** Who changed what: a row in the commit of the change itself. */
import type { Actor, Ctx } from './ctx.ts'
import { accountOf } from './ctx.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'

export interface AuditEntry {
  /** `noun.verb_in_the_past`, as in `client.renamed`. */
  action: string
  target: { kind: string; id: string | number }
  before?: unknown
  after?: unknown
  /** Left out: the account the actor stands in. */
  accountId?: number
  /** Whose activity it belongs to. Left out: the customer that is the target, or that the actor is of. */
  customerId?: number
  /** Left out: the actor. For who became known only in the request itself, by a link. */
  by?: { kind: Actor['kind']; userId: string; name: string }
}

function actorId(actor: Actor): string | null {
  if (actor.kind === 'api_key') return actor.keyId
  return 'userId' in actor ? actor.userId : null
}

function actorName(actor: Actor): string {
  return 'name' in actor ? actor.name : actor.kind
}

function customerOf({ actor }: Ctx, { customerId, target }: AuditEntry): number | null {
  if (customerId !== undefined) return customerId
  if (target.kind === 'customer') return Number(target.id)
  return actor.kind === 'customer' ? actor.customerId : null
}

const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value))

/** Writes one entry. @throws AppError not_found when the actor stands in no account and none is given */
export async function audit(tx: Tx, ctx: Ctx, entry: AuditEntry): Promise<void> {
  const at = ctx.now()
  const { actor } = ctx
  const by = entry.by ?? { kind: actor.kind, userId: actorId(actor), name: actorName(actor) }
  await tx
    .insertInto('audit_log')
    .values({
      account_id: entry.accountId ?? accountOf(ctx),
      audit_id: newId(at),
      at,
      actor_kind: by.kind,
      actor_id: by.userId,
      actor_name: by.name,
      impersonator: null,
      action: entry.action,
      target_kind: entry.target.kind,
      target_id: String(entry.target.id),
      customer_id: customerOf(ctx, entry),
      before: json(entry.before),
      after: json(entry.after),
      ip: ctx.request?.ip ?? null,
    })
    .execute()
}
