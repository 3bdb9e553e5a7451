/** Who changed what, in the transaction of the change itself (trust.md 14). Rows are never changed or deleted. */
import type { Actor, Ctx } from './ctx.ts'
import type { Tx } from './db.ts'
import { newId } from './ids.ts'

export interface AuditEntry {
  /** Only where the actor stands in no account: a job, a command, whoever opens one. */
  accountId?: number
  /** `noun.what_happened` */
  action: string
  target: { kind: string; id: string | number }
  /** What of it was and is; secrets and personal data of leads never. */
  before?: unknown
  after?: unknown
}

function nameOf(actor: Actor): { actor_kind: string; actor_id: string | null; actor_name: string } {
  if (actor.kind === 'system' || actor.kind === 'anonymous') {
    return { actor_kind: actor.kind, actor_id: null, actor_name: actor.kind }
  }
  return { actor_kind: actor.kind, actor_id: actor.userId, actor_name: actor.name }
}

const accountIdOf = (actor: Actor): number | undefined =>
  actor.kind === 'team' || actor.kind === 'customer' ? actor.accountId : undefined

// null is a value of its own in JSON: what was not there is no value at all
const json = (value: unknown): string | null => (value === undefined || value === null ? null : JSON.stringify(value))

/** Writes one line of the account's audit log. */
export async function audit(ctx: Ctx, tx: Tx, entry: AuditEntry): Promise<void> {
  const accountId = entry.accountId ?? accountIdOf(ctx.actor)
  if (accountId === undefined) throw new Error('an audited change names its account')
  const at = ctx.now()
  await tx
    .insertInto('audit_log')
    .values({
      account_id: accountId,
      audit_id: newId(at),
      at,
      ...nameOf(ctx.actor),
      impersonator: null,
      action: entry.action,
      target_kind: entry.target.kind,
      target_id: String(entry.target.id),
      before: json(entry.before),
      after: json(entry.after),
      ip: ctx.request?.ip ?? null,
    })
    .execute()
}
