/** Asking for the statements of a month: by the clock, or by a person. */
import type { Sender } from '../../../contract/api/statements.ts'
import { AppError } from '../../../contract/errors.ts'
import { readAccountBasics } from '../../analytics/ops.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import { enqueue } from '../../platform/jobs.ts'
import { lastMonth, monthInWords } from '../rules/months.ts'
import { beginMonth, isBegun, zonesOfAccounts } from '../tables/months.ts'
import { readReceiver, readSender, writeSender } from '../tables/parties.ts'
import { issueForCustomer, issueForMonth } from './turns.ts'

/** The last month that has ended in the account's zone. */
export async function lastMonthOf(ctx: Ctx): Promise<string> {
  const { zone } = await readAccountBasics(ctx.db, accountOf(ctx))
  return lastMonth(ctx.now(), zone)
}

/** Begins the month that has just ended wherever that was not done: on the 1st, at the account's midnight. */
export async function beginMonths(ctx: Ctx): Promise<void> {
  const now = ctx.now()
  for (const { accountId, zone } of await zonesOfAccounts(ctx.db)) {
    const month = lastMonth(now, zone)
    if (await isBegun(ctx.db, accountId, month)) continue
    await ctx.transact(async (tx) => {
      if (await beginMonth(tx, accountId, month, now)) await enqueue(tx, issueForMonth, { accountId, month })
    })
  }
}

/** @throws AppError invalid_input for a month that is not over, not_found for another's customer */
export async function askForStatements(
  ctx: Ctx,
  { month, customer }: { month: string; customer?: number | undefined },
) {
  const { accountId } = actorOf(ctx, 'team')
  if (month > (await lastMonthOf(ctx)))
    throw new AppError('invalid_input', { field: 'month', message: `${monthInWords(month)} is not over yet.` })
  if (customer !== undefined && !(await readReceiver(ctx.db, accountId, customer))) throw new AppError('not_found')
  await ctx.transact(async (tx) => {
    if (customer === undefined) await enqueue(tx, issueForMonth, { accountId, month })
    else await enqueue(tx, issueForCustomer, { accountId, customerId: customer, month })
    await audit(tx, ctx, {
      action: 'statement.asked',
      target: { kind: 'statement', id: month },
      ...(customer !== undefined && { customerId: customer }),
    })
  })
}

/** Of the account's name where nothing was said. */
export async function readOwnSender(ctx: Ctx): Promise<Sender> {
  return (await readSender(ctx.db, accountOf(ctx))) ?? { legalName: '', address: '', taxId: '' }
}

export async function changeSender(ctx: Ctx, sender: Sender): Promise<Sender> {
  const { accountId } = actorOf(ctx, 'team')
  await ctx.transact(async (tx) => {
    const before = await readSender(tx, accountId)
    await writeSender(tx, accountId, sender)
    await audit(tx, ctx, {
      action: 'statement.sender_changed',
      target: { kind: 'account', id: accountId },
      before,
      after: sender,
    })
  })
  return sender
}
