/** Selling on credit while card payments are delayed: all Real-Time customers' limits raised for some hours. */
import { asCents } from '../../../contract/money.ts'
import { type Raise, raisedWallets, setRaise } from '../../ledger/ops/raises.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { realTimeCustomers } from '../tables/terms.ts'

const HOUR_MS = 3_600_000

export type StandingRaise = Raise & { customers: number }

/** The raise that counts now: where customers joined at different times, the last one said. */
export async function standingRaise(db: Db, accountId: number): Promise<StandingRaise | null> {
  const raised = await raisedWallets(db, accountId)
  const [first] = raised.toSorted((a, b) => b.until.getTime() - a.until.getTime())
  return first ? { amount: first.amount, until: first.until, customers: raised.length } : null
}

/** Raises the limits of all Real-Time customers, in the place of an earlier raise: told twice, it is one. */
export function raiseLimits(ctx: Ctx, { amount, hours }: { amount: number; hours: number }) {
  const until = new Date(ctx.now().getTime() + hours * HOUR_MS)
  return change(ctx, { amount: asCents(amount), until })
}

/** Takes a raise back before its end. */
export const endRaise = (ctx: Ctx) => change(ctx, null)

function change(ctx: Ctx, raise: Raise | null): Promise<StandingRaise | null> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await standingRaise(tx, accountId)
    if (!before && !raise) return null
    const customers = await write(tx, accountId, raise)
    const target = { kind: 'account', id: accountId }
    const action = raise ? 'limits.raised' : 'limits.raise_ended'
    await audit(tx, ctx, { action, target, before, after: { ...raise, customers } })
    return standingRaise(tx, accountId)
  })
}

async function write(tx: Tx, accountId: number, raise: Raise | null): Promise<number> {
  const raised = (await raisedWallets(tx, accountId)).map(({ walletId }) => walletId)
  const wanted = raise ? await realTimeCustomers(tx, accountId) : raised
  return setRaise(tx, accountId, wanted, raise)
}
