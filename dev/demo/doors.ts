/** How one comes in besides by password: an API key that the world's description can say again, and people invited. */
import { createHash } from 'node:crypto'
import { keyScopes } from '../../contract/permissions.ts'
import { invite } from '../../server/people/actions/invitations.ts'
import { createApiKey } from '../../server/people/actions/keys.ts'
import { keyText } from '../../server/people/rules.ts'
import type { BuiltBusiness } from './build.ts'

const RANDOM = createHash('sha256').update('the key of the demo world').digest('base64url')

/** The key of the demo's first operator: known to everybody, like its passwords. */
export const demoKey = (accountId: number): string => keyText(accountId, RANDOM)

/** As of the business's clock: invitations that wait end after seven days. */
export async function openDoors({ ctx, plan, clients, customers }: BuiltBusiness): Promise<void> {
  await createApiKey(ctx, { name: 'Nightly sheet', scopes: [...keyScopes] }, RANDOM)
  await createApiKey(ctx, { name: 'Figures on the office wall', scopes: ['figure.read', 'account.read'] })
  await invite(ctx, { realm: 'team', role: 'billing', grants: ['export_data'] }, 'noor@halyard.example.com')
  const customerId = customers.get(plan.customers[0]?.company ?? '')
  const place = { realm: 'customer', role: 'viewer', mayPay: false, name: 'Books' } as const
  if (customerId !== undefined) await invite(ctx, { ...place, customerId }, 'bookkeeping@summitridge.example.com')
  const clientId = clients.get(plan.suppliers[0]?.client ?? '')
  if (clientId !== undefined) await invite(ctx, { realm: 'supplier', clientId }, 'second.desk@clearpath.example.com')
}
