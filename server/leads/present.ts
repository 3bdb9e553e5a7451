/** Rows → replies. Each side's reply is made field by field: what is not written here does not leave. */
import type { CustomerLead, LeadColumn, LeadField, SupplierLead, TeamLead, TeamSale } from '../../contract/api/leads.ts'
import { outcomeInWords } from '../../contract/reasons.ts'
import { statusOf } from '../../contract/verdict.ts'
import { publicNameOf } from '../analytics/ops.ts'
import { leadIdText } from '../platform/ids.ts'
import { columnsOf, dataOf, fieldsOf, type View } from './rules/view.ts'
import type { LeadRow } from './tables/leads.ts'
import type { AttemptRow, DebitRow, SaleRow } from './tables/sales.ts'

type Seen<R> = R & { view: View }

/** Whoever may not read data sees that a lead is there: id, date, campaign, revenue (spec 1, Billing). */
export function presentTeamLead(row: Seen<LeadRow> & { buyers: TeamLead['buyers'] }, withData: boolean): TeamLead {
  const seen = {
    id: leadIdText(row.leadId),
    at: row.receivedAt.toISOString(),
    campaign: { id: row.campaignId, name: row.campaignName },
    revenue: row.revenue,
  }
  if (!withData) return seen
  return {
    ...seen,
    status: statusOf(row.code),
    code: row.code,
    reason: outcomeInWords(row.code, row.detail),
    test: row.test,
    returned: row.returned,
    payout: row.payout,
    supplier: { id: row.supplierId, name: row.supplierName },
    buyers: row.buyers,
    data: dataOf(row.view, row),
  }
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
    reason: outcomeInWords(row.code, detailFor(row)),
    test: row.test,
    returned: row.returned,
    revenue: row.payout,
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

export const presentDebit = (debit: DebitRow) => ({
  amount: debit.amount,
  balanceBefore: debit.balanceAfter + debit.amount,
  balanceAfter: debit.balanceAfter,
  at: debit.bookedAt.toISOString(),
  entry: debit.entry,
})

export function presentTeamSale(sale: AttemptRow, debits: readonly DebitRow[]): TeamSale {
  const debit = debits.find((one) => one.attemptId === sale.attemptId)
  return {
    id: leadIdText(sale.attemptId),
    buyer: { id: sale.buyerId, name: sale.buyerName },
    client: { id: sale.clientId, name: sale.clientName },
    price: sale.price,
    rule: sale.rule === null || sale.rule < 0 ? null : sale.rule + 1,
    at: sale.at.toISOString(),
    test: sale.test,
    returnedAt: sale.returnedAt?.toISOString() ?? null,
    debit: debit ? { ...presentDebit(debit), customer: { id: debit.walletId, name: debit.company } } : null,
  }
}
