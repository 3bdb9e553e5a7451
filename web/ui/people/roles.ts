import type { CustomerRole } from '../../../contract/permissions.ts'

export const ROLES: Record<CustomerRole, string> = { owner: 'Owner', manager: 'Manager', viewer: 'Viewer' }
export const ROLE_HINTS: Record<CustomerRole, string> = {
  owner: 'Everything, also users, card and deposits.',
  manager: 'Leads, figures, balance and statements; pays only if allowed to.',
  viewer: 'Reads leads and figures.',
}

/** What a user of a customer may do. */
export interface Place {
  role: CustomerRole
  mayPay: boolean
}

/** "Manager, may pay". */
export const roleWords = ({ role, mayPay }: Place): string =>
  role === 'manager' && mayPay ? 'Manager, may pay' : ROLES[role]
