import { z } from 'zod'
import type { ClientQuery } from '../../contract/api/clients.ts'
import { AppError } from '../../contract/errors.ts'
import { nameKey } from '../../contract/names.ts'
import {
  type FigureFrame,
  figureFrame,
  lastDays,
  readAccountBasics,
  type Span,
  sumsOfBuyers,
  sumsOfSuppliers,
} from '../analytics/ops.ts'
import { audit } from '../platform/audit.ts'
import { actorOf, type Ctx } from '../platform/ctx.ts'
import { constraintOf } from '../platform/db.ts'
import { drawOutwardId } from '../platform/outward.ts'
import { type Page, readCursor, toPage } from '../platform/page.ts'
import { type Bought, boughtBy, type Supplied, suppliedBy } from './rules.ts'
import * as tables from './tables.ts'

/** Makes a Client. @throws AppError already_exists when the account has one of that name, whatever its case */
export function createClient(ctx: Ctx, name: string): Promise<tables.ClientRow> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const client = { client_id: await drawOutwardId(tx, 'client'), name, created_at: ctx.now() }
    await refusingTakenName(tables.insertClient(tx, accountId, { ...client, name_key: nameKey(name) }))
    const target = { kind: 'client', id: client.client_id }
    await audit(tx, ctx, { action: 'client.created', target, before: null, after: { name } })
    return client
  })
}

/** @throws AppError not_found, already_exists */
export function renameClient(ctx: Ctx, clientId: number, name: string): Promise<tables.ClientRow> {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const client = await tables.lockClient(tx, accountId, clientId)
    if (!client) throw new AppError('not_found')
    if (client.name === name) return client
    await refusingTakenName(tables.updateName(tx, accountId, clientId, { name, name_key: nameKey(name) }))
    const target = { kind: 'client', id: clientId }
    await audit(tx, ctx, { action: 'client.renamed', target, before: { name: client.name }, after: { name } })
    return { ...client, name }
  })
}

async function refusingTakenName(write: Promise<void>): Promise<void> {
  try {
    await write
  } catch (error) {
    if (constraintOf(error) !== 'clients_name_unique') throw error
    throw new AppError('already_exists', { field: 'name', message: 'Another Client has this name.' })
  }
}

const NameKey = z.tuple([z.string()])

/** A Client with what it did where that was asked for. */
export type ListedClient = tables.ClientInListRow & { supplied: Supplied | null; bought: Bought | null }

const LISTED_DAYS = 28

export async function listClients(ctx: Ctx, query: ClientQuery): Promise<Page<ListedClient>> {
  const { accountId } = actorOf(ctx, 'team')
  const rows = await tables.listClients(ctx.db, accountId, {
    search: nameKey(query.search),
    role: query.role,
    afterName: readCursor(NameKey, query.cursor)?.[0],
    limit: query.limit + 1,
  })
  const page = toPage(rows, query.limit, (row) => [row.name_key])
  if (query.figures === 'none') {
    return { ...page, items: page.items.map((row) => ({ ...row, supplied: null, bought: null })) }
  }
  const { zone } = await readAccountBasics(ctx.db, accountId)
  const ids = page.items.map((row) => row.client_id)
  const members = await membersWithFigures(ctx, accountId, ids, lastDays(LISTED_DAYS, zone, ctx.now()))
  const sums = Map.groupBy(members, (member) => member.client_id)
  return { ...page, items: page.items.map((row) => ({ ...row, ...sumsOf(sums.get(row.client_id) ?? []) })) }
}

export interface MemberWithFigures extends tables.MemberRow {
  leadSums: Awaited<ReturnType<typeof sumsOfSuppliers>>
  saleSums: Awaited<ReturnType<typeof sumsOfBuyers>>
}

async function membersWithFigures(
  ctx: Ctx,
  accountId: number,
  clientIds: readonly number[],
  span: Span,
): Promise<MemberWithFigures[]> {
  const members = await tables.membersOf(ctx.db, accountId, clientIds)
  const idsOf = (kind: tables.MemberRow['kind']) => members.filter((one) => one.kind === kind).map(({ id }) => id)
  const [leads, sales] = await Promise.all([
    sumsOfSuppliers(ctx.db, accountId, idsOf('supplier'), span),
    sumsOfBuyers(ctx.db, accountId, idsOf('buyer'), span),
  ])
  return members.map((member) => ({
    ...member,
    leadSums: leads.filter((row) => member.kind === 'supplier' && row.supplier_id === member.id),
    saleSums: sales.filter((row) => member.kind === 'buyer' && row.buyer_id === member.id),
  }))
}

const sumsOf = (members: readonly MemberWithFigures[]): { supplied: Supplied; bought: Bought } => ({
  supplied: suppliedBy(members.flatMap(({ leadSums }) => leadSums)),
  bought: boughtBy(members.flatMap(({ saleSums }) => saleSums)),
})

export interface ClientWhole extends tables.ClientRow {
  campaigns: tables.ClientCampaignRow[]
  customers: tables.ClientCustomerRow[]
  members: (tables.MemberRow & { supplied: Supplied; bought: Bought })[]
  supplied: Supplied
  bought: Bought
  frame: FigureFrame['head']
}

/** The last 28 days where no range is asked for. @throws AppError not_found */
export async function readClient(
  ctx: Ctx,
  clientId: number,
  query: { range?: string | undefined; zone?: string | undefined },
): Promise<ClientWhole> {
  const { accountId } = actorOf(ctx, 'team')
  const client = await tables.getClient(ctx.db, accountId, clientId)
  if (!client) throw new AppError('not_found')
  const frame = await figureFrame(ctx, accountId, { range: query.range ?? 'last_28', zone: query.zone })
  const [campaigns, customers, members] = await Promise.all([
    tables.campaignsOfClient(ctx.db, accountId, clientId),
    tables.customersOfClient(ctx.db, accountId, clientId),
    membersWithFigures(ctx, accountId, [clientId], frame.window),
  ])
  const withSums = members.map(({ leadSums, saleSums, ...member }) => ({
    ...member,
    supplied: suppliedBy(leadSums),
    bought: boughtBy(saleSums),
  }))
  return { ...client, campaigns, customers, members: withSums, ...sumsOf(members), frame: frame.head }
}
