/** What decides who pays for a Client's buyers: held by every change of it, so that no sale goes to the old wallet. */
import { AppError } from '../../../contract/errors.ts'
import { bumpRevision, campaignsOfClient } from '../../campaigns/ops.ts'
import { lockClients } from '../../clients/ops.ts'
import { backfillSamePerson } from '../../duplicates/ops.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { canBeBilled } from '../rules/payers.ts'
import { type Customer, lockCustomer, samePersonDays } from '../tables/customers.ts'
import { billedCustomer, buyersOfClient, insertMapping, mappedClients, updateMapping } from '../tables/mappings.ts'

const DAY_MS = 86_400_000

async function campaignsOf(db: Db, accountId: number, clientIds: readonly number[]): Promise<number[]> {
  const all = new Set<number>()
  for (const clientId of clientIds) {
    for (const campaignId of await campaignsOfClient(db, accountId, clientId)) all.add(campaignId)
  }
  return [...all]
}

/**
 * Locks in the one order: the Clients' campaigns (intake decides their open batches again), then what `lock` locks,
 * then the Clients, which keeps new buyers out. A buyer made in between stands in a campaign that was not told:
 * @throws AppError stale
 */
async function holdClients<T>(
  tx: Tx,
  accountId: number,
  clients: () => Promise<readonly number[]>,
  lock: () => Promise<T>,
): Promise<T> {
  const told = await campaignsOf(tx, accountId, await clients())
  await bumpRevision(tx, accountId, told)
  const locked = await lock()
  const clientIds = await clients()
  await lockClients(tx, accountId, clientIds)
  const standing = await campaignsOf(tx, accountId, clientIds)
  if (standing.some((id) => !told.includes(id))) throw new AppError('stale')
  return locked
}

/** Before a new customer is mapped to these Clients. */
export function holdForNew(tx: Tx, accountId: number, clientIds: readonly number[]): Promise<void> {
  return holdClients(
    tx,
    accountId,
    async () => clientIds,
    async () => {},
  )
}

/** Before one of a customer's mappings changes; with no Client named, before all of them do. @throws AppError not_found */
export async function holdPayer(tx: Tx, accountId: number, customerId: number, clientId?: number): Promise<Customer> {
  const clients = async () => (clientId === undefined ? mappedClients(tx, accountId, customerId) : [clientId])
  const customer = await holdClients(tx, accountId, clients, () => lockCustomer(tx, accountId, customerId))
  if (!customer) throw new AppError('not_found')
  return customer
}

/** Maps a held Client; it is billed to this customer if it can pay and nobody does yet. */
export async function addMapping(
  ctx: Ctx,
  tx: Tx,
  accountId: number,
  customer: Customer,
  mapping: { clientId: number; visibleFrom: Date | null },
): Promise<{ billed: boolean }> {
  const { customerId } = customer
  const payer = await billedCustomer(tx, accountId, mapping.clientId)
  const billed = payer === undefined && canBeBilled(customer)
  await insertMapping(tx, accountId, { customerId, ...mapping, billed, createdAt: ctx.now() })
  await rememberPersons(ctx, tx, accountId, customerId, mapping.clientId)
  return { billed }
}

/** What the Client's buyers bought before now counts as sold to this customer too: never the same person twice. */
async function rememberPersons(ctx: Ctx, tx: Tx, accountId: number, customerId: number, clientId: number) {
  const days = await samePersonDays(tx, accountId)
  const buyerIds = await buyersOfClient(tx, accountId, clientId)
  if (days === 0 || buyerIds.length === 0) return
  const since = new Date(ctx.now().getTime() - days * DAY_MS)
  await backfillSamePerson(tx, { accountId, customerId, buyerIds, since })
}

/** A held customer that can pay now gets the bill of each of its Clients that nobody pays for. */
export async function takeUnpaidBills(tx: Tx, accountId: number, customer: Customer): Promise<number[]> {
  if (!canBeBilled(customer)) return []
  const taken: number[] = []
  for (const clientId of await mappedClients(tx, accountId, customer.customerId)) {
    if ((await billedCustomer(tx, accountId, clientId)) !== undefined) continue
    await updateMapping(tx, accountId, customer.customerId, clientId, { billed: true })
    taken.push(clientId)
  }
  return taken
}
