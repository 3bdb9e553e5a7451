/** What neighbours ask of value lists. */
import { conditionsIn, listIdsOf } from '../../contract/conditions.ts'
import type { ListHeader, ValueList } from '../../contract/lists.ts'
import type { CampaignSettings } from '../../contract/settings.ts'
import type { Db } from '../platform/db.ts'
import { opened } from './rules.ts'
import { type ListRow, listsWithBody, listsWithout } from './tables.ts'

type Opened = ReturnType<typeof opened>

/** About 150 MB at 80 bytes a value. Lists of ZIP codes weigh next to nothing (`opened`). */
const MOST_WEIGHT = 2_000_000

/**
 * The lists this process has opened, the longest unused first. A list never changes, and its id says what is in it,
 * so one opened once is right for ever.
 */
const cache = new Map<string, Opened>()
let weight = 0

/** The lists with these ids, ready to be asked; what the account does not have is not among them. */
export async function openLists(
  db: Db,
  accountId: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ValueList>> {
  const key = (id: string) => `${accountId}/${id}`
  const found = new Map<string, Opened>()
  for (const id of ids) {
    const list = cache.get(key(id))
    if (list) found.set(id, list)
  }
  const missing = ids.filter((id) => !found.has(id))
  for (const row of await listsWithBody(db, accountId, missing)) found.set(row.list_id, opened(headerOf(row), row.body))
  for (const [id, list] of found) keep(key(id), list)
  return found
}

function keep(key: string, list: Opened): void {
  if (cache.delete(key)) weight -= list.weight
  cache.set(key, list)
  weight += list.weight
  for (const [oldest, { weight: freed }] of cache) {
    if (weight <= MOST_WEIGHT || cache.size === 1) return
    cache.delete(oldest)
    weight -= freed
  }
}

/** What lists are called, without opening them. */
export async function listHeaders(db: Db, accountId: number, ids: readonly string[]): Promise<ListHeader[]> {
  return (await listsWithout(db, accountId, ids)).map(headerOf)
}

export const headerOf = ({ list_id: id, name, kind, count }: ListRow) => ({ id, name, kind, count })

/** The settings with the lists their conditions name; a list the account does not have is not among them. */
export async function withLists(db: Db, accountId: number, settings: CampaignSettings): Promise<CampaignSettings> {
  const { campaign, suppliers, buyers } = settings
  const ids = listIdsOf(conditionsIn([campaign, ...suppliers.values(), ...buyers.values()]))
  return ids.length === 0 ? settings : { ...settings, lists: await openLists(db, accountId, ids) }
}
