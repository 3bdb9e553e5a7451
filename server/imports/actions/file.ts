/** An import's file: sent in parts, read as rows. */
import { text as whole } from 'node:stream/consumers'
import type { Files } from '../../platform/files.ts'
import { CsvRows, delimiterOf } from '../rules/csv.ts'

export const partKey = (accountId: number, importId: string, part: number): string =>
  `imports/${accountId}/${importId}/${part}`

async function* texts(files: Files, accountId: number, importId: string, parts: number): AsyncGenerator<string> {
  for (let part = 0; part < parts; part++) {
    const stream = await files.get(partKey(accountId, importId, part))
    if (!stream) throw new Error(`part ${part} of an import is not there`)
    yield await whole(stream)
  }
}

/** The rows of the file, its heads first. A byte-order mark is none of them. */
export async function* rowsOf(
  files: Files,
  accountId: number,
  { importId, parts }: { importId: string; parts: number },
): AsyncGenerator<string[]> {
  let rows: CsvRows | undefined
  for await (const text of texts(files, accountId, importId, parts)) {
    const piece = rows ? text : text.replace(/^\uFEFF/, '')
    rows ??= new CsvRows(delimiterOf(piece))
    yield* rows.read(piece)
  }
  if (rows) yield* rows.end()
}

export async function forgetFile(files: Files, accountId: number, importId: string, parts: number): Promise<void> {
  for (let part = 0; part < parts; part++) await files.delete(partKey(accountId, importId, part))
}
