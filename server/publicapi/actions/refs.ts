/** What the ids of a request name; what is not the account's is not found. */
import { AppError } from '../../../contract/errors.ts'
import type { Db } from '../../platform/db.ts'
import { leadNamed, type RefKind, targetsOf } from '../tables/refs.ts'

/** In the order asked. @throws AppError not_found naming the id */
export async function named(db: Db, accountId: number, kind: RefKind, refs: readonly string[]): Promise<number[]> {
  const targets = await targetsOf(db, accountId, kind, refs)
  return refs.map((ref) => {
    const target = targets.get(ref)
    if (target === undefined) throw new AppError('not_found', { field: kind, message: `There is no ${kind} ${ref}.` })
    return target
  })
}

/** undefined where none is asked for. @throws AppError not_found */
export async function namedOrAll(
  db: Db,
  accountId: number,
  kind: RefKind,
  refs: readonly string[] | undefined,
): Promise<number[] | undefined> {
  return refs === undefined || refs.length === 0 ? undefined : named(db, accountId, kind, refs)
}

export async function oneNamed(db: Db, accountId: number, kind: RefKind, ref: string): Promise<number> {
  const [id] = await named(db, accountId, kind, [ref])
  if (id === undefined) throw new AppError('not_found')
  return id
}

/** @throws AppError not_found */
export async function namedLead(db: Db, accountId: number, text: string): Promise<string> {
  const leadId = await leadNamed(db, accountId, text)
  if (leadId === undefined) throw new AppError('not_found', { message: 'There is no such lead.' })
  return leadId
}
