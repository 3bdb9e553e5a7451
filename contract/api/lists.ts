/** Value lists of an account: uploaded once, named by rules, never changed. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { ListHeader, ListId, ListKind, MOST_TEXT } from '../lists.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'

const path = '/api/console/:account/lists'

const StoredList = ListHeader.extend({ createdAt: z.iso.datetime(), by: z.string() })

export const listLists = endpoint({
  method: 'GET',
  path,
  summary: "The account's value lists, newest first.",
  params: AccountPath,
  query: PageQuery.extend({ kind: ListKind.optional() }),
  reply: pageOf(StoredList),
})

export const ListUpload = z.object({
  name: z.string().trim().min(1, 'must not be empty').max(120, 'must have at most 120 characters'),
  kind: ListKind,
  /** One value a line; all but texts also separated by commas, semicolons or tabs. */
  text: z.string().min(1, 'has no values').max(MOST_TEXT, 'is too long for one list'),
  /** Lines that cannot be read are left out. Otherwise one such line keeps the list from being saved. */
  skipFaults: z.boolean().default(false),
})
export type ListUpload = z.input<typeof ListUpload>

/** What was made of an upload. */
export const ListReport = z.object({
  /** Null: lines at fault were found and nothing was saved. */
  list: ListHeader.nullable(),
  /** Different values that could be read. */
  values: z.number().int(),
  /** Values that stood there before. */
  repeated: z.number().int(),
  /** Values that could not be read. */
  faults: z.number().int(),
  /** The first of them. */
  faultLines: z.array(z.object({ line: z.number().int(), text: z.string() })),
})
export type ListReport = z.output<typeof ListReport>

export const saveList = endpoint({
  method: 'POST',
  path,
  summary: 'Saves a list of up to 100,000 values; the same list again is the one that is there.',
  params: AccountPath,
  body: ListUpload,
  reply: ListReport,
})

export const ListInPath = AccountPath.extend({ list: ListId })
/** One value a line. */
export const LIST_FILE = `${path}/:list/file`
