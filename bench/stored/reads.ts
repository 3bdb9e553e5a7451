/** What pages read, on the product's own functions: a page of leads at any depth, a search, a customer's sales. */

import { type LeadFilter, listLeadRows } from '../../server/leads/tables/leads.ts'
import { listSaleRows } from '../../server/leads/tables/sales.ts'
import type { Db } from '../../server/platform/db.ts'
import { firstIdOf, instantOf } from '../../server/platform/ids.ts'
import type { Figure } from '../bench.ts'
import type { Market } from '../ingest/world.ts'
import { percentile } from '../statistics.ts'

const PAGE = 51
const TIMES = 40

interface Known {
  leadId: string
  phone: bigint
  email: bigint
}

/** Leads here and there, from the newest to the oldest. */
async function sampleLeads(db: Db, accountId: number): Promise<Known[]> {
  const [first, last] = [await endOf(db, accountId, 'asc'), await endOf(db, accountId, 'desc')]
  const known: Known[] = []
  for (let nth = 0; nth < TIMES; nth++) {
    const at = new Date(last - ((last - first) * nth) / (TIMES + 1))
    const row = await db
      .selectFrom('leads')
      .select([
        'lead_id',
        (q) => q.cast<string>('phone_hash', 'text').as('phone'),
        (q) => q.cast<string>('email_hash', 'text').as('email'),
      ])
      .where('account_id', '=', accountId)
      .where('lead_id', '<', firstIdOf(at))
      .orderBy('lead_id', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (row) known.push({ leadId: row.lead_id, phone: BigInt(row.phone), email: BigInt(row.email) })
  }
  return known
}

/** When the oldest or the newest lead came; by ids, which are in time's order, since nothing finds a time by itself. */
async function endOf(db: Db, accountId: number, order: 'asc' | 'desc'): Promise<number> {
  const row = await db
    .selectFrom('leads')
    .select('lead_id')
    .where('account_id', '=', accountId)
    .orderBy('lead_id', order)
    .limit(1)
    .executeTakeFirstOrThrow()
  return instantOf(row.lead_id).getTime()
}

export async function measureReads(db: Db, { accountId, suppliers }: Market): Promise<Figure[]> {
  const known = await sampleLeads(db, accountId)
  const all: LeadFilter = {
    ...{
      accountId,
      supplierIds: null,
      buyerId: null,
      campaignId: null,
      status: null,
      test: 'all',
      returned: 'all',
      code: null,
      waiting: null,
    },
    ...{ finder: null, from: null, to: null, after: null, afterSale: null, limit: PAGE },
  }
  const supplierIds = suppliers.map((supplier) => supplier.id)
  const [buyerId] = [accountId + 1]
  const buyers = [{ buyerId, visibleFrom: null }]
  const ways: Record<string, (lead: Known) => Promise<unknown[]>> = {
    'page of all leads, any depth': ({ leadId }) => listLeadRows(db, { ...all, after: leadId }),
    "page of a campaign's suppliers, any depth": ({ leadId }) =>
      listLeadRows(db, { ...all, supplierIds, after: leadId }),
    "page of one buyer's leads, any depth": ({ leadId }) => listLeadRows(db, { ...all, buyerId, after: leadId }),
    "page of a customer's sales, any depth": ({ leadId }) => listSaleRows(db, { ...all, buyers, after: leadId }),
    'search by id': ({ leadId }) => listLeadRows(db, { ...all, finder: { kind: 'id', leadId } }),
    'search by phone': ({ phone }) => listLeadRows(db, { ...all, finder: { kind: 'phone', hash: phone, value: '' } }),
    'search by e-mail': ({ email }) => listLeadRows(db, { ...all, finder: { kind: 'email', hash: email, value: '' } }),
  }
  const figures: Figure[] = []
  for (const [name, read] of Object.entries(ways)) {
    const measured = await timeOf(known, read)
    figures.push({ name: `${name}, 95th of 100`, measured, unit: 'ms', atLeast: 10, aim: 3, better: 'less' })
  }
  return figures
}

async function timeOf(known: readonly Known[], read: (lead: Known) => Promise<unknown[]>): Promise<number> {
  const times: number[] = []
  for (const lead of [...known, ...known]) {
    const began = performance.now()
    const rows = await read(lead)
    times.push(performance.now() - began)
    if (rows.length === 0 && lead !== known.at(-1)) throw new Error('nothing was found')
  }
  // the first walk brings the pages in
  return percentile(
    times.slice(known.length).sort((a, b) => a - b),
    0.95,
  )
}
