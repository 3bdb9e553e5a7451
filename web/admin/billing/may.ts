import type { Permission } from '../../../contract/permissions.ts'

/** Whether somebody with these permissions has anything to see under Card payments. */
export const seesPayments = (can: readonly Permission[]): boolean =>
  can.includes('stripe.read') || can.includes('reconciliation.read')
