import type { CustomerRole } from '../../../contract/permissions.ts'

export const ROLES: Record<CustomerRole, string> = { owner: 'Owner', manager: 'Manager', viewer: 'Viewer' }
export const ROLE_HINTS: Record<CustomerRole, string> = {
  owner: 'Everything, also users, card and deposits.',
  manager: 'Leads, figures, balance and statements; pays only if you let them.',
  viewer: 'Reads leads and figures.',
}

/** "Manager, may pay". */
export const roleWords = ({ role, mayPay }: { role: CustomerRole; mayPay: boolean }): string =>
  role === 'manager' && mayPay ? 'Manager, may pay' : ROLES[role]
