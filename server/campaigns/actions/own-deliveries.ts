/** What a customer sees of its deliveries, and a made-up lead that it has sent to itself. */
import { z } from 'zod'
import type { OwnDelivery, sendSampleLead as sendEndpoint } from '../../../contract/api/own-deliveries.ts'
import { originOf } from '../../../contract/calls.ts'
import type { DirectPost, EmailDelivery } from '../../../contract/delivery.ts'
import type { Given } from '../../../contract/endpoint.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents } from '../../../contract/money.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { customerScope, publicNameOf, readAccountBasics } from '../../analytics/ops.ts'
import { openTrials, writeMail } from '../../delivery/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { leadIdText, newId } from '../../platform/ids.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { countSample } from '../../platform/throttle.ts'
import { currentSettings } from '../ops.ts'
import { sampleLead } from '../rules/samples.ts'
import { type DeliveryRow, type LeavingDelivery, leavingDeliveries } from '../tables/deliveries.ts'

const Key = z.tuple([z.number().int()])
const DEADLINE_MS = 60_000

/** Of an address to call its host alone: what stands behind it may be a secret. */
function whereTo(delivery: LeavingDelivery): string {
  if (delivery.kind === 'email') return delivery.to.join(', ')
  const origin = originOf(delivery.call.url)
  return origin === undefined ? '' : new URL(origin).host
}

const presented = (row: DeliveryRow): OwnDelivery => ({
  id: row.buyerId,
  campaign: { id: row.campaignId, name: publicNameOf(row) },
  kind: row.delivery.kind,
  to: whereTo(row.delivery),
})

async function ownRows(ctx: Ctx, after: number, limit: number): Promise<DeliveryRow[]> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const { buyers } = await customerScope(ctx.db, accountId, customerId)
  const buyerIds = buyers.map(({ buyerId }) => buyerId)
  return leavingDeliveries(ctx.db, accountId, { buyerIds, after, limit })
}

/** The deliveries of the customer's buyers that leave, by the buyer's id. */
export async function readOwnDeliveries(ctx: Ctx, { cursor, limit }: PageQuery): Promise<Page<OwnDelivery>> {
  const rows = await ownRows(ctx, readCursor(Key, cursor)?.[0] ?? 0, limit + 1)
  const { items, next } = toPage(rows, limit, ({ buyerId }) => [buyerId])
  return { items: items.map(presented), next }
}

type Sent = Given<typeof sendEndpoint>

/**
 * Sends a made-up lead as a buyer of the customer gets real ones. What went over the wire is not told: the operator's
 * template may hold fields that the customer does not see.
 * @throws AppError not_found, too_many_requests
 */
export async function sendSampleLead(ctx: Ctx, buyerId: number): Promise<Sent> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const [row] = await ownRows(ctx, buyerId - 1, 1)
  if (row?.buyerId !== buyerId) throw new AppError('not_found')
  await countSample(ctx, `${accountId} ${customerId}`)
  const [settings, account] = await Promise.all([
    currentSettings(ctx.db, accountId, row.campaignId),
    readAccountBasics(ctx.db, accountId),
  ])
  const part = settings.buyers.get(buyerId)
  if (!part || part.delivery.kind === 'store') throw new AppError('not_found')
  const at = ctx.now()
  const { fields } = settings.campaign
  const campaign = { id: row.campaignId, name: row.campaignName }
  const order = {
    fields,
    lead: sampleLead(fields, { id: leadIdText(newId(at)), at, campaign }),
    test: true,
    deliveryId: newId(at),
    price: asCents(part.price),
    currency: account.currency,
  }
  const { delivery } = part
  return delivery.kind === 'email'
    ? mailSample(ctx, row, account.name, { ...order, delivery })
    : postSample(ctx, row, { ...order, delivery })
}

type Order = Omit<Parameters<typeof writeMail>[0], 'delivery'>

async function mailSample(
  ctx: Ctx,
  row: DeliveryRow,
  fromName: string,
  order: Order & { delivery: EmailDelivery },
): Promise<Sent> {
  const { accountId } = actorOf(ctx, 'customer')
  const mail = writeMail(order)
  await ctx.transact(async (tx) => {
    await noteSent(tx, ctx, row)
    for (const to of order.delivery.to)
      await sendMail(tx, ctx, { kind: 'lead.delivery_test', to, ...mail, accountId, fromName })
  })
  return { outcome: 'mailed', reason: null, status: null, to: whereTo(order.delivery) }
}

async function postSample(ctx: Ctx, row: DeliveryRow, order: Order & { delivery: DirectPost }): Promise<Sent> {
  const { accountId } = actorOf(ctx, 'customer')
  await ctx.transact((tx) => noteSent(tx, ctx, row))
  const result = await openTrials(ctx).deliver({ ...order, accountId, deadlineMs: DEADLINE_MS })
  const { status } = result.transcript
  // without an answer the reason is ours, and may speak of the template
  const reason = result.outcome === 'accepted' || status === null ? null : result.reason
  return { outcome: result.outcome, reason, status, to: whereTo(order.delivery) }
}

/** A real call of somebody's system: who made it is kept, before it is made. */
async function noteSent(tx: Tx, ctx: Ctx, row: DeliveryRow): Promise<void> {
  const target = { kind: 'customer', id: actorOf(ctx, 'customer').customerId }
  await audit(tx, ctx, { action: 'test_lead.sent', target, after: { buyer: row.buyerId, to: whereTo(row.delivery) } })
}
