/** Receipts and news about cards, as rows of the commit they tell about. */
import { readWallet } from '../../ledger/ops.ts'
import { consoleLink, portalLink, tellBilling, tellStaff, tellUsers } from '../../notifications/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { portalOf } from '../../portals/ops.ts'
import type { Charge } from '../rules/charges.ts'
import { cardRemovedMail, cardRemovedNotice, receiptMail } from '../rules/mails.ts'
import type { StoredCard } from '../tables/cards.ts'
import { accountZone, payerOf } from '../tables/terms.ts'

/** To the billing address, once: it is told by whoever decides the charge. */
export async function mailReceipt(ctx: Ctx, tx: Tx, charge: Charge): Promise<void> {
  const { accountId, customerId } = charge
  const portal = await portalOf(tx, accountId)
  if (!portal) return
  const { balance } = await readWallet(tx, accountId, customerId)
  const zone = await accountZone(tx, accountId)
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: zone }).format(ctx.now())
  const link = await portalLink({ ...ctx, db: tx }, accountId, '/billing')
  const letter = receiptMail({ charge, portal: portal.company_name, balance, day, link })
  await tellBilling(tx, ctx, { accountId, customerId }, letter)
}

interface Removed {
  accountId: number
  customerId: number
  card: StoredCard
  by: string | null
}

export async function mailCardRemoved(ctx: Ctx, tx: Tx, { accountId, customerId, card, by }: Removed): Promise<void> {
  if (!(await portalOf(tx, accountId))) return
  const payer = await payerOf(tx, accountId, customerId)
  const link = await portalLink({ ...ctx, db: tx }, accountId, '/billing')
  const roles = ['owner'] as const
  await tellUsers(tx, ctx, { accountId, customerId, roles }, cardRemovedMail({ card, by, link }))
  const page = consoleLink(ctx.config, accountId, `/customers/${customerId}`)
  await tellStaff(tx, ctx, accountId, cardRemovedNotice({ company: payer?.company ?? '', card, by, link: page }))
}
