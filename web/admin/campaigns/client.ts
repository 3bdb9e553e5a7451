/** A Client by the name somebody types: one that is there, or a new one. */
import { createClient, listClients } from '../../../contract/api/clients.ts'
import { nameKey } from '../../../contract/names.ts'
import { call } from '../../lib/api.ts'

/** Makes the Client where none has this name. @throws ApiError */
export async function clientNamed(account: number, name: string): Promise<number> {
  const params = { account }
  const { items } = await call(listClients, { params, query: { search: name, limit: 100 } })
  const found = items.find((client) => nameKey(client.name) === nameKey(name))
  return found?.id ?? (await call(createClient, { params, body: { name } })).id
}
