/** Files to be brought in, and the whole way of one, for an account at work. */
import { sql } from 'kysely'
import { Mapping } from '../../contract/api/imports.ts'
import { readDetails, readFaults } from '../../server/imports/actions/read.ts'
import { checkImport, createImport, readFile, runImport, uploadPart } from '../../server/imports/actions/steps.ts'
import { work } from '../../server/imports/actions/work.ts'
import type { Platform } from '../../server/platform/ctx.ts'
import { checks } from '../../server/registry.ts'
import { systemCtx } from '../harness/platform.ts'
import { unique } from './account.ts'
import type { Business } from './business.ts'

const PAGE = { limit: 100 } as const
const on = new AbortController().signal
const HEADS = 'Lead ID,Date,Status,Supplier,Buyer,Sell price,Cost,Returned,first_name,phone,email,state'
let nth = 0

export type Importer = ReturnType<typeof importerOf>

export function importerOf(platform: Platform, business: Business) {
  const { ctx } = business
  /** A good row of an accepted lead; cells can be replaced by name. */
  function aRow(cells: Partial<Record<string, string>> = {}): string {
    const id = `old-${++nth}-${unique()}`
    const number = String(2_000_000 + nth)
    const good: Record<string, string> = {
      'Lead ID': id,
      Date: '2026-11-10T10:15:00',
      Status: 'ACCEPTED',
      Supplier: `${business.word} supplier`,
      Buyer: String(business.patrons[0].buyerId),
      'Sell price': '46.50',
      Cost: '11.00',
      Returned: 'no',
      first_name: 'Grace',
      phone: `(530) 2${number.slice(1, 3)}-${number.slice(3)}`,
      email: `${id}@example.com`,
      state: 'CA',
    }
    return HEADS.split(',')
      .map((name) => cells[name] ?? good[name])
      .join(',')
  }

  async function uploaded(text: string, kind: 'leads' | 'returns' = 'leads', by = ctx): Promise<string> {
    const campaign = kind === 'leads' ? business.campaignId : null
    const id = await createImport(by, { kind, fileName: 'old leads.csv', campaign })
    const half = Math.ceil(text.length / 2)
    await uploadPart(by, id, { part: 0, text: text.slice(0, half) })
    if (text.length > 1) await uploadPart(by, id, { part: 1, text: text.slice(half) })
    await readFile(by, id)
    return id
  }

  const stateOf = async (id: string) => (await readDetails(ctx, id)).one
  const mappingOf = async (id: string) => Mapping.parse((await stateOf(id)).mapping)

  async function worked(id: string): Promise<void> {
    const turn = { accountId: business.accountId, importId: id }
    while (await work(systemCtx(platform), turn, on));
  }

  async function checked(id: string, more: Partial<Mapping> = {}): Promise<void> {
    await checkImport(ctx, id, { ...(await mappingOf(id)), ...more })
    await worked(id)
  }

  async function imported(
    text: string,
    kind: 'leads' | 'returns' = 'leads',
    more: Partial<Mapping> = {},
  ): Promise<string> {
    const id = await uploaded(text, kind)
    await checked(id, more)
    await runImport(ctx, id)
    await worked(id)
    return id
  }

  const faultsOf = async (id: string) => (await readFaults(ctx, id, PAGE)).items
  const file = (...rows: string[]) => [HEADS, ...rows].join('\n')

  async function leadsOf(ids: readonly string[]) {
    const { rows } = await sql<{
      reference: string
      code: number
      revenue: number
      payout: number
      returned: boolean
      at: Date
    }>`
      select r.reference, l.code, l.revenue, l.payout, l.returned, l.received_at as at
      from lead_references r join leads l on l.account_id = r.account_id and l.lead_id = r.lead_id
      where r.account_id = ${business.accountId} and r.reference = any (${ids}::text[])`.execute(platform.db)
    return new Map(rows.map((row) => [row.reference, row]))
  }

  /** Sentences that do not hold of the account's data. */
  async function unsound(): Promise<string[]> {
    const broken: string[] = []
    for (const { name, sql: sentence } of checks) {
      const { rows } = await platform.pool.query<{ account_id: number }>(sentence)
      if (rows.some((row) => row.account_id === business.accountId)) broken.push(name)
    }
    return broken
  }
  return { aRow, uploaded, stateOf, mappingOf, worked, checked, imported, faultsOf, file, leadsOf, unsound }
}
