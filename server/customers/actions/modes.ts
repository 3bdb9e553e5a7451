/** How later sales are billed. Real-Time needs a card: chosen without one it asks for it, and takes effect with it. */
import type { BillingMode } from '../../../contract/api/customers.ts'
import { nameKey } from '../../../contract/names.ts'
import { decideRecharge } from '../../billing/ops/recharge.ts'
import { portalLink, tellUsers } from '../../notifications/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { portalOf } from '../../portals/ops.ts'
import { addCardMail } from '../rules/mails.ts'
import { type Customer, updateCustomer } from '../tables/customers.ts'
import { hasCard, isWanted, readyForRealTime, setWanted } from '../tables/modes.ts'
import { holdPayer, takeUnpaidBills } from './payers.ts'

/** Sets how later sales are billed. What was billed to it stays so, but under None nothing is debited. */
export function setBillingMode(ctx: Ctx, customerId: number, billingMode: BillingMode): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const before = await holdPayer(tx, accountId, customerId)
    const isNew = before.billingMode !== billingMode
    // a removed card leaves the mode as it is
    const waits = isNew && billingMode === 'real_time' && !(await hasCard(tx, accountId, customerId))
    if (waits) return askForCard(ctx, tx, accountId, before)
    await setWanted(tx, accountId, customerId, false)
    if (isNew) await switchMode(ctx, tx, accountId, before, billingMode)
  })
}

/** Once; chosen again, nobody is asked again. */
async function askForCard(ctx: Ctx, tx: Tx, accountId: number, { customerId, billingMode }: Customer): Promise<void> {
  if (await isWanted(tx, accountId, customerId)) return
  await wantRealTime(ctx, tx, accountId, customerId)
  await audit(tx, ctx, {
    accountId,
    action: 'customer.card_asked_for',
    target: { kind: 'customer', id: customerId },
    before: { billingMode },
    after: { billingMode, withCard: 'real_time' },
  })
}

/** Notes that Real-Time takes effect with a card, and asks the customer's owners for one. */
export async function wantRealTime(ctx: Ctx, tx: Tx, accountId: number, customerId: number): Promise<void> {
  await setWanted(tx, accountId, customerId, true)
  const portal = await portalOf(tx, accountId)
  if (!portal) return
  const link = await portalLink({ ...ctx, db: tx }, accountId, '/billing')
  const roles = ['owner'] as const
  await tellUsers(tx, ctx, { accountId, customerId, roles }, addCardMail(portal.company_name, link))
}

async function switchMode(ctx: Ctx, tx: Tx, accountId: number, before: Customer, billingMode: BillingMode) {
  const after = { ...before, billingMode }
  await updateCustomer(tx, accountId, { ...after, companyKey: nameKey(after.company) })
  const newlyBilledClients = await takeUnpaidBills(tx, accountId, after)
  await decideRecharge(tx, ctx, accountId, before.customerId)
  const { status } = before
  await audit(tx, ctx, {
    accountId,
    action: 'customer.billing_mode_set',
    target: { kind: 'customer', id: before.customerId },
    before: { billingMode: before.billingMode, status },
    after: { billingMode, status, newlyBilledClients },
  })
}

const AT_ONCE = 50

/** Lets Real-Time take effect for those whose card has come. @returns for how many */
export async function takeWantedModes(ctx: Ctx): Promise<number> {
  const ready = await readyForRealTime(ctx.db, AT_ONCE)
  for (const { accountId, customerId } of ready) await takeWantedMode(ctx, accountId, customerId)
  return ready.length
}

function takeWantedMode(ctx: Ctx, accountId: number, customerId: number): Promise<void> {
  return ctx.transact(async (tx) => {
    const before = await holdPayer(tx, accountId, customerId)
    // chosen otherwise, or the card removed, since it was looked
    if (!(await isWanted(tx, accountId, customerId)) || !(await hasCard(tx, accountId, customerId))) return
    await setWanted(tx, accountId, customerId, false)
    if (before.billingMode !== 'real_time') await switchMode(ctx, tx, accountId, before, 'real_time')
  })
}
