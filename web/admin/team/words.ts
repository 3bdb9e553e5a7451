import type { Permission, TeamGrant, TeamRole } from '../../../contract/permissions.ts'

export const ROLE_HINTS: Record<TeamRole, string> = {
  administrator: 'Everything.',
  member: 'Everything but billing, keys and the team.',
  billing: 'Wallets, deposits, reports. Of leads only id, date, campaign and price.',
  viewer: 'Reads, changes nothing.',
}
export const GRANTS: Record<TeamGrant, string> = {
  export_data: 'Export data',
  delete_data: 'Delete data',
  customer_portal_access: 'Run the Customer Portal',
}

const NOUNS: Record<string, string> = {
  account: 'Account',
  audit: 'Audit log',
  client: 'Clients',
  campaign: 'Campaigns',
  do_not_sell: 'Do-not-sell list',
  lead: 'Leads',
  figure: 'Figures',
  customer: 'Customers',
  wallet: 'Wallets',
  report: 'Reports',
  import: 'Imports',
  list: 'Value lists',
  alert: 'Alerts',
  billing: 'Billing',
  reconciliation: 'Reconciliation',
  statement: 'Statements',
  portal_setup: 'Portal settings',
}
const VERBS: Record<string, string> = {
  read: 'Read',
  write: 'Change',
  read_data: 'Read what is in them',
  credit: 'Credit and debit',
  return: 'Return',
  export: 'Export',
  charge: 'Charge cards, refund and close',
  issue: 'Issue',
}

const spoken = (word: string) => {
  const text = word.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
const partsOf = (permission: Permission) => {
  const at = permission.lastIndexOf('.')
  return { noun: permission.slice(0, at), verb: permission.slice(at + 1) }
}

export const verbOf = (permission: Permission) => {
  const { verb } = partsOf(permission)
  return VERBS[verb] ?? spoken(verb)
}
/** "Leads: read". */
export function scopeName(permission: Permission): string {
  const { noun } = partsOf(permission)
  return `${NOUNS[noun] ?? spoken(noun)}: ${verbOf(permission).toLowerCase()}`
}
/** By what they are about, in the order of the list. */
export function scopeGroups(scopes: readonly Permission[]): { name: string; scopes: Permission[] }[] {
  const groups = Map.groupBy(scopes, (scope) => partsOf(scope).noun)
  return [...groups].map(([noun, own]) => ({ name: NOUNS[noun] ?? spoken(noun), scopes: own }))
}
