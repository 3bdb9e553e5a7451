/** What a dispute does beside the money: buyers held up, auto-recharge stopped, both sides told. A person lifts it. */
import { AppError } from '../../../contract/errors.ts'
import type { Cents } from '../../../contract/money.ts'
import { holdForDispute, releaseFromDispute } from '../../campaigns/ops/disputes.ts'
import { lockWallets } from '../../ledger/ops.ts'
import { consoleLink, portalLink, tellStaff, tellUsers } from '../../notifications/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { portalOf } from '../../portals/ops.ts'
import { decideRecharge } from '../ops/recharge.ts'
import type { Charge } from '../rules/charges.ts'
import { freshTries } from '../rules/recharge.ts'
import { type Disputed, disputedCustomerMail, disputeOpenedMail, disputeWonMail } from '../rules/recharge-mails.ts'
import { getRecharge, putRecharge } from '../tables/recharges.ts'
import { buyersOfCustomer } from '../tables/reversals.ts'
import { payerOf } from '../tables/terms.ts'

type Of = Pick<Charge, 'accountId' | 'customerId'>

/** Holds all of the customer's buyers up. Before any other lock: campaigns come first. */
export async function holdCustomer(ctx: Ctx, tx: Tx, { accountId, customerId }: Of): Promise<void> {
  const buyers = await buyersOfCustomer(tx, accountId, customerId)
  await holdForDispute(ctx, tx, accountId, buyers, 'A payment of the customer is disputed')
}

/** Stops the auto-recharge until a person lets it go on, whatever it was stopped by before. */
export async function stopForDispute(ctx: Ctx, tx: Tx, { accountId, customerId }: Of): Promise<void> {
  await lockWallets(tx, accountId, [customerId])
  const recharge = await getRecharge(tx, accountId, customerId)
  if (!recharge) return
  const stop = { ...freshTries, stopped: 'dispute', stoppedAt: ctx.now() } as const
  await putRecharge(tx, accountId, customerId, { ...recharge, ...stop })
  await decideRecharge(tx, ctx, accountId, customerId)
}

export async function tellDispute(
  ctx: Ctx,
  tx: Tx,
  { accountId, customerId, currency }: Charge,
  what: 'opened' | 'won',
  amount: Cents,
): Promise<void> {
  const payer = await payerOf(tx, accountId, customerId)
  const portal = await portalOf(tx, accountId)
  if (!payer || !portal) return
  const told: Disputed = { company: portal.company_name, customer: payer.company, amount, currency }
  const page = consoleLink(ctx.config, accountId, `/customers/${customerId}`)
  const staff = what === 'opened' ? disputeOpenedMail : disputeWonMail
  await tellStaff(tx, ctx, accountId, staff(told, page))
  if (what === 'won') return
  const people = { accountId, customerId, roles: ['owner', 'manager'] } as const
  const link = await portalLink({ ...ctx, db: tx }, accountId, '/')
  await tellUsers(tx, ctx, people, disputedCustomerMail(told, link))
}

/** Lets the customer's buyers and its auto-recharge go on. @returns how many buyers it held @throws AppError not_found */
export function liftDispute(ctx: Ctx, customerId: number, reason: string): Promise<number> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    if (!(await payerOf(tx, accountId, customerId))) throw new AppError('not_found')
    const buyers = await buyersOfCustomer(tx, accountId, customerId)
    const released = await releaseFromDispute(ctx, tx, accountId, buyers, reason)
    await lockWallets(tx, accountId, [customerId])
    const recharge = await getRecharge(tx, accountId, customerId)
    const wasStopped = recharge?.stopped === 'dispute'
    if (recharge && wasStopped) {
      await putRecharge(tx, accountId, customerId, { ...recharge, ...freshTries })
      await decideRecharge(tx, ctx, accountId, customerId)
    }
    if (released.length === 0 && !wasStopped) return 0
    const after = { buyers: released, recharge: wasStopped, reason }
    const target = { kind: 'customer', id: customerId }
    await audit(tx, ctx, { action: 'customer.dispute_lifted', target, before: null, after })
    return released.length
  })
}
