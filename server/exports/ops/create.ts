/** Beginning an export. */
import type { ExportWish } from '../../../contract/api/exports.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { countOpen, insertExport } from '../tables/exports.ts'
import { insertLinks } from '../tables/links.ts'
import type { ExportJob } from './run.ts'

/** Of one person, at a time: whoever wants more waits for the first. */
const MOST_OPEN = 5

/**
 * Begins a file for the team's member or the customer's person who asks. `asked` is what its rows are chosen by, as
 * the job's own schema reads it. @throws AppError not_allowed_now for a sixth at once
 */
export async function createExport(
  ctx: Ctx,
  tx: Tx,
  job: ExportJob,
  { wish, asked }: { wish: ExportWish; asked: unknown },
): Promise<string> {
  const accountId = accountOf(ctx)
  const { actor } = ctx
  if (actor.kind !== 'team' && actor.kind !== 'customer') throw new AppError('forbidden')
  if ((await countOpen(tx, accountId, actor.userId)) >= MOST_OPEN)
    throw new AppError('not_allowed_now', { message: `${MOST_OPEN} exports of yours are not ready yet. Wait for one.` })
  const { format, name, description, emails } = wish
  const createdAt = ctx.now()
  const exportId = newId(createdAt)
  const customerId = actor.kind === 'customer' ? actor.customerId : null
  const who = { customerId, userId: actor.userId, userName: actor.name }
  await insertExport(tx, accountId, { exportId, ...who, format, name, description, asked, createdAt })
  await insertLinks(tx, accountId, exportId, emails)
  await enqueue(tx, job, { accountId, exportId })
  const after = { name, format, emails, asked }
  await audit(tx, ctx, { action: 'export.asked', target: { kind: 'export', id: exportId }, after })
  return exportId
}
