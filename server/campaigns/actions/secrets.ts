/** Secrets typed into deliveries and outside checks: sealed before anything of a part is written. */
import type { PartChange } from '../../../contract/parts.ts'
import { sealPart } from '../../delivery/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'

/** The parts as they may be stored. @throws AppError invalid_input for a secret that must be entered again */
export async function sealParts(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  parts: readonly PartChange[],
): Promise<PartChange[]> {
  const sealed: PartChange[] = []
  for (const one of parts) sealed.push(await sealOne(ctx, tx, accountId, one))
  return sealed
}

async function sealOne(ctx: Ctx, tx: Tx, accountId: number, one: PartChange): Promise<PartChange> {
  if (one.part === 'campaign') return { ...one, body: await sealPart(tx, ctx, accountId, one.body, 'campaign') }
  if (one.part === 'supplier')
    return { ...one, body: await sealPart(tx, ctx, accountId, one.body, `suppliers.${one.id}`) }
  return { ...one, body: await sealPart(tx, ctx, accountId, one.body, `buyers.${one.id}`) }
}
