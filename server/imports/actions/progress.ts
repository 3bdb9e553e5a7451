/** Moving an import on: the rows worked on, their results and the mark of how far it is are one commit. */
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { changeImport, type ImportRow, lockImport } from '../tables/imports.ts'
import { addResults, type RowFaults } from '../tables/results.ts'

/** The first row of data, as a spreadsheet numbers it: the heads are row 1. */
export const FIRST_ROW = 2
/** Rows whose results are kept together, and of leads those that are one commit. */
export const CHUNK = 500

/** Somebody paused or stopped it, or another process is working on it: nothing was done. */
export class Overtaken extends Error {}

/** @throws Overtaken when it does not stand behind `done` rows of this phase any more */
export async function holdImport(tx: Tx, accountId: number, one: ImportRow, done: number): Promise<ImportRow> {
  const now = await lockImport(tx, accountId, one.importId)
  if (!now || now.done !== done || now.state !== one.state || now.phase !== one.phase) throw new Overtaken()
  return now
}

export interface Step {
  /** Rows done before. */
  done: number
  leads: readonly (string | null)[]
  faults: readonly RowFaults[]
}

/** Keeps the results and moves the mark; behind the last row the phase is over. */
export async function moveOn(ctx: Ctx, tx: Tx, accountId: number, held: ImportRow, step: Step): Promise<void> {
  const { importId } = held
  const block = Math.floor(step.done / CHUNK) * CHUNK
  await addResults(tx, accountId, importId, { firstRow: FIRST_ROW + block, leads: step.leads, faults: step.faults })
  const done = step.done + step.leads.length
  const over = done >= held.total
  await changeImport(tx, accountId, importId, {
    done,
    faulty: held.faulty + step.faults.length,
    ...(over && held.phase === 'check' && { state: 'checked' }),
    ...(over && held.phase === 'run' && { state: 'done', finished_at: ctx.now() }),
  })
}
