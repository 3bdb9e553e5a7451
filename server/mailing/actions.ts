/** Hands sales by e-mail to the mail outbox: written under their own settings version, once, in one transaction. */
import { asCents } from '../../contract/money.ts'
import type { CampaignSettings } from '../../contract/settings.ts'
import { readSettings } from '../campaigns/ops.ts'
import { type StoredLead, storedLeads, writeMail } from '../delivery/ops.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Tx } from '../platform/db.ts'
import { sendMail } from '../platform/mail/outbox.ts'
import { claimWaiting, type MailDeliveryRow, markHanded, senderOf } from './tables.ts'

/** In one transaction: few enough that it is short. */
const AT_ONCE = 50

interface Sender {
  accountId: number
  name: string
  currency: string
}

/** Hands over what waits of one account, up to a limit; resolves with how many were looked at. */
export async function handOver(ctx: Ctx, accountId: number): Promise<number> {
  return ctx.transact(async (tx) => {
    const rows = await claimWaiting(tx, accountId, AT_ONCE)
    if (rows.length === 0) return 0
    const sender = { accountId, ...(await senderOf(tx, accountId)) }
    const leads = await storedLeads(tx, accountId, [...new Set(rows.map((row) => row.lead_id))])
    const versions = new Map<string, CampaignSettings>()
    const outcome: Record<'handed' | 'failed', string[]> = { handed: [], failed: [] }
    for (const row of rows) {
      const lead = leads.get(row.lead_id)
      const isHanded = lead !== undefined && (await handOne(ctx, tx, { sender, row, lead, versions }))
      outcome[isHanded ? 'handed' : 'failed'].push(row.delivery_id)
    }
    await markHanded(tx, accountId, outcome.handed, 'handed', ctx.now())
    await markHanded(tx, accountId, outcome.failed, 'failed', ctx.now())
    if (outcome.failed.length > 0)
      ctx.log.warn({ accountId, mails: outcome.failed.length }, 'mails could not be written')
    return rows.length
  })
}

interface Handing {
  sender: Sender
  row: MailDeliveryRow
  lead: StoredLead
  versions: Map<string, CampaignSettings>
}

/** False for a lead whose mail cannot be written: it is kept as failed, and can be sent again. */
async function handOne(ctx: Ctx, tx: Tx, { sender, row, lead, versions }: Handing): Promise<boolean> {
  const { accountId, name, currency } = sender
  const settings = await settingsOf(tx, accountId, row.campaign_id, row.version, versions)
  // the values are in the order of the version the lead was read by
  const read = await settingsOf(tx, accountId, row.campaign_id, lead.version, versions)
  const delivery = settings.buyers.get(row.buyer_id)?.delivery
  if (delivery?.kind !== 'email') return false
  const mail = writtenOrNot(ctx, {
    delivery,
    fields: read.campaign.fields,
    lead: lead.seen,
    test: row.test,
    deliveryId: row.delivery_id,
    price: asCents(row.price),
    currency,
  })
  if (!mail) return false
  for (const to of delivery.to) {
    await sendMail(tx, ctx, { kind: 'lead.delivery', to, ...mail, accountId, fromName: name })
  }
  return true
}

function writtenOrNot(ctx: Ctx, order: Parameters<typeof writeMail>[0]): ReturnType<typeof writeMail> | undefined {
  try {
    return writeMail(order)
  } catch (error) {
    ctx.log.warn({ err: error, delivery: order.deliveryId }, 'a mail could not be written')
    return undefined
  }
}

async function settingsOf(
  tx: Tx,
  accountId: number,
  campaignId: number,
  version: number,
  known: Map<string, CampaignSettings>,
): Promise<CampaignSettings> {
  const key = `${campaignId} ${version}`
  const settings = known.get(key) ?? (await readSettings(tx, accountId, campaignId, version))
  known.set(key, settings)
  return settings
}
