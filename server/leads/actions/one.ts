/** One lead for each side: what its drawer shows. What is out of scope is not found. */
import { AppError } from '../../../contract/errors.ts'
import type { SkipReason } from '../../../contract/reasons.ts'
import type { BuyerPart, CampaignSettings } from '../../../contract/settings.ts'
import { type CustomerScope, readAccountBasics, type SupplierScope } from '../../analytics/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { leadIdOf, leadIdText } from '../../platform/ids.ts'
import { readReturnable } from '../../returns/ops.ts'
import { explain } from '../../routing/ops.ts'
import { timelineOf } from '../rules/timeline.ts'
import type { View } from '../rules/view.ts'
import {
  type AttemptRow,
  attemptsOf,
  buyerNames,
  callsOf,
  type EntryRow,
  entriesOf,
  returnReasonOf,
} from '../tables/attempts.ts'
import { type LeadRow, listLeadRows } from '../tables/leads.ts'
import { listSaleRows, type SaleRow } from '../tables/sales.ts'
import { readingOf } from './settings.ts'

const WHOLE = {
  from: null,
  to: null,
  after: null,
  afterSale: null,
  test: 'all',
  returned: 'all',
  // Send to all may sell one lead to many; a customer's buyers are far fewer
  limit: 100,
} as const

/** @throws AppError not_found for what is no id: whether it names something is nobody's business */
function idOf(text: string): string {
  const leadId = leadIdOf(text)
  if (!leadId) throw new AppError('not_found')
  return leadId
}

/** @throws AppError not_found */
export async function oneLead(
  ctx: Ctx,
  accountId: number,
  supplierIds: readonly number[] | null,
  text: string,
): Promise<LeadRow> {
  const everything = { ...WHOLE, buyerId: null, campaignId: null, status: null, code: null, waiting: null }
  const finder = { kind: 'id', leadId: idOf(text) } as const
  const [row] = await listLeadRows(ctx.db, { ...everything, accountId, supplierIds, finder })
  if (!row) throw new AppError('not_found')
  return row
}

/** A lead for the team, with everything that is known of it. */
export async function readTeamLead(ctx: Ctx, accountId: number, text: string) {
  const lead = await oneLead(ctx, accountId, null, text)
  const { db } = ctx
  const [basics, readingFor, attempts, names, calls, returnable] = await Promise.all([
    readAccountBasics(db, accountId),
    readingOf(db, accountId, 'team', [lead]),
    attemptsOf(db, accountId, [lead]),
    buyerNames(db, accountId, lead.campaignId),
    callsOf(db, accountId, lead.leadId),
    readReturnable(db, accountId, lead.leadId, ctx.now()),
  ])
  const attemptIds = attempts.map((attempt) => attempt.attemptId)
  const entries = await entriesOf(db, accountId, attemptIds)
  const { settings, view } = readingFor(lead)
  const timeline = timelineOf({
    lead,
    settings,
    currency: basics.currency,
    attempts: attempts.map((attempt) => ({ ...attempt, buyer: { id: attempt.buyerId, name: attempt.buyerName } })),
    entries,
    calls,
    skipped: skipped(settings, lead, attempts, names),
    duplicateOf: lead.duplicateOf && leadIdText(lead.duplicateOf),
  })
  return { ...basics, lead, settings, view, attempts, entries, timeline, returnable }
}

/** Each buyer that was not called, with the one rule that stood against it. */
function skipped(
  settings: CampaignSettings,
  lead: LeadRow,
  attempts: readonly AttemptRow[],
  names: Map<number, string>,
): { buyer: { id: number; name: string }; reason: SkipReason }[] {
  const called = new Set(attempts.map((attempt) => attempt.buyerId))
  const sold = attempts.filter((attempt) => attempt.outcome === 'accepted').map((attempt) => attempt.buyerId)
  const { data: values, subIds, receivedAt: at, supplierId, code, why: moving } = lead
  return explain(settings, { values, subIds, at, supplierId, code, moving, soldTo: sold })
    .filter(({ buyerId }) => !called.has(buyerId))
    .map(({ buyerId, reason }) => ({ buyer: { id: buyerId, name: names.get(buyerId) ?? `Buyer ${buyerId}` }, reason }))
}

type DeliveryKind = BuyerPart['delivery']['kind']

export interface CustomersLead {
  zone: string
  currency: string
  sales: [SaleRow, ...SaleRow[]]
  entries: EntryRow[]
  view: View
  /** How a sale of it reached the buyer. */
  deliveryOf: (sale: SaleRow) => DeliveryKind
}

/** A lead that the customer's buyers bought: their sales of it and no others. */
export async function readCustomerLead(
  ctx: Ctx,
  scope: CustomerScope,
  options: { text: string; withWallet: boolean },
): Promise<CustomersLead> {
  const { accountId, buyers, customerId } = scope
  const finder = { kind: 'id', leadId: idOf(options.text) } as const
  const [first, ...more] = await listSaleRows(ctx.db, { ...WHOLE, accountId, buyers, finder })
  if (!first) throw new AppError('not_found')
  // a Client shared with another customer is paid from that one's wallet: not this one's business
  const own = [first, ...more].filter((sale) => sale.walletId === customerId).map((sale) => sale.attemptId)
  const [basics, readingFor, entries] = await Promise.all([
    readAccountBasics(ctx.db, accountId),
    readingOf(ctx.db, accountId, 'customer', [first]),
    options.withWallet ? entriesOf(ctx.db, accountId, own) : [],
  ])
  const { settings, view } = readingFor(first)
  const deliveryOf = ({ buyerId }: SaleRow) => settings.buyers.get(buyerId)?.delivery.kind ?? 'store'
  return { ...basics, sales: [first, ...more], entries, view, deliveryOf }
}

/** A lead that a supplier in scope posted. */
export async function readSupplierLead(ctx: Ctx, scope: SupplierScope, text: string) {
  const suppliers = scope.suppliers.map((one) => one.supplierId)
  const lead = await oneLead(ctx, scope.accountId, suppliers, text)
  const [basics, readingFor, returnReason] = await Promise.all([
    readAccountBasics(ctx.db, scope.accountId),
    readingOf(ctx.db, scope.accountId, 'supplier', [lead]),
    lead.returned ? returnReasonOf(ctx.db, scope.accountId, lead) : null,
  ])
  return { ...basics, lead, view: readingFor(lead).view, returnReason }
}
