/**
 * Leads and returns brought in from a CSV file: upload, columns, dry run, run. The file is sent in parts, so that a
 * slow line is no reason to begin again.
 */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, MOST_ID, PageQuery, pageOf } from '../page.ts'
import { Zone } from '../settings.ts'

export const MAX_IMPORT_BYTES = 50 * 1024 * 1024
/** Characters of one part. */
export const PART_CHARACTERS = 1_000_000
export const MAX_IMPORT_ROWS = 500_000

export const ImportKind = z.enum(['leads', 'returns'])
export type ImportKind = z.output<typeof ImportKind>
export const ImportState = z.enum([
  'uploading',
  'ready',
  'checking',
  'checked',
  'running',
  'paused',
  'stopped',
  'done',
  'failed',
])
export type ImportState = z.output<typeof ImportState>

const Id = z.number().int().positive().max(MOST_ID)
const Count = z.number().int()
const Params = AccountPath.extend({ import: z.uuid() })

/** Which column (from 0) a target is read from. A target is a name of `targets`: ours, or `field.` and a field's. */
export const Mapping = z.object({
  columns: z
    .record(z.string().max(80), z.number().int().min(0).max(999))
    .refine((all) => Object.keys(all).length <= 300, 'too many'),
  /** Where no column says it. */
  supplier: Id.nullable().default(null),
  buyer: Id.nullable().default(null),
  reason: z.string().trim().max(500).nullable().default(null),
  refund: z.boolean().default(true),
  /** In which times without an offset are read. Null: the campaign's, else the account's. */
  zone: Zone.nullable().default(null),
})
export type Mapping = z.output<typeof Mapping>

export const ImportTarget = z.object({
  name: z.string(),
  label: z.string(),
  hint: z.string(),
  required: z.boolean(),
  /** What `mapping` can say instead of a column. */
  instead: z.enum(['supplier', 'buyer', 'reason']).nullable(),
})
export type ImportTarget = z.output<typeof ImportTarget>

const ImportInList = z.object({
  id: z.string(),
  kind: ImportKind,
  fileName: z.string(),
  campaign: z.object({ id: Count, name: z.string() }).nullable(),
  state: ImportState,
  phase: z.enum(['check', 'run']),
  total: Count,
  done: Count,
  faulty: Count,
  by: z.string(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
})

export const ImportDetails = ImportInList.extend({
  bytes: Count,
  parts: Count,
  columns: z.array(z.string()),
  /** The first rows as they are. */
  preview: z.array(z.array(z.string())),
  mapping: Mapping.nullable(),
  targets: z.array(ImportTarget),
  suppliers: z.array(z.object({ id: Count, name: z.string() })),
  buyers: z.array(z.object({ id: Count, name: z.string() })),
  /** Why it failed as a whole. */
  problem: z.string().nullable(),
  fileGone: z.boolean(),
})
export type ImportDetails = z.output<typeof ImportDetails>

export const listImports = endpoint({
  method: 'GET',
  path: '/api/console/:account/imports',
  summary: 'Imports, newest first.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(ImportInList),
})
export const createImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports',
  summary: 'Begins an import; its file follows in parts.',
  params: AccountPath,
  body: z.object({
    kind: ImportKind,
    fileName: z.string().trim().min(1, 'must not be empty').max(200),
    /** Of leads: the campaign they came in. */
    campaign: Id.nullable().default(null),
  }),
  reply: z.object({ id: z.string() }),
})
export const uploadPart = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/parts',
  summary: 'A part of the file, in order from 0. The last one sent may be sent again.',
  params: Params,
  body: z.object({ part: z.number().int().min(0).max(200), text: z.string().min(1).max(PART_CHARACTERS) }),
  reply: z.object({ bytes: Count }),
})
export const readImportFile = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/read',
  summary: 'The file is complete: reads its columns, counts its rows and guesses what each column is.',
  params: Params,
  reply: ImportDetails,
})
export const readImport = endpoint({
  method: 'GET',
  path: '/api/console/:account/imports/:import',
  summary: 'An import: its columns, and how far it is.',
  params: Params,
  reply: ImportDetails,
})
export const checkImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/check',
  summary: 'Reads every row as the import would, and writes nothing but what is wrong with it.',
  params: Params,
  body: Mapping,
  reply: Nothing,
})
export const runImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/run',
  summary: 'Brings in the rows that are good, in the file’s order.',
  params: Params,
  reply: Nothing,
})
export const pauseImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/pause',
  summary: 'Stops behind the row that is being worked on; it can go on.',
  params: Params,
  reply: Nothing,
})
export const continueImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/continue',
  summary: 'Goes on where it was paused.',
  params: Params,
  reply: Nothing,
})
export const stopImport = endpoint({
  method: 'POST',
  path: '/api/console/:account/imports/:import/stop',
  summary: 'Ends it for good. What was brought in stays.',
  params: Params,
  reply: Nothing,
})
export const listImportFaults = endpoint({
  method: 'GET',
  path: '/api/console/:account/imports/:import/faults',
  summary: 'The rows that were not brought in, each with what is wrong with it.',
  params: Params,
  query: PageQuery,
  reply: pageOf(z.object({ row: Count, faults: z.array(z.string()) })),
})
