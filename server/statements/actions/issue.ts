/**
 * Issuing: the period is closed first, in a commit of its own, so that nothing can be booked in it any more; then its
 * papers are written, and the statement that names them is the last thing. Done twice or at once, one of them counts.
 */
import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { readAccountBasics, windowOfDays } from '../../analytics/ops.ts'
import { closePeriod, firstSeqSince, journalOf, readWallet } from '../../ledger/ops.ts'
import { portalLink, tellBilling } from '../../notifications/ops.ts'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { makePdf } from '../../platform/pdf.ts'
import { issueToken } from '../../platform/tokens.ts'
import { statementReady } from '../rules/mails.ts'
import { daysOfMonth, lastMonth, monthAfter, monthOf } from '../rules/months.ts'
import { numberOf, paperKey } from '../rules/names.ts'
import { statementPaper } from '../rules/paper.ts'
import { insertStatement, lastStatement, type NewStatement } from '../tables/statements.ts'
import { csvOf, linesOf, partiesOf } from './content.ts'

export interface Wanted {
  accountId: number
  customerId: number
  /** The last month to issue; what is missing before it comes first. */
  month: string
}

interface Due {
  month: string
  number: number
  firstSeq: number
  opening: number
  notBefore: Date | undefined
}

/** The next month that has entries and no statement. */
async function dueOf(db: Db, { accountId, customerId }: Wanted, zone: string): Promise<Due | undefined> {
  const last = await lastStatement(db, accountId, customerId)
  const firstSeq = (last?.lastSeq ?? 0) + 1
  const { value } = await journalOf(db, accountId, customerId, { fromSeq: firstSeq, beforeSeq: firstSeq + 1 }).next()
  const first = value?.[0]
  if (!first) return undefined
  const months = [monthOf(first.bookedAt, zone), ...(last ? [monthAfter(last.month)] : [])]
  // the account's zone may have moved since: an entry never goes back into an issued month
  const month = months.sort().at(-1) ?? ''
  return { month, number: (last?.number ?? 0) + 1, firstSeq, opening: last?.closing ?? 0, notBefore: last?.end }
}

/** Issues what a customer is missing up to a month that has ended. Returns how many. */
export async function issueStatements(ctx: Ctx, wanted: Wanted): Promise<number> {
  const { zone } = await readAccountBasics(ctx.db, wanted.accountId)
  if (wanted.month > lastMonth(ctx.now(), zone)) return 0
  for (let issued = 0; ; ) {
    const due = await dueOf(ctx.db, wanted, zone)
    if (!due || due.month > wanted.month) return issued
    if (await issueOne(ctx, wanted, zone, due)) issued++
  }
}

async function issueOne(ctx: Ctx, wanted: Wanted, zone: string, due: Due): Promise<boolean> {
  const { accountId, customerId } = wanted
  const { from, to: end } = windowOfDays(daysOfMonth(due.month), zone, 'day')
  const start = due.notBefore && due.notBefore > from ? due.notBefore : from
  await ctx.transact((tx) => closePeriod(tx, accountId, customerId, end))
  const lastSeq = (await firstSeqSince(ctx.db, accountId, customerId, end)) - 1
  const written = await writePapers(ctx, wanted, { ...due, zone, start, end, lastSeq })
  const isIssued = await ctx.transact((tx) => keep(ctx, tx, wanted, written))
  // somebody else issued it meanwhile: these papers are nobody's
  if (!isIssued) await forget(ctx, accountId, written.statementId)
  return isIssued
}

async function forget(ctx: Ctx, accountId: number, statementId: string): Promise<void> {
  await ctx.files.delete(paperKey(accountId, statementId, 'pdf'))
  await ctx.files.delete(paperKey(accountId, statementId, 'csv'))
}

interface Closed extends Due {
  zone: string
  start: Date
  end: Date
  lastSeq: number
}

async function* hashed(hash: Hash, pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    hash.update(piece)
    yield Buffer.from(piece)
  }
}

async function writePapers(ctx: Ctx, { accountId, customerId }: Wanted, closed: Closed): Promise<NewStatement> {
  const { month, number, zone, opening, firstSeq, lastSeq } = closed
  const period = { accountId, customerId, zone, firstSeq, lastSeq }
  const [{ sender, receiver, billingEmail }, wallet, { sums, lines, folded }] = await Promise.all([
    partiesOf(ctx.db, accountId, customerId),
    readWallet(ctx.db, accountId, customerId),
    linesOf(ctx.db, period),
  ])
  const issuedAt = ctx.now()
  const statementId = newId(issuedAt)
  const closing = lines.at(-1)?.balance ?? opening
  if (opening + sums.total !== closing) throw new Error(`the journal of wallet ${customerId} does not foot in ${month}`)
  const shown = { number: numberOf(customerId, number), month, zone, currency: wallet.currency, issuedAt }
  const pdf = await makePdf(statementPaper({ ...shown, sender, receiver, opening, closing, sums, lines, folded }))
  const csv = createHash('sha256')
  await ctx.files.put(paperKey(accountId, statementId, 'pdf'), pdf)
  await ctx.files.put(
    paperKey(accountId, statementId, 'csv'),
    Readable.from(hashed(csv, csvOf(ctx.db, period)), { objectMode: false }),
  )
  const hashes = { pdfHash: createHash('sha256').update(pdf).digest(), csvHash: csv.digest() }
  const { start, end } = closed
  const kept = {
    ...hashes,
    statementId,
    customerId,
    number,
    month,
    zone,
    start,
    end,
    firstSeq,
    lastSeq,
    opening,
    closing,
  }
  return { ...kept, currency: wallet.currency, sender, receiver, mailedTo: billingEmail, issuedAt }
}

const LINK_MS = 60 * 86_400_000
export const STATEMENT_LINK = 'statements.paper'

/** Its row, and the mail: of the month that was asked for; older ones that were missing come without. */
async function keep(ctx: Ctx, tx: Tx, wanted: Wanted, one: NewStatement): Promise<boolean> {
  const { accountId, customerId } = wanted
  const isMailed = one.month === wanted.month
  if (!(await insertStatement(tx, accountId, { ...one, mailedTo: isMailed ? one.mailedTo : null }))) return false
  const number = numberOf(customerId, one.number)
  await audit(tx, ctx, {
    action: 'statement.issued',
    accountId,
    customerId,
    target: { kind: 'statement', id: number },
    after: { month: one.month, opening: one.opening, closing: one.closing },
  })
  if (!isMailed) return true
  const expiresAt = new Date(one.issuedAt.getTime() + LINK_MS)
  const subject = one.statementId
  const token = await issueToken(tx, ctx, { purpose: STATEMENT_LINK, subject, accountId, expiresAt })
  const link = await portalLink({ db: tx, config: ctx.config }, accountId, `/papers/${token}`)
  await tellBilling(tx, ctx, { accountId, customerId }, statementReady({ ...one, number }, link))
  return true
}
