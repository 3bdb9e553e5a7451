/** The file as it came, each row with what became of it: to be corrected and sent again. */
import { Readable } from 'node:stream'
import { csvLine } from '../../../contract/csv.ts'
import { AppError } from '../../../contract/errors.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { leadIdText } from '../../platform/ids.ts'
import type { ImportRow } from '../tables/imports.ts'
import { resultsFrom, type StoredResults } from '../tables/results.ts'
import { rowsOf } from './file.ts'
import { FIRST_ROW } from './progress.ts'
import { seenImport } from './read.ts'

const HEADS = ['Import row', 'Import result', 'Import fault', 'Lead']

/** What became of a row; undefined for one that was not reached. */
async function* results(ctx: Ctx, accountId: number, importId: string): AsyncGenerator<StoredResults> {
  let from = FIRST_ROW
  for (;;) {
    const stored = await resultsFrom(ctx.db, accountId, importId, from)
    yield* stored
    const last = stored.at(-1)
    if (!last) return
    from = last.lastRow + 1
  }
}

function wordsOf(one: ImportRow, faults: readonly string[] | undefined): string {
  if (faults) return 'not imported'
  return one.phase === 'check' ? 'good' : 'imported'
}

async function* lines(ctx: Ctx, accountId: number, one: ImportRow, only: 'all' | 'faulty'): AsyncGenerator<string> {
  yield `\uFEFF${csvLine([...HEADS, ...one.columns])}`
  const stored = results(ctx, accountId, one.importId)
  let at: StoredResults | undefined
  let faults = new Map<number, string[]>()
  let row = FIRST_ROW - 2
  for await (const cells of rowsOf(ctx.files, accountId, one)) {
    row++
    if (row < FIRST_ROW) continue
    if (!at || row > at.lastRow) {
      at = (await stored.next()).value || undefined
      faults = new Map(at?.faults.map((faulty) => [faulty.row, faulty.faults]))
    }
    const found = faults.get(row)
    if (only === 'faulty' && !found) continue
    const lead = at?.leads[row - at.firstRow] ?? null
    const result = at ? wordsOf(one, found) : 'not reached'
    yield csvLine([String(row), result, (found ?? []).join('; '), lead === null ? '' : leadIdText(lead), ...cells])
  }
}

/** @throws AppError not_found, not_allowed_now once the file is deleted */
export async function resultFile(ctx: Ctx, importId: string, only: 'all' | 'faulty') {
  const accountId = accountOf(ctx)
  const one = await seenImport(ctx, importId)
  if (one.state === 'uploading') throw new AppError('not_found')
  if (one.fileGone) throw new AppError('not_allowed_now', { message: 'Its file was deleted a month after it came.' })
  await ctx.transact((tx) =>
    audit(tx, ctx, { action: 'import.downloaded', target: { kind: 'import', id: importId }, after: { only } }),
  )
  const name = one.fileName.replace(/\.[a-z]{1,5}$/i, '')
  return {
    fileName: `${name} ${only === 'all' ? 'result' : 'faults'}.csv`,
    body: Readable.from(lines(ctx, accountId, one, only)),
  }
}
