/** Works off an import's rows from where it stands, for a while; then the next job goes on. */
import type { Ctx } from '../../platform/ctx.ts'
import { isOutage } from '../../platform/outage.ts'
import { changeImport, getImport, type ImportRow } from '../tables/imports.ts'
import { openBook } from './book.ts'
import { rowsOf } from './file.ts'
import { hashKeyOf, type LeadWork, NewSettings, passOver, workOnLeads } from './leads.ts'
import { CHUNK, Overtaken } from './progress.ts'
import { type ReturnWork, workOnReturn } from './returns.ts'

/** A job that works longer would be taken for dead some day. */
const TURN_MS = 60_000

export interface Turn {
  accountId: number
  importId: string
}

const PROBLEM = 'Something went wrong on our side. Continue it; if it fails again, tell us the time.'

/** True when there is more to do. */
export async function work(ctx: Ctx, { accountId, importId }: Turn, signal: AbortSignal): Promise<boolean> {
  const one = await getImport(ctx.db, accountId, importId)
  if (!one || (one.state !== 'checking' && one.state !== 'running')) return false
  const until = performance.now() + TURN_MS
  const goesOn = () => !signal.aborted && performance.now() < until
  try {
    return await (one.kind === 'leads' ? leads(ctx, accountId, one, goesOn) : returns(ctx, accountId, one, goesOn))
  } catch (error) {
    if (error instanceof Overtaken) return false
    if (isOutage(error)) throw error
    ctx.log.error({ err: error, accountId, importId }, 'an import failed')
    await ctx.transact((tx) => changeImport(tx, accountId, importId, { state: 'failed', problem: PROBLEM }))
    return false
  }
}

async function leads(ctx: Ctx, accountId: number, one: ImportRow, goesOn: () => boolean): Promise<boolean> {
  const book = await openBook(ctx.db, accountId, one, ctx.now())
  const hashKey = await hashKeyOf(ctx, accountId)
  const doing: LeadWork = { accountId, one, book, hashKey, seen: new Set() }
  let chunk: string[][] = []
  let done = one.done
  const commit = async (): Promise<void> => {
    await commitChunk(ctx, doing, chunk, done)
    done += chunk.length
    chunk = []
  }
  let nth = -1
  for await (const cells of rowsOf(ctx.files, accountId, one)) {
    nth++
    if (nth === 0) continue
    if (nth <= one.done) {
      passOver(cells, doing)
      continue
    }
    chunk.push(cells)
    // chunks begin at multiples, so that the results of one are one row
    if ((done + chunk.length) % CHUNK !== 0) continue
    await commit()
    if (!goesOn()) return done < one.total
  }
  if (chunk.length > 0) await commit()
  return false
}

async function commitChunk(ctx: Ctx, doing: LeadWork, chunk: readonly string[][], done: number): Promise<void> {
  try {
    await workOnLeads(ctx, doing, chunk, done)
  } catch (error) {
    if (!(error instanceof NewSettings)) throw error
    doing.book = await openBook(ctx.db, doing.accountId, doing.one, ctx.now())
    await commitChunk(ctx, doing, chunk, done)
  }
}

async function returns(ctx: Ctx, accountId: number, one: ImportRow, goesOn: () => boolean): Promise<boolean> {
  const doing: ReturnWork = { accountId, one, seen: new Set() }
  let nth = -1
  for await (const cells of rowsOf(ctx.files, accountId, one)) {
    nth++
    if (nth === 0 || nth <= one.done) continue
    await workOnReturn(ctx, doing, cells, nth - 1)
    if (!goesOn()) return nth < one.total
  }
  return false
}
