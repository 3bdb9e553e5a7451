/** The own company, in the portal: read by who sees money, changed by an owner whom the operator lets. */

import { AppError } from '../../../contract/errors.ts'
import { nameKey } from '../../../contract/names.ts'
import { can } from '../../../contract/permissions.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { customerLevelsOf } from '../rules/levels.ts'
import { edited, type PapersEdit, papersOf } from '../rules/paper.ts'
import * as tables from '../tables/customers.ts'
import { accountLevels, customerLevels } from '../tables/levels.ts'

async function mayManage(db: Db, accountId: number, customerId: number): Promise<boolean> {
  const [own, account] = await Promise.all([customerLevels(db, accountId, customerId), accountLevels(db, accountId)])
  return customerLevelsOf(own, account).effective.own_settings !== 'not_allowed'
}

export async function readOwnCompany(ctx: Ctx): Promise<tables.Customer & { editable: boolean }> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  const customer = await tables.getCustomer(ctx.db, accountId, customerId)
  if (!customer) throw new AppError('not_found')
  const editable = can(ctx.actor, 'portal.settings.write') && (await mayManage(ctx.db, accountId, customerId))
  return { ...customer, editable }
}

/** @throws AppError not_allowed_now where the operator keeps these settings */
export function editOwnCompany(ctx: Ctx, edit: PapersEdit): Promise<void> {
  const { accountId, customerId } = actorOf(ctx, 'customer')
  return ctx.transact(async (tx) => {
    const found = await tables.lockCustomer(tx, accountId, customerId)
    if (!found) throw new AppError('not_found')
    if (!(await mayManage(tx, accountId, customerId))) {
      throw new AppError('not_allowed_now', { message: 'These settings are kept for you. Ask to have them changed.' })
    }
    const after = edited(found, edit)
    if (!after) return
    await tables.updateCustomer(tx, accountId, { ...found, ...after, companyKey: nameKey(after.company) })
    const target = { kind: 'customer', id: customerId }
    await audit(tx, ctx, { action: 'customer.edited', target, before: papersOf(found), after })
  })
}
