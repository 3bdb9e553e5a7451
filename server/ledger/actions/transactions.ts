/** The entries of a wallet, in pages and as a file. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { TransactionFile, TransactionQuery } from '../../../contract/api/ledger.ts'
import { readRange } from '../../../contract/ranges.ts'
import { readAccountBasics, windowOf } from '../../analytics/ops.ts'
import { accountOf, type Ctx } from '../../platform/ctx.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import { readWallet } from '../ops.ts'
import { csvHead, csvRow, type Told } from '../rules/csv.ts'
import { type Entry, withBelongings } from '../tables/belongings.ts'
import { firstSeqSince, listTransfers } from '../tables/transfers.ts'

const SeqKey = z.tuple([z.number().int()])

interface Numbers {
  /** Included. */
  from: number | undefined
  /** Not included. */
  before: number | undefined
}

/** The range and the instants of a question as numbers of the wallet's journal. */
async function numbersOf(ctx: Ctx, walletId: number, query: TransactionFile): Promise<Numbers> {
  const accountId = accountOf(ctx)
  const range = query.range === undefined ? undefined : readRange(query.range)
  const window = range && windowOf(range, (await readAccountBasics(ctx.db, accountId)).zone, ctx.now())
  const seqAt = (instant: string | undefined, other: Date | undefined): Promise<number> | undefined => {
    const at = instant === undefined ? other : new Date(instant)
    return at && firstSeqSince(ctx.db, accountId, walletId, at)
  }
  return { from: await seqAt(query.from, window?.from), before: await seqAt(query.to, window?.to) }
}

/** The entries of one wallet, newest first. @throws AppError not_found */
export async function transactionsOf(ctx: Ctx, walletId: number, query: TransactionQuery): Promise<Page<Entry>> {
  const accountId = accountOf(ctx)
  await readWallet(ctx.db, accountId, walletId)
  const { from, before } = await numbersOf(ctx, walletId, query)
  const ends = [before, readCursor(SeqKey, query.cursor)?.[0]].filter((seq) => seq !== undefined)
  const rows = await listTransfers(ctx.db, accountId, walletId, {
    kinds: query.kind,
    fromSeq: from,
    beforeSeq: ends.length > 0 ? Math.min(...ends) : undefined,
    limit: query.limit + 1,
  })
  const page = toPage(rows, query.limit, (row) => [row.walletSeq])
  return { items: await withBelongings(ctx.db, accountId, page.items), next: page.next }
}

/** Read at once while a file is written. */
const AT_ONCE = 1_000

/** The entries as a file, newest first, a page at a time: never whole in memory. @throws AppError not_found */
export async function transactionsFile(
  ctx: Ctx,
  walletId: number,
  query: TransactionFile,
  tell: (entry: Entry) => Told,
): Promise<Readable> {
  const accountId = accountOf(ctx)
  await readWallet(ctx.db, accountId, walletId)
  const { zone } = await readAccountBasics(ctx.db, accountId)
  const { from, before } = await numbersOf(ctx, walletId, query)
  async function* lines(): AsyncGenerator<string> {
    yield csvHead(zone)
    let beforeSeq = before
    for (;;) {
      const filter = { kinds: query.kind, fromSeq: from, beforeSeq, limit: AT_ONCE }
      const rows = await listTransfers(ctx.db, accountId, walletId, filter)
      const entries = await withBelongings(ctx.db, accountId, rows)
      yield entries.map((entry) => csvRow(tell(entry), zone)).join('')
      const last = rows.at(-1)
      if (!last || rows.length < AT_ONCE) return
      beforeSeq = last.walletSeq
    }
  }
  return Readable.from(lines())
}
