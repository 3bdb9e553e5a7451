/** One row as a return of a lead: through the same door as every return, a commit of its own. */
import type { Mapping } from '../../../contract/api/imports.ts'
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { leadIdOf } from '../../platform/ids.ts'
import { markReturned, type ReturnWish } from '../../returns/ops.ts'
import { mappingOf } from '../rules/steps.ts'
import { isFault, yesOrNo } from '../rules/values.ts'
import { buyerNamed, leadsOfReferences } from '../tables/book.ts'
import type { ImportRow } from '../tables/imports.ts'
import { FIRST_ROW, holdImport, moveOn } from './progress.ts'

export interface ReturnWork {
  accountId: number
  one: ImportRow
  /** Leads and buyers of rows before, of this file. */
  seen: Set<string>
}

/** The row would have been done; what it did is taken back. */
class DryRun extends Error {}

const REASON = 500

interface Cells {
  lead: string
  buyer: string
  reason: string
  refund: string
}

function cellsOf(cells: readonly string[], { columns, reason }: Mapping): Cells {
  const at = (target: string) => {
    const column = columns[target]
    return column === undefined ? '' : (cells[column] ?? '').trim()
  }
  return { lead: at('lead_id'), buyer: at('buyer'), reason: at('reason') || (reason ?? ''), refund: at('refund') }
}

/** What the row wishes, or every fault in it. */
async function wishOf(ctx: Ctx, work: ReturnWork, cells: readonly string[]): Promise<ReturnWish | string[]> {
  const { accountId, one } = work
  const mapping = mappingOf(one)
  const { lead, buyer, reason, refund } = cellsOf(cells, mapping)
  const head = (target: string) => one.columns[mapping.columns[target] ?? -1] ?? target
  const faults: string[] = []
  const leadId = lead === '' ? undefined : await leadOf(ctx, accountId, lead)
  if (lead === '') faults.push(`${head('lead_id')}: a lead is needed`)
  else if (!leadId) faults.push(`${head('lead_id')}: there is no lead “${lead.slice(0, 64)}”`)
  const buyerId = buyer === '' ? undefined : await buyerNamed(ctx.db, accountId, buyer)
  if (buyer !== '' && buyerId === undefined) faults.push(`${head('buyer')}: there is no buyer “${buyer.slice(0, 60)}”`)
  if (reason === '') faults.push(`${head('reason')}: a reason is needed`)
  if (reason.length > REASON) faults.push(`${head('reason')}: at most ${REASON} characters`)
  const wanted = refund === '' ? { value: mapping.refund } : yesOrNo(refund)
  if (isFault(wanted)) faults.push(`${head('refund')}: ${wanted.fault}`)
  if (faults.length > 0 || !leadId || isFault(wanted)) return faults
  const of = buyerId === undefined ? ('lead' as const) : { buyerId }
  return { accountId, leadId, of, reason, note: null, refund: wanted.value, toSupplier: null, by: one.actorName }
}

async function leadOf(ctx: Ctx, accountId: number, text: string): Promise<string | undefined> {
  const imported = await leadsOfReferences(ctx.db, accountId, [text])
  return imported.get(text) ?? leadIdOf(text)
}

const keyOf = ({ leadId, of }: ReturnWish): string =>
  `${leadId} ${typeof of === 'object' && 'buyerId' in of ? of.buyerId : ''}`

/** One commit for the row and the mark behind it. @throws Overtaken */
export async function workOnReturn(ctx: Ctx, work: ReturnWork, cells: readonly string[], done: number): Promise<void> {
  const wish = await wishOf(ctx, work, cells)
  const faults = Array.isArray(wish) ? wish : await tried(ctx, work, wish, done)
  if (faults === undefined) return
  await ctx.transact((tx) => finish(ctx, tx, work, done, null, faults))
}

/** Undefined when it was done; its faults (none after a dry run) when the mark is still to be moved. */
async function tried(ctx: Ctx, work: ReturnWork, wish: ReturnWish, done: number): Promise<string[] | undefined> {
  const key = keyOf(wish)
  if (work.seen.has(key)) return ['This lead stands in the file twice']
  work.seen.add(key)
  try {
    await ctx.transact(async (tx) => {
      if (work.one.phase === 'run') await holdImport(tx, work.accountId, work.one, done)
      await markReturned(tx, ctx, wish)
      if (work.one.phase === 'check') throw new DryRun()
      await finish(ctx, tx, work, done, wish.leadId, [])
    })
    return undefined
  } catch (error) {
    if (error instanceof DryRun) return []
    // whatever it wrote before it found that out is rolled back
    if (error instanceof AppError && error.status < 500) return [error.message]
    throw error
  }
}

async function finish(
  ctx: Ctx,
  tx: Tx,
  { accountId, one }: ReturnWork,
  done: number,
  leadId: string | null,
  faults: string[],
): Promise<void> {
  const held = await holdImport(tx, accountId, one, done)
  const listed = faults.length > 0 ? [{ row: FIRST_ROW + done, faults }] : []
  await moveOn(ctx, tx, accountId, held, { done, leads: [leadId], faults: listed })
}
