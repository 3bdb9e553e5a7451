/** What customers may do by themselves. */
import { type Level, type LevelKind, type Levels, levelKinds } from '../../../contract/api/customer-levels.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { accountLevelsOf } from '../rules/levels.ts'
import { lockCustomer } from '../tables/customers.ts'
import * as tables from '../tables/levels.ts'

export async function readLevels(ctx: Ctx): Promise<Levels> {
  return accountLevelsOf(await tables.accountLevels(ctx.db, accountOf(ctx)))
}

/** The kinds whose level is another than before. */
function changed<T>(before: Partial<Record<LevelKind, T>>, after: Partial<Record<LevelKind, T>>): LevelKind[] {
  return levelKinds.filter((kind) => kind in after && after[kind] !== before[kind])
}

const only = <T>(levels: Partial<Record<LevelKind, T>>, kinds: readonly LevelKind[]) =>
  Object.fromEntries(kinds.map((kind) => [kind, levels[kind] ?? null]))

/** Sets what holds where nothing else is said of a customer. */
export function setLevels(ctx: Ctx, levels: Levels): Promise<void> {
  const accountId = accountOf(ctx)
  return ctx.transact(async (tx) => {
    const before = accountLevelsOf(await tables.accountLevels(tx, accountId))
    const kinds = changed(before, levels)
    if (kinds.length === 0) return
    for (const kind of kinds) await tables.setAccountLevel(tx, accountId, kind, levels[kind])
    const target = { kind: 'account', id: accountId }
    await audit(tx, ctx, {
      action: 'customer_levels.set',
      target,
      before: only(before, kinds),
      after: only(levels, kinds),
    })
  })
}

/** Sets a customer's own; null leaves a kind to the account. @throws AppError not_found */
export function setCustomerLevels(
  ctx: Ctx,
  customerId: number,
  levels: Partial<Record<LevelKind, Level | null>>,
): Promise<void> {
  const accountId = accountOf(ctx)
  return ctx.transact(async (tx) => {
    if (!(await lockCustomer(tx, accountId, customerId))) throw new AppError('not_found')
    const said = await tables.customerLevels(tx, accountId, customerId)
    const before = Object.fromEntries(levelKinds.map((kind) => [kind, said[kind] ?? null]))
    const kinds = changed<Level | null>(before, levels)
    if (kinds.length === 0) return
    for (const kind of kinds) {
      await tables.setCustomerLevel(tx, { accountId, customerId }, kind, levels[kind] ?? null)
    }
    await audit(tx, ctx, {
      action: 'customer.levels_set',
      target: { kind: 'customer', id: customerId },
      before: only(before, kinds),
      after: only(levels, kinds),
    })
  })
}
