/** Somebody of the team who looks as a customer does. */
import { can } from '../../../contract/permissions.ts'
import type { CustomerActor } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { companyOfCustomer } from '../tables/access.ts'
import { memberOf } from '../tables/members.ts'

interface View {
  accountId: number
  customerId: number
  /** The team's person. */
  userId: string
  sessionId: string
  until: Date
}

/** Asked anew each time: undefined once the person may look no more. Sees what an owner sees, and changes nothing. */
export async function viewerOf(db: Db, view: View): Promise<CustomerActor | undefined> {
  const { accountId, customerId, userId, sessionId, until } = view
  const [member, company] = await Promise.all([
    memberOf(db, accountId, userId),
    companyOfCustomer(db, accountId, customerId),
  ])
  if (!member || company === undefined || !can({ kind: 'team', ...member }, 'customer.view_as')) return undefined
  const { name, email } = member
  const viewer = { teamUserId: userId, name, until }
  return { kind: 'customer', userId, sessionId, email, name, accountId, customerId, role: 'owner', viewer }
}
