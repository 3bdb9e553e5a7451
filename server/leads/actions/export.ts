/** Leads as rows of a file: the same lists as on the pages, and of each only what its side may see. */
import type { ExportWish } from '../../../contract/api/exports.ts'
import { exportLeads, exportOwnLeads } from '../../../contract/api/exports.ts'
import type { LeadColumn } from '../../../contract/api/leads.ts'
import { asCents, decimalText } from '../../../contract/money.ts'
import { outcomeInWords } from '../../../contract/reasons.ts'
import { CODES, statusOf } from '../../../contract/verdict.ts'
import { customerScope, publicNameOf, readAccountBasics } from '../../analytics/ops.ts'
import { type Cells, type Column, createExport, type ExportSource, exportJob } from '../../exports/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { leadIdText } from '../../platform/ids.ts'
import { columnsOf, dataOf, type View, type Viewed } from '../rules/view.ts'
import type { AttemptRow } from '../tables/attempts.ts'
import type { LeadRow } from '../tables/leads.ts'
import type { SaleRow } from '../tables/sales.ts'
import { type Listed, listCustomerSales, listTeamLeads } from './lists.ts'

/** Read at once: what a page reads, some times over. */
const AT_ONCE = 1_000

const yesNo = (value: boolean): string => (value ? 'Yes' : 'No')
const money = (amount: number, currency: string) => ({ number: decimalText(asCents(amount), currency) })

/** The fields of a lead, as cells of columns of their own. */
const fieldCells = (view: View, lead: Viewed): [string, Cells[string]][] =>
  Object.entries(dataOf(view, lead)).map(([name, value]) => [
    `field ${name}`,
    typeof value === 'number' ? { number: String(value) } : typeof value === 'boolean' ? yesNo(value) : value,
  ])

type TeamRow = LeadRow & { view: View; attempts: readonly AttemptRow[] }

function teamCells(row: TeamRow, currency: string): Cells {
  const sales = row.attempts.filter(({ outcome }) => outcome === 'accepted')
  const back = sales.filter(({ returnedAt }) => returnedAt !== null)
  return {
    id: leadIdText(row.leadId),
    at: { instant: row.receivedAt },
    campaign: row.campaignName,
    supplier: row.supplierName,
    status: row.code === CODES.in_process ? 'in process' : statusOf(row.code),
    reason: row.code === CODES.in_process ? null : outcomeInWords(row.code, row.detail),
    buyers: sales.map(({ buyerName }) => buyerName).join(', '),
    revenue: money(row.revenue, currency),
    payout: money(row.payout, currency),
    currency,
    test: yesNo(row.test),
    returned: yesNo(row.returned),
    returnReason: [...new Set(back.flatMap(({ returnReason }) => returnReason ?? []))].join(', '),
    ...Object.fromEntries(fieldCells(row.view, row)),
  }
}

const customerCells = (row: SaleRow & { view: View }, currency: string): Cells => ({
  id: leadIdText(row.leadId),
  at: { instant: row.soldAt },
  campaign: publicNameOf(row),
  price: money(row.price, currency),
  currency,
  test: yesNo(row.saleTest),
  returned: yesNo(row.returnedAt !== null),
  returnReason: row.returnReason,
  ...Object.fromEntries(fieldCells(row.view, row)),
})

const heads = (columns: Record<string, string>): Column[] =>
  Object.entries(columns).map(([name, head]) => ({ name, head }))

const CUSTOMER_COLUMNS = {
  id: 'Lead ID',
  at: 'Bought',
  campaign: 'Campaign',
  price: 'Price',
  currency: 'Currency',
  test: 'Test',
  returned: 'Returned',
  returnReason: 'Return reason',
}
const TEAM_COLUMNS = {
  id: 'Lead ID',
  at: 'Received',
  campaign: 'Campaign',
  supplier: 'Supplier',
  status: 'Status',
  reason: 'Reason',
  buyers: 'Buyers',
  revenue: 'Revenue',
  payout: 'Payout',
  currency: 'Currency',
  test: 'Test',
  returned: 'Returned',
  returnReason: 'Return reason',
}

/** Two fields of one label are told apart by their names. */
function fieldColumns(found: ReadonlyMap<string, LeadColumn>): Column[] {
  const labels = Map.groupBy(found.values(), ({ label }) => label)
  return [...found.values()].map(({ name, label }) => ({
    name: `field ${name}`,
    head: (labels.get(label)?.length ?? 0) > 1 ? `${label} (${name})` : label,
  }))
}

/** Page after page of a list, as rows; its columns are those of the rows there were. */
function sourceOf<R extends LeadRow>(
  zone: string,
  own: Record<string, string>,
  cellsOf: (row: R & { view: View }, currency: string) => Cells,
  page: (cursor: string | undefined) => Promise<Listed<R>>,
): ExportSource {
  const found = new Map<string, LeadColumn>()
  async function* rows(): AsyncGenerator<Cells[]> {
    let cursor: string | undefined
    do {
      const listed = await page(cursor)
      const seen = columnsOf(listed.rows.map((row) => ({ view: row.view, lead: row })))
      for (const column of seen) if (!found.has(column.name)) found.set(column.name, column)
      yield listed.rows.map((row) => cellsOf(row, listed.currency))
      cursor = listed.next ?? undefined
    } while (cursor !== undefined)
  }
  return { zone, rows: rows(), columns: () => [...heads(own), ...fieldColumns(found)] }
}

/** Chosen by the list's own filters; mappings and what is hidden are as they are when the file is made. */
export const leadExport = exportJob({
  name: 'exports.leads',
  allow: { team: 'lead.export', customer: 'portal.lead.export' },
  open: async (ctx, accountId, { customerId, asked }) => {
    const { zone } = await readAccountBasics(ctx.db, accountId)
    if (customerId === null) {
      const query = exportLeads.body.shape.leads.parse(asked)
      return sourceOf(query.zone ?? zone, TEAM_COLUMNS, teamCells, (cursor) =>
        listTeamLeads(ctx, accountId, { ...query, cursor, limit: AT_ONCE }),
      )
    }
    const query = exportOwnLeads.body.shape.leads.parse(asked)
    const scope = await customerScope(ctx.db, accountId, customerId)
    return sourceOf(query.zone ?? zone, CUSTOMER_COLUMNS, customerCells, (cursor) =>
      listCustomerSales(ctx, scope, { ...query, cursor, limit: AT_ONCE }),
    )
  },
})

/** Begins a file of what the asker's own list shows. */
export function askForLeads(ctx: Ctx, { leads, ...wish }: ExportWish & { leads: unknown }): Promise<string> {
  return ctx.transact((tx) => createExport(ctx, tx, leadExport, { wish, asked: leads }))
}
