import { z } from 'zod'
import type { ClientQuery } from '../../contract/api/clients.ts'
import { AppError } from '../../contract/errors.ts'
import { nameKey } from '../../contract/names.ts'
import { audit } from '../platform/audit.ts'
import { actorOf, type Ctx } from '../platform/ctx.ts'
import { constraintOf } from '../platform/db.ts'
import { drawOutwardId } from '../platform/outward.ts'
import { type Page, readCursor, toPage } from '../platform/page.ts'
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

export async function listClients(ctx: Ctx, query: ClientQuery): Promise<Page<tables.ClientInListRow>> {
  const rows = await tables.listClients(ctx.db, actorOf(ctx, 'team').accountId, {
    search: nameKey(query.search),
    afterName: readCursor(NameKey, query.cursor)?.[0],
    limit: query.limit + 1,
  })
  return toPage(rows, query.limit, (row) => [row.name_key])
}

export interface ClientWhole extends tables.ClientRow {
  campaigns: tables.ClientCampaignRow[]
  customers: tables.ClientCustomerRow[]
}

/** @throws AppError not_found */
export async function readClient(ctx: Ctx, clientId: number): Promise<ClientWhole> {
  const { accountId } = actorOf(ctx, 'team')
  const client = await tables.getClient(ctx.db, accountId, clientId)
  if (!client) throw new AppError('not_found')
  const [campaigns, customers] = await Promise.all([
    tables.campaignsOfClient(ctx.db, accountId, clientId),
    tables.customersOfClient(ctx.db, accountId, clientId),
  ])
  return { ...client, campaigns, customers }
}
