/**
 * Who may do what, as data: the route's gate, a query's scope and a page's buttons all ask this one list.
 * Roles and grants are spec 1, People.
 */
export const teamRoles = ['administrator', 'member', 'billing', 'viewer'] as const
export type TeamRole = (typeof teamRoles)[number]

export const teamGrants = ['export_data', 'delete_data', 'customer_portal_access'] as const
export type TeamGrant = (typeof teamGrants)[number]

export const customerRoles = ['owner', 'manager', 'viewer'] as const
export type CustomerRole = (typeof customerRoles)[number]

export type Realm = 'team' | 'customer' | 'supplier'

interface TeamRule {
  realm: 'team'
  /** Roles that have it outright. */
  roles: readonly TeamRole[]
  /** Roles that have it only together with a grant. */
  withGrant?: { grant: TeamGrant; roles: readonly TeamRole[] }
  /** Signed in is enough; no account needs to be chosen. */
  anySession?: true
}
interface CustomerRule {
  realm: 'customer'
  roles: readonly CustomerRole[]
  /** Roles that have it only if an owner lets that person pay. */
  withMayPay?: readonly CustomerRole[]
  /** Changes nothing and makes no file: all that *View as customer* has. */
  reads?: true
}
interface SupplierRule {
  realm: 'supplier'
}
type Rule = TeamRule | CustomerRule | SupplierRule

const everyRole = teamRoles
const builders = ['administrator', 'member'] as const
const readers = ['administrator', 'member', 'viewer'] as const
const cashiers = ['administrator', 'billing'] as const

const team = (roles: readonly TeamRole[], withGrant?: TeamRule['withGrant']): TeamRule => ({
  realm: 'team',
  roles,
  ...(withGrant && { withGrant }),
})
const customer = (...roles: CustomerRole[]): CustomerRule => ({ realm: 'customer', roles })
const customerReads = (...roles: CustomerRole[]): CustomerRule => ({ realm: 'customer', roles, reads: true })
const supplier: SupplierRule = { realm: 'supplier' }

const rules = {
  'own.session.team': { realm: 'team', roles: everyRole, anySession: true },
  'account.read': team(everyRole),
  'account.write': team(['administrator']),
  'team.read': team(['administrator']),
  'team.write': team(['administrator']),
  'key.read': team(['administrator']),
  'key.write': team(['administrator']),
  'audit.read': team(['administrator']),
  'client.read': team(everyRole),
  'client.write': team(builders),
  'campaign.read': team(everyRole),
  'campaign.write': team(builders),
  'do_not_sell.read': team(readers),
  'do_not_sell.write': team(builders),
  /** That a lead is there: id, date, campaign, price. All that Billing sees of one. */
  'lead.read': team(everyRole),
  /** What is in it: fields, supplier, attempts, reasons. */
  'lead.read_data': team(readers),
  /** Saying how a call of unknown end ended. */
  'lead.settle': team(builders),
  /** Selling by hand: again to who bought it, or to a buyer of choice. */
  'lead.sell': team(builders),
  /** It credits what was paid: for who decides requests of returns (spec 1, Team). */
  'lead.return': team(cashiers, { grant: 'customer_portal_access', roles: ['member'] }),
  'figure.read': team(everyRole),
  'alert.read': team(everyRole),
  'alert.dismiss': team(['administrator', 'member', 'billing']),
  /** Reports of one's own under a name. */
  'report.save': team(everyRole),
  'report.share': team(['administrator', 'member', 'billing']),
  /** Figures as a file. A Viewer exports nothing, whatever is granted. */
  'report.export': team(['administrator'], { grant: 'export_data', roles: ['member', 'billing'] }),
  /** Leads are brought in by builders, returns by who may return (server/imports). */
  'import.read': team(['administrator', 'member', 'billing']),
  'import.write': team(['administrator', 'member', 'billing']),
  'customer.read': team(everyRole),
  'customer.write': team(['administrator'], { grant: 'customer_portal_access', roles: ['member'] }),
  'wallet.read': team(everyRole),
  /** The customers as a file. */
  'customer.export': team(['administrator'], { grant: 'export_data', roles: ['member', 'billing'] }),
  /** Seeing a customer's portal as it does, reading only. */
  'customer.view_as': team(['administrator'], { grant: 'customer_portal_access', roles: ['member'] }),
  'wallet.credit': team(cashiers),
  /** Card and terms: charging it, refunding, taking it away, closing a customer's balance, raising limits. */
  'wallet.charge': team(cashiers),
  /** A customer's card, charges and terms. */
  'billing.read': team(everyRole),
  'reconciliation.read': team(cashiers),
  'statement.read': team(everyRole),
  'statement.issue': team(cashiers),
  'lead.export': team(['administrator'], { grant: 'export_data', roles: ['member'] }),
  'stripe.read': team(['administrator']),
  'stripe.write': team(['administrator']),
  'portal_setup.read': team(everyRole),
  'portal_setup.write': team(['administrator']),

  /** Who is signed in, and signing out. */
  'own.session.customer': customerReads('owner', 'manager', 'viewer'),
  /** The own name, password, address, second factor and sessions. */
  'own.login.customer': customer('owner', 'manager', 'viewer'),
  'portal.lead.read': customerReads('owner', 'manager', 'viewer'),
  'portal.lead.export': customer('owner', 'manager'),
  /** Having a made-up lead sent to one's own system or mailbox. */
  'portal.lead.test': customer('owner', 'manager'),
  'portal.figure.read': customerReads('owner', 'manager', 'viewer'),
  'portal.wallet.read': customerReads('owner', 'manager'),
  /** Its entries as a file. */
  'portal.wallet.export': customer('owner', 'manager'),
  'portal.statement.read': customerReads('owner', 'manager'),
  /** Deposits. */
  'portal.pay': { realm: 'customer', roles: ['owner'], withMayPay: ['manager'] },
  'portal.card.write': customer('owner'),
  'portal.recharge.write': customer('owner'),
  'portal.user.read': customerReads('owner'),
  'portal.user.write': customer('owner'),
  /** Legal name, address, tax id and billing e-mail of the own customer. */
  'portal.settings.read': customerReads('owner', 'manager'),
  'portal.settings.write': customer('owner'),
  /** Who changed what of the own customer, the operator's people among them. */
  'portal.activity.read': customerReads('owner'),

  'own.session.supplier': supplier,
  'supplier.campaign.read': supplier,
  'supplier.lead.read': supplier,
  'supplier.figure.read': supplier,
} as const satisfies Record<string, Rule>

export type Permission = keyof typeof rules

/** Every permission with its rule, to be printed, documented and tested as a list. */
export const permissions: Readonly<Record<Permission, Rule>> = rules
/** In the list's order. */
// Object.keys forgets the literal keys
export const permissionNames = Object.keys(rules) as Permission[]

/** As much of an actor as a permission asks about. `team_user` is signed in but stands in no account. */
export type Holder =
  | { kind: 'anonymous' | 'team_user' | 'supplier' | 'system' }
  | { kind: 'team'; role: TeamRole; grants: readonly TeamGrant[] }
  | { kind: 'customer'; role: CustomerRole; mayPay?: boolean; viewer?: object }
  | { kind: 'api_key'; scopes: readonly Permission[] }

function teamHas(rule: TeamRule, role: TeamRole, grants: readonly TeamGrant[]): boolean {
  if (rule.roles.includes(role)) return true
  const extra = rule.withGrant
  return extra?.roles.includes(role) === true && grants.includes(extra.grant)
}

function customerHas(rule: CustomerRule, { role, mayPay, viewer }: Extract<Holder, { kind: 'customer' }>): boolean {
  if (viewer) return rule.reads === true && rule.roles.includes(role)
  return rule.roles.includes(role) || (mayPay === true && rule.withMayPay?.includes(role) === true)
}

/** Whether the holder has the permission at all; on which rows is the query's scope. */
export function can(holder: Holder, permission: Permission): boolean {
  const rule = permissions[permission]
  switch (holder.kind) {
    case 'anonymous':
      return false
    // jobs and commands: no request ever is the system
    case 'system':
      return true
    case 'team_user':
      return rule.realm === 'team' && rule.anySession === true
    case 'team':
      return rule.realm === 'team' && teamHas(rule, holder.role, holder.grants)
    case 'api_key':
      return forKeys(permission) && holder.scopes.includes(permission)
    case 'customer':
      return rule.realm === 'customer' && customerHas(rule, holder)
    case 'supplier':
      return rule.realm === 'supplier'
  }
}

// who may do what is decided by people: no key gives or takes rights, makes another key, or looks through a customer's eyes
const PEOPLE_ONLY: ReadonlySet<Permission> = new Set([
  'own.session.team',
  'account.write',
  'team.read',
  'team.write',
  'key.read',
  'key.write',
  'customer.view_as',
  'stripe.read',
  'stripe.write',
])

/** Whether an API key can be given the permission: all of the team's, but what is about people and keys. */
export const forKeys = (permission: Permission): boolean =>
  permissions[permission].realm === 'team' && !PEOPLE_ONLY.has(permission)
/** What an API key's scopes are chosen from, in the list's order. */
export const keyScopes: readonly Permission[] = permissionNames.filter(forKeys)

/** Everything the holder may do: what a page's first reply carries for its menu. */
export function permissionsOf(holder: Holder): Permission[] {
  return permissionNames.filter((name) => can(holder, name))
}
