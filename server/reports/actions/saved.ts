/** Keeping a report under a name: one's own to change, the team's to read where it is shared. */
import { z } from 'zod'
import { Report, type SavedReport } from '../../../contract/api/reports.ts'
import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import type { PageQuery } from '../../../contract/page.ts'
import { can } from '../../../contract/permissions.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import { constraintOf } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { type Page, readCursor, toPage } from '../../platform/page.ts'
import * as tables from '../tables/saved.ts'

/** Of one person in one account. */
const MOST = 100

export interface Kept {
  name: string
  shared: boolean
  report: Report
}

const Place = z.tuple([z.string(), z.uuid()])

export async function listReports(ctx: Ctx, query: PageQuery): Promise<Page<SavedReport>> {
  const { accountId, userId } = actorOf(ctx, 'team')
  const rows = await tables.listSaved(ctx.db, accountId, {
    ownerId: userId,
    after: readCursor(Place, query.cursor),
    limit: query.limit + 1,
  })
  const page = toPage(rows, query.limit, (row) => [row.name_key, row.report_id])
  return { next: page.next, items: page.items.map((row) => savedOf(row, userId)) }
}

function savedOf(row: tables.SavedRow, userId: string): SavedReport {
  const { report_id: id, name, shared, owner_name: by, owner_id } = row
  return { id, name, shared, by, own: owner_id === userId, report: Report.parse(row.query) }
}

/** @throws AppError forbidden: showing something to the whole team is not for everybody */
function refuseSharing(ctx: Ctx, { shared }: Kept): void {
  if (shared && !can(actorOf(ctx, 'team'), 'report.share')) {
    throw new AppError('forbidden', { field: 'shared', message: 'Your role does not share reports with the team.' })
  }
}

const writeOf = (ctx: Ctx, kept: Kept) => ({ ...kept, nameKey: nameKey(kept.name), now: ctx.now() })

async function refusingTakenName<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    if (constraintOf(error) !== 'saved_reports_name_unique') throw error
    throw new AppError('already_exists', { field: 'name', message: 'Another report of yours has this name.' })
  }
}

/** @throws AppError already_exists, not_allowed_now, forbidden */
export function saveReport(ctx: Ctx, kept: Kept): Promise<SavedReport> {
  const { accountId, userId, name: by } = actorOf(ctx, 'team')
  refuseSharing(ctx, kept)
  const id = newId(ctx.now())
  return ctx.transact(async (tx) => {
    if ((await tables.countSaved(tx, accountId, userId)) >= MOST) {
      throw new AppError('not_allowed_now', {
        message: `You have ${MOST} reports. Forget one that you no longer need.`,
      })
    }
    const row = { ...writeOf(ctx, kept), reportId: id, ownerId: userId, ownerName: by }
    await refusingTakenName(tables.insertSaved(tx, accountId, row))
    return { id, by, own: true, ...kept }
  })
}

/** @throws AppError not_found for one that is not the asker's own, already_exists, forbidden */
export function changeReport(ctx: Ctx, id: string, kept: Kept): Promise<SavedReport> {
  const { accountId, userId, name: by } = actorOf(ctx, 'team')
  refuseSharing(ctx, kept)
  return ctx.transact(async (tx) => {
    const place = { reportId: id, ownerId: userId }
    const found = await refusingTakenName(tables.updateSaved(tx, accountId, place, writeOf(ctx, kept)))
    if (!found) throw new AppError('not_found')
    return { id, by, own: true, ...kept }
  })
}

/** @throws AppError not_found */
export function forgetReport(ctx: Ctx, id: string): Promise<void> {
  const { accountId, userId } = actorOf(ctx, 'team')
  return ctx.transact(async (tx) => {
    if (!(await tables.deleteSaved(tx, accountId, { reportId: id, ownerId: userId }))) throw new AppError('not_found')
  })
}
