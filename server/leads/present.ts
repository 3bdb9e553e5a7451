/** Rows → replies. Each side's reply is made field by field: what is not written here does not leave. */
import type { TeamSale, UnknownCall } from '../../contract/api/lead-parts.ts'
import type { CustomerLead, LeadColumn, LeadField, SupplierLead, TeamLead } from '../../contract/api/leads.ts'
import type { Permission } from '../../contract/permissions.ts'
import { outcomeInWords } from '../../contract/reasons.ts'
import type { CampaignSettings } from '../../contract/settings.ts'
import { CODES, statusOf } from '../../contract/verdict.ts'
import { publicNameOf } from '../analytics/ops.ts'
import { leadIdText } from '../platform/ids.ts'
import type { Returnable } from '../returns/ops.ts'
import { actionsOf } from './rules/can.ts'
import { columnsOf, dataOf, fieldsOf, type View } from './rules/view.ts'
import type { AttemptRow, EntryRow } from './tables/attempts.ts'
import type { LeadRow } from './tables/leads.ts'
import type { SaleRow } from './tables/sales.ts'

type Seen<R> = R & { view: View }

/** After so long what is held for a call of unknown end is let go. */
export const UNKNOWN_MS = 72 * 3_600_000

const isInProcess = ({ code }: LeadRow): boolean => code === CODES.in_process
const isSale = ({ outcome }: AttemptRow): boolean => outcome === 'accepted'

/** Of a list's row without `settings`, of a lead's own page with them. */
type TeamRow = Seen<LeadRow> & { attempts: readonly AttemptRow[]; settings?: CampaignSettings }

/** Whoever may not read data sees that a lead is there: id, date, campaign, revenue (spec 1, Billing). */
export function presentTeamLead(row: TeamRow, may: (permission: Permission) => boolean): TeamLead {
  const seen = {
    id: leadIdText(row.leadId),
    at: row.receivedAt.toISOString(),
    campaign: { id: row.campaignId, name: row.campaignName },
    revenue: row.revenue,
    can: actionsOf(row, row.attempts, may, row.settings),
  }
  if (!may('lead.read_data')) return seen
  const sales = row.attempts.filter(isSale)
  const back = sales.filter((sale) => sale.returnedAt !== null)
  const reasons = new Set(back.flatMap(({ returnReason }) => returnReason ?? []))
  return {
    ...seen,
    status: statusOf(row.code),
    code: row.code,
    reason: isInProcess(row) ? null : outcomeInWords(row.code, row.detail),
    test: row.test,
    returned: row.returned,
    returnReason: [...reasons].join(', ') || null,
    inProcess: isInProcess(row),
    unknown: row.attempts.some((attempt) => attempt.outcome === 'unknown'),
    payout: row.payout,
    returnedRevenue: back.reduce((sum, sale) => sum + sale.price, 0),
    returnedPayout: row.returnedPayout,
    supplier: { id: row.supplierId, name: row.supplierName },
    buyers: sales.map(({ buyerId: id, buyerName: name }) => ({ id, name })),
    data: dataOf(row.view, row),
  }
}

/** Calls of unknown end, each with what is held for it and until when. */
export function presentUnknowns(attempts: readonly AttemptRow[]): UnknownCall[] {
  return attempts
    .filter(({ outcome, test }) => outcome === 'unknown' && !test)
    .map(({ attemptId, buyerId, buyerName, reserved, price, at, detail }) => ({
      id: leadIdText(attemptId),
      buyer: { id: buyerId, name: buyerName },
      held: reserved ?? price,
      at: at.toISOString(),
      until: new Date(at.getTime() + UNKNOWN_MS).toISOString(),
      reason: detail,
    }))
}

export function presentCustomerLead(row: Seen<SaleRow>): CustomerLead {
  return {
    id: leadIdText(row.leadId),
    sale: leadIdText(row.attemptId),
    at: row.soldAt.toISOString(),
    campaign: { id: row.campaignId, name: publicNameOf(row) },
    price: row.price,
    test: row.saleTest,
    returned: row.returnedAt !== null,
    data: dataOf(row.view, row),
  }
}

export function presentSupplierLead(row: Seen<LeadRow>): SupplierLead {
  return {
    id: leadIdText(row.leadId),
    at: row.receivedAt.toISOString(),
    campaign: { id: row.campaignId, name: publicNameOf(row) },
    supplier: { id: row.supplierId, name: row.supplierName },
    status: statusOf(row.code),
    code: row.code,
    reason: isInProcess(row) ? null : outcomeInWords(row.code, detailFor(row)),
    test: row.test,
    returned: row.returned,
    inProcess: isInProcess(row),
    revenue: row.payout - row.returnedPayout,
    data: dataOf(row.view, row),
  }
}

/** The answer's own words, unless they begin with the name of a field that is hidden from specs. */
function detailFor({ detail, view }: Seen<LeadRow>): string | null {
  const name = detail === null ? undefined : /^([A-Za-z]\w*):/.exec(detail)?.[1]
  return name === undefined || view.fields.some(({ field }) => field.name === name) ? detail : null
}

/** The columns of a page, from the rows that are on it. */
export function presentColumns(rows: readonly Seen<LeadRow>[]): LeadColumn[] {
  return columnsOf(rows.map((row) => ({ view: row.view, lead: row })))
}

/** The fields of a drawer, without the flags that are the operator's business. */
export function presentFields(view: View, lead: LeadRow): LeadField[] {
  return fieldsOf(view, lead).map(({ name, label, type, value, consent, system }) => ({
    name,
    label,
    type,
    value,
    consent,
    system,
  }))
}

/** What a sale debited, or what its return gave back. */
export const presentEntry = (entry: EntryRow) => ({
  amount: entry.amount,
  balanceBefore: entry.kind === 'sale' ? entry.balanceAfter + entry.amount : entry.balanceAfter - entry.amount,
  balanceAfter: entry.balanceAfter,
  at: entry.bookedAt.toISOString(),
  entry: entry.entry,
})

/** The entry that a sale, or its return, made; null where it made none. */
export function entryOf(entries: readonly EntryRow[], kind: EntryRow['kind'], attemptId: string): EntryRow | null {
  return entries.find((entry) => entry.kind === kind && entry.attemptId === attemptId) ?? null
}

const withCustomer = (entry: EntryRow | null) =>
  entry && { ...presentEntry(entry), customer: { id: entry.walletId, name: entry.company } }

export function presentTeamSale(sale: AttemptRow, entries: readonly EntryRow[]): TeamSale {
  return {
    id: leadIdText(sale.attemptId),
    buyer: { id: sale.buyerId, name: sale.buyerName },
    client: { id: sale.clientId, name: sale.clientName },
    price: sale.price,
    rule: sale.rule === null || sale.rule < 0 ? null : sale.rule + 1,
    at: sale.at.toISOString(),
    test: sale.test,
    returnedAt: sale.returnedAt?.toISOString() ?? null,
    returned: sale.returnedAt && {
      reason: sale.returnReason ?? '',
      note: sale.returnNote,
      by: sale.returnedBy ?? '',
      toSupplier: sale.toSupplier ?? false,
      credit: withCustomer(entryOf(entries, 'return', sale.attemptId)),
    },
    debit: withCustomer(entryOf(entries, 'sale', sale.attemptId)),
  }
}

/** What a return of one sale would move; the buyer's name for who may read it. */
export function presentReturnable(sale: Returnable, attempts: readonly AttemptRow[], withData: boolean) {
  const buyer = attempts.find((attempt) => attempt.attemptId === sale.attemptId)
  return {
    id: leadIdText(sale.attemptId),
    ...(withData && buyer && { buyer: { id: buyer.buyerId, name: buyer.buyerName } }),
    price: sale.price,
    credit: sale.credit,
    toSupplier: sale.toSupplier,
    takenBackUntil: sale.takenBackUntil?.toISOString() ?? null,
  }
}
