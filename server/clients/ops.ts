/** What neighbours ask of Clients, inside their own transactions. */
import { AppError } from '../../contract/errors.ts'
import type { Db, Tx } from '../platform/db.ts'
import { type ClientRow, getClient, lockClient } from './tables.ts'

export type { ClientRow }

/** @throws AppError invalid_input naming the field in which the Client was chosen */
export async function chosenClient(db: Db, accountId: number, clientId: number, field: string): Promise<ClientRow> {
  const client = await getClient(db, accountId, clientId)
  if (!client) throw new AppError('invalid_input', { field, message: 'There is no such Client.' })
  return client
}

/** Locks several Clients in the order of their ids, after campaigns and before wallets. @throws AppError not_found */
export async function lockClients(tx: Tx, accountId: number, clientIds: readonly number[]): Promise<void> {
  for (const clientId of [...clientIds].sort((a, b) => a - b)) {
    if (!(await lockClient(tx, accountId, clientId))) throw new AppError('not_found')
  }
}
