/**
 * Making a file: rows are read once, in pages, into a spool, since which columns there are is known only at the end;
 * then the file is written from it. Memory holds a page of rows, whatever the file's length. A run that dies begins
 * anew; one that was cancelled notices with its next page.
 */
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { csvLine } from '../../../contract/csv.ts'
import { AppError } from '../../../contract/errors.ts'
import { can, type Permission } from '../../../contract/permissions.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type Job, job } from '../../platform/jobs.ts'
import { isOutage } from '../../platform/outage.ts'
import { newToken } from '../../platform/secrets.ts'
import { xlsxOf } from '../../platform/xlsx.ts'
import { fileKey, spoolKey } from '../rules/names.ts'
import { type Cells, type Column, cellsOf, cellText, lineOf } from '../rules/spool.ts'
import {
  beginExport,
  type Ending,
  type ExportRow,
  endExport,
  getExportOfAny,
  holdRun,
  moveOn,
} from '../tables/exports.ts'
import { holderOf } from '../tables/people.ts'
import { finish } from './finish.ts'

export interface ExportSource {
  /** Of instants. */
  zone: string
  /** Some rows at a time. */
  rows: AsyncIterable<readonly Cells[]>
  /** Asked once every row was read. */
  columns(): readonly Column[]
}

type Ids = { accountId: number; exportId: string }
/** One try of it. */
type Try = Ids & { run: string }
export type ExportJob = Job<Ids>

interface Kind {
  /** Of the job: `exports.leads`. */
  name: `exports.${string}`
  /** What one needs to have asked for it, on either side, and to be given it. */
  allow: { team: Permission; customer: Permission }
  open(ctx: Ctx, accountId: number, one: ExportRow): Promise<ExportSource>
}

/** Stopped, deleted or begun anew meanwhile. */
class Stopped extends Error {}

const WENT_WRONG = 'Something went wrong on our side. Ask for it again; if it fails again, tell us the time.'
const TOO_LARGE = 'The file would be larger than 1 GB. Choose fewer days.'
const NOT_ALLOWED = 'Whoever asked for it may not have it any more.'

/** How often the page and whoever cancels are heard. */
const TELL_MS = 500

async function tell(ctx: Ctx, { accountId, exportId, run }: Try, done: number, total: number | null): Promise<void> {
  const goesOn = await ctx.transact((tx) => moveOn(tx, accountId, exportId, { run, done, total }))
  if (!goesOn) throw new Stopped()
}

/** Reads everything into the spool. Returns how many rows there were. */
async function spool(ctx: Ctx, ids: Try, source: ExportSource, key: string, signal: AbortSignal): Promise<number> {
  let done = 0
  let told = performance.now()
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const rows of source.rows) {
      signal.throwIfAborted()
      done += rows.length
      yield Buffer.from(rows.map(lineOf).join(''))
      if (performance.now() - told < TELL_MS) continue
      await tell(ctx, ids, done, null)
      told = performance.now()
    }
  }
  await ctx.files.put(key, Readable.from(lines(), { objectMode: false }))
  await tell(ctx, ids, done, done)
  return done
}

const AT_ONCE = 500

/** What was spooled, some lines at a time. */
async function* spooled(ctx: Ctx, key: string): AsyncGenerator<string[]> {
  const file = await ctx.files.get(key)
  if (!file) throw new Error('the spool of an export is gone')
  let some: string[] = []
  for await (const line of createInterface({ input: file, crlfDelay: Number.POSITIVE_INFINITY })) {
    some.push(line)
    if (some.length < AT_ONCE) continue
    yield some
    some = []
  }
  yield some
  if (!file.closed) await once(file, 'close')
}

async function* csvOf(ctx: Ctx, key: string, columns: readonly Column[], zone: string): AsyncGenerator<Buffer> {
  // the mark by which spreadsheets know it for UTF-8
  yield Buffer.from(`\ufeff${csvLine(columns.map(({ head }) => head))}`)
  for await (const lines of spooled(ctx, key)) {
    const rows = lines.map((line) => csvLine(cellsOf(line, columns).map((cell) => cellText(cell, zone))))
    yield Buffer.from(rows.join(''))
  }
}

function fileOf(ctx: Ctx, one: ExportRow, key: string, { columns, zone }: ExportSource): Readable {
  const shown = columns()
  if (one.format === 'csv') return Readable.from(csvOf(ctx, key, shown, zone), { objectMode: false })
  async function* rows() {
    for await (const lines of spooled(ctx, key)) yield lines.map((line) => cellsOf(line, shown))
  }
  return xlsxOf({ heads: shown.map(({ head }) => head), rows: rows(), zone, at: one.createdAt })
}

/** Nobody is to have the file of one that was stopped or deleted; that of another try it is the same as. */
async function forgetUnwanted(ctx: Ctx, { accountId, exportId }: Ids, key: string): Promise<void> {
  const one = await getExportOfAny(ctx.db, accountId, exportId)
  if (one?.state !== 'done' && one?.state !== 'running') await ctx.files.delete(key)
}

async function make(ctx: Ctx, kind: Kind, ids: Try, one: ExportRow, signal: AbortSignal): Promise<void> {
  const { accountId, exportId, run } = ids
  const spoolAt = spoolKey(accountId, exportId, run)
  const key = fileKey(accountId, exportId, one.format)
  try {
    const source = await kind.open(ctx, accountId, one)
    const done = await spool(ctx, ids, source, spoolAt, signal)
    const { bytes } = await ctx.files.put(key, fileOf(ctx, one, spoolAt, source))
    const isDone = await ctx.transact((tx) => finish(ctx, tx, accountId, { ...one, done }, { bytes, run }))
    if (!isDone) await forgetUnwanted(ctx, ids, key)
  } finally {
    await ctx.files.delete(spoolAt)
  }
}

function endingOf(ctx: Ctx, error: unknown): Ending {
  const isTooLarge = error instanceof AppError && error.code === 'too_large'
  return { state: 'failed', at: ctx.now(), problem: isTooLarge ? TOO_LARGE : WENT_WRONG }
}

/** Takes it over from a try that may have died, and takes away what that one left. */
async function begin(ctx: Ctx, { accountId, exportId, run }: Try): Promise<ExportRow | undefined> {
  return ctx.transact(async (tx) => {
    const before = await holdRun(tx, accountId, exportId)
    if (before !== undefined) await ctx.files.delete(spoolKey(accountId, exportId, before))
    return beginExport(tx, accountId, exportId, run)
  })
}

async function run(ctx: Ctx, kind: Kind, ids: Try, signal: AbortSignal): Promise<void> {
  const { accountId, exportId } = ids
  const one = await begin(ctx, ids)
  if (!one) return
  const end = (ending: Ending) => ctx.transact((tx) => endExport(tx, accountId, exportId, { ...ending, run: ids.run }))
  const holder = await holderOf(ctx.db, accountId, one)
  if (!can(holder, one.customerId === null ? kind.allow.team : kind.allow.customer)) {
    await end({ state: 'failed', at: ctx.now(), problem: NOT_ALLOWED })
    return
  }
  try {
    await make(ctx, kind, ids, one, signal)
  } catch (error) {
    if (error instanceof Stopped) return
    // tried again by the queue
    if (signal.aborted || isOutage(error)) throw error
    ctx.log.error({ err: error, accountId, exportId }, 'an export failed')
    await end(endingOf(ctx, error))
  }
}

/** A job that makes files of one kind of rows; a slice declares its own and begins files with `createExport`. */
export const exportJob = (kind: Kind): ExportJob =>
  job({
    name: kind.name,
    payload: z.object({ accountId: z.number().int(), exportId: z.uuid() }),
    expireSeconds: 2 * 3600,
    run: (ctx, ids, signal) => run(ctx, kind, { ...ids, run: newToken().slice(0, 16) }, signal),
  })
