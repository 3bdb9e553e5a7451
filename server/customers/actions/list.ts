/** The table of customers, in pages and as a file. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { CustomerChoice, CustomerQuery } from '../../../contract/api/customers.ts'
import { nameKey } from '../../../contract/names.ts'
import { accountZone } from '../../people/ops.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { csvHead, csvRow } from '../rules/csv.ts'
import { type CustomerFilter, type CustomerInList, listCustomers as listRows, type SortedBy } from '../tables/list.ts'
import { listMappings as listAll, type MappingInList } from '../tables/mappings.ts'

const TextKey = z.tuple([z.string(), z.int32()])
const BalanceKey = z.tuple([z.number().int(), z.int32()])

const SORTED_BY: readonly SortedBy[] = ['company', 'name', 'balance']

type Asked = Omit<CustomerFilter, 'after' | 'limit'>

async function filterOf(ctx: Ctx, choice: CustomerChoice): Promise<Asked> {
  const { search, status, billingMode, card, mapping, sort } = choice
  const zone = await accountZone(ctx.db, accountOf(ctx))
  const here = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime()).toZonedDateTimeISO(zone)
  return {
    search: nameKey(search),
    status,
    billingMode,
    card,
    mapping,
    by: SORTED_BY.find((by) => sort.endsWith(by)) ?? 'company',
    descending: sort.startsWith('-'),
    month: here.year * 12 + here.month,
  }
}

const keyOf = ({ by }: Asked, row: CustomerInList) => {
  const key = { company: row.companyKey, name: row.nameKey, balance: row.balance }[by]
  return [key, row.customerId] as const
}

export async function listCustomers(ctx: Ctx, query: CustomerQuery): Promise<Page<CustomerInList>> {
  const filter = await filterOf(ctx, query)
  const after = filter.by === 'balance' ? readCursor(BalanceKey, query.cursor) : readCursor(TextKey, query.cursor)
  const rows = await listRows(ctx.db, accountOf(ctx), { ...filter, after, limit: query.limit + 1 })
  return toPage(rows, query.limit, (row) => keyOf(filter, row))
}

/** Read at once while a file is written. */
const AT_ONCE = 500

async function* lines(ctx: Ctx, filter: Asked): AsyncGenerator<string> {
  yield csvHead
  let after: CustomerFilter['after']
  while (true) {
    const rows = await listRows(ctx.db, accountOf(ctx), { ...filter, after, limit: AT_ONCE })
    for (const row of rows) yield csvRow(row)
    const last = rows.at(-1)
    if (rows.length < AT_ONCE || !last) return
    after = keyOf(filter, last)
  }
}

/** All of what is filtered. Who took it out of the account is in its audit log. */
export async function customersFile(ctx: Ctx, choice: CustomerChoice): Promise<Readable> {
  const filter = await filterOf(ctx, choice)
  const { search, status, billingMode, card, mapping } = choice
  const after = { search, status, billingMode, card, mapping }
  const target = { kind: 'account', id: accountOf(ctx) }
  await ctx.transact((tx) => audit(tx, ctx, { action: 'customers.exported', target, after }))
  return Readable.from(lines(ctx, filter))
}

const MappingKey = z.tuple([z.string(), z.int32(), z.int32()])

/** All customers and the Clients they are mapped to, by Client. */
export async function listMappings(
  ctx: Ctx,
  query: { search: string; billed?: 'yes' | 'no' | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<MappingInList>> {
  const rows = await listAll(ctx.db, accountOf(ctx), {
    search: nameKey(query.search),
    billed: query.billed && query.billed === 'yes',
    after: readCursor(MappingKey, query.cursor),
    limit: query.limit + 1,
  })
  return toPage(rows, query.limit, (row) => [row.clientKey, row.clientId, row.customerId])
}
