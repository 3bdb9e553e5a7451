import { z } from 'zod'
import type { ListUpload } from '../../contract/api/lists.ts'
import { AppError } from '../../contract/errors.ts'
import { type ListKind, MOST_VALUES } from '../../contract/lists.ts'
import { VALUE_FORMATS } from '../../contract/values.ts'
import { audit } from '../platform/audit.ts'
import { accountOf, actorOf, type Ctx } from '../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../platform/page.ts'
import { packed, type ReadValues, readValues } from './rules.ts'
import { insertList, type ListRow, listsWithBody, newestLists } from './tables.ts'

export interface SavedList extends Omit<ReadValues, 'values'> {
  list: ListRow | null
  values: number
}

/**
 * Saves what can be read of an upload as a list; with faults that are not to be skipped, nothing. The same list again
 * is the one that is there.
 * @throws AppError invalid_input when it has too many values or none
 */
export async function saveList(ctx: Ctx, upload: z.output<typeof ListUpload>): Promise<SavedList> {
  const { name, kind, text, skipFaults } = upload
  const read = readValues(kind, text)
  refuseUnfit(kind, read)
  const { values, ...report } = read
  if (read.faults > 0 && !skipFaults) return { ...report, list: null, values: values.length }
  const { accountId, name: by } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const { id, body } = packed(kind, name, values)
    const row: ListRow = { list_id: id, name, kind, count: values.length, by_name: by, created_at: ctx.now() }
    if (await insertList(tx, accountId, { ...row, body })) {
      // what is in it may be people's addresses, and the log outlives them
      const after = { name, kind, count: values.length }
      await audit(tx, ctx, { action: 'list.saved', target: { kind: 'list', id }, before: null, after })
    }
    return { ...report, list: row, values: values.length }
  })
}

function refuseUnfit(kind: ListKind, { values, overflow, faults, faultLines }: ReadValues): void {
  const refuse = (message: string): never => {
    throw new AppError('invalid_input', { field: 'text', message })
  }
  const most = MOST_VALUES.toLocaleString('en-US')
  if (overflow !== undefined)
    refuse(`Line ${overflow.toLocaleString('en-US')} has one value too many: a list has at most ${most}.`)
  if (values.length > 0) return
  const [first] = faultLines
  if (faults === 0 || !first) refuse('There is no value in it.')
  else refuse(`None of it can be read. Line ${first.line} says “${first.text}”, which is not ${VALUE_FORMATS[kind]}.`)
}

const ListKey = z.tuple([z.number().int().min(0).max(8.64e15), z.string().max(32)])

/** Newest first. */
export async function readLists(
  ctx: Ctx,
  query: { kind?: ListKind | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ListRow>> {
  const [at, id] = readCursor(ListKey, query.cursor) ?? []
  const before = at === undefined || id === undefined ? undefined : { at: new Date(at), id }
  const filter = { kind: query.kind, before, limit: query.limit + 1 }
  const rows = await newestLists(ctx.db, accountOf(ctx), filter)
  return toPage(rows, query.limit, (row) => [row.created_at.getTime(), row.list_id])
}

/** One value a line. @throws AppError not_found */
export async function readListFile(ctx: Ctx, id: string): Promise<{ name: string; text: string }> {
  const [list] = await listsWithBody(ctx.db, accountOf(ctx), [id])
  if (!list) throw new AppError('not_found')
  return { name: list.name, text: `${list.body}\n` }
}
