/** From a file to what it brought in: each step is refused where the one before is missing. */
import { type ImportKind, MAX_IMPORT_BYTES, MAX_IMPORT_ROWS, type Mapping } from '../../../contract/api/imports.ts'
import { AppError } from '../../../contract/errors.ts'
import { can } from '../../../contract/permissions.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { enqueue } from '../../platform/jobs.ts'
import { MOST_COLUMNS } from '../rules/csv.ts'
import { against, mappingOf } from '../rules/steps.ts'
import { gapOf, guess } from '../rules/targets.ts'
import { versionOf } from '../tables/book.ts'
import { changeImport, type ImportRow, insertImport, lockImport } from '../tables/imports.ts'
import { forgetResults } from '../tables/results.ts'
import { partKey, rowsOf } from './file.ts'
import { readDetails } from './read.ts'
import { workImport } from './turns.ts'

const PREVIEW_ROWS = 5
const PREVIEW_CELL = 200

/** Leads are brought in by who builds campaigns, returns by who may return. @throws AppError forbidden */
function refuseKind(ctx: Ctx, kind: ImportKind): void {
  if (!can(actorOf(ctx, 'team'), kind === 'leads' ? 'campaign.write' : 'lead.return')) throw new AppError('forbidden')
}

export async function createImport(
  ctx: Ctx,
  wish: { kind: ImportKind; fileName: string; campaign: number | null },
): Promise<string> {
  const { accountId, name } = actorOf(ctx, 'team')
  refuseKind(ctx, wish.kind)
  const campaignId = wish.kind === 'leads' ? await campaignOf(ctx, accountId, wish.campaign) : null
  const at = ctx.now()
  const importId = newId(at)
  await ctx.transact((tx) =>
    insertImport(tx, accountId, {
      importId,
      kind: wish.kind,
      campaignId,
      fileName: wish.fileName,
      actorKind: ctx.actor.kind,
      actorName: name,
      at,
    }),
  )
  return importId
}

async function campaignOf(ctx: Ctx, accountId: number, campaign: number | null): Promise<number> {
  const known = campaign !== null && (await versionOf(ctx.db, accountId, campaign)) !== undefined
  if (!known) throw new AppError('invalid_input', { field: 'campaign', message: 'Choose the campaign they came in.' })
  return campaign
}

/** The import, locked, if it may take the step. @throws AppError not_found, forbidden, not_allowed_now */
async function held(ctx: Ctx, tx: Tx, importId: string, step: Parameters<typeof against>[1]): Promise<ImportRow> {
  const one = await lockImport(tx, actorOf(ctx, 'team').accountId, importId)
  if (!one) throw new AppError('not_found')
  refuseKind(ctx, one.kind)
  const obstacle = against(one.state, step)
  if (obstacle !== undefined) throw new AppError('not_allowed_now', { message: obstacle })
  return one
}

/** Keeps a part of the file. @throws AppError too_large, not_allowed_now for one out of order */
export async function uploadPart(ctx: Ctx, importId: string, { part, text }: { part: number; text: string }) {
  const { accountId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'upload')
    if (part !== one.parts && part !== one.parts - 1)
      throw new AppError('not_allowed_now', { field: 'part', message: `Part ${one.parts} comes next.` })
    const key = partKey(accountId, importId, part)
    const before = part < one.parts ? ((await ctx.files.stat(key))?.bytes ?? 0) : 0
    const bytes = one.bytes - before + Buffer.byteLength(text)
    if (bytes > MAX_IMPORT_BYTES) throw new AppError('too_large', { message: 'A file has at most 50 MB. Split it.' })
    await ctx.files.put(key, Buffer.from(text))
    await changeImport(tx, accountId, importId, { parts: Math.max(one.parts, part + 1), bytes })
    return { bytes }
  })
}

interface Shape {
  columns: string[]
  preview: string[][]
  total: number
}

async function shapeOf(ctx: Ctx, accountId: number, one: ImportRow): Promise<Shape> {
  const shape: Shape = { columns: [], preview: [], total: -1 }
  for await (const cells of rowsOf(ctx.files, accountId, one)) {
    shape.total++
    const shown = cells.map((cell) => cell.trim().slice(0, PREVIEW_CELL))
    if (shape.total === 0) shape.columns = shown
    else if (shape.preview.length < PREVIEW_ROWS) shape.preview.push(shown)
  }
  return shape
}

/** @throws AppError invalid_input for a file without rows, or with too many */
export async function readFile(ctx: Ctx, importId: string) {
  const { accountId } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'read')
    const shape = await shapeOf(ctx, accountId, one)
    const refuse = (message: string) => new AppError('invalid_input', { field: 'file', message })
    if (shape.total < 1) throw refuse('The file needs a line of column names, and rows below it.')
    if (shape.total > MAX_IMPORT_ROWS) throw refuse('A file has at most 500,000 rows. Split it.')
    if (shape.columns.length >= MOST_COLUMNS) throw refuse(`A file has fewer than ${MOST_COLUMNS} columns.`)
    const { fields } = await readDetails(ctx, importId, tx)
    const mapping = { ...mappingOf(one), columns: guess(one.kind, fields, shape.columns) }
    await changeImport(tx, accountId, importId, { ...shape, mapping, state: 'ready' })
  })
  return readDetails(ctx, importId)
}

async function start(tx: Tx, accountId: number, importId: string, phase: 'check' | 'run'): Promise<void> {
  await forgetResults(tx, accountId, importId)
  const state = phase === 'check' ? 'checking' : 'running'
  await changeImport(tx, accountId, importId, { state, phase, done: 0, faulty: 0, problem: null })
  await enqueue(tx, workImport, { accountId, importId })
}

/** Takes the columns as chosen and tries every row. @throws AppError invalid_input naming the column that is missing */
export async function checkImport(ctx: Ctx, importId: string, mapping: Mapping): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  const { targets } = await readDetails(ctx, importId)
  await ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'check')
    refuseGone(one)
    const gap = gapOf(targets, mapping, one.columns.length)
    if (gap) throw new AppError('invalid_input', gap)
    await changeImport(tx, accountId, importId, { mapping })
    await start(tx, accountId, importId, 'check')
  })
}

function refuseGone({ fileGone }: ImportRow): void {
  if (fileGone) throw new AppError('not_allowed_now', { message: 'Its file was deleted a month after it came.' })
}

export async function runImport(ctx: Ctx, importId: string): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'run')
    refuseGone(one)
    await start(tx, accountId, importId, 'run')
    const after = { kind: one.kind, file: one.fileName, rows: one.total, campaign: one.campaignId }
    await audit(tx, ctx, { action: 'import.started', target: { kind: 'import', id: importId }, after })
  })
}

export async function pauseImport(ctx: Ctx, importId: string): Promise<void> {
  await ctx.transact(async (tx) => {
    await held(ctx, tx, importId, 'pause')
    await changeImport(tx, actorOf(ctx, 'team').accountId, importId, { state: 'paused' })
  })
}

export async function continueImport(ctx: Ctx, importId: string): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'continue')
    refuseGone(one)
    const state = one.phase === 'check' ? 'checking' : 'running'
    await changeImport(tx, accountId, importId, { state, problem: null })
    await enqueue(tx, workImport, { accountId, importId })
  })
}

export async function stopImport(ctx: Ctx, importId: string): Promise<void> {
  const { accountId } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const one = await held(ctx, tx, importId, 'stop')
    await changeImport(tx, accountId, importId, { state: 'stopped', finished_at: ctx.now() })
    if (one.phase !== 'run') return
    const after = { rows: one.done, faulty: one.faulty }
    await audit(tx, ctx, { action: 'import.stopped', target: { kind: 'import', id: importId }, after })
  })
}
