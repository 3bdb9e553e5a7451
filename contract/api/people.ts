/**
 * Who is there and how they come in: accounts, the sessions of the three realms, one-time links. The realms share
 * the shape of these endpoints and nothing else.
 */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { IdInPath } from '../page.ts'
import { permissionNames, teamGrants, teamRoles } from '../permissions.ts'
import { Zone } from '../settings.ts'
import { Email, NewPassword, ownLogin, PersonName, Token } from './own-login.ts'

export { Email, NewPassword, PersonName }

export const AccountName = z.string().trim().min(1, 'must not be empty').max(120)

const currencies = new Set(Intl.supportedValuesOf('currency'))
/** ISO 4217. */
export const Currency = z.string().refine((code) => currencies.has(code), 'not a currency, like USD')

const AccountParams = z.object({ account: IdInPath })
const Instant = z.iso.datetime()
const Permissions = z.array(z.enum(permissionNames))
const User = z.object({ name: z.string(), email: z.string() })

export const Account = z.object({
  id: z.number().int(),
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  /** Whether the currency can still be changed. */
  currencyOpen: z.boolean(),
  /** For so many days no customer is sold the same person twice. */
  samePersonDays: z.number().int(),
  requireSecondFactor: z.boolean(),
  createdAt: Instant,
})

export const TeamMe = z.object({
  user: User,
  accounts: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      zone: z.string(),
      currency: z.string(),
      role: z.enum(teamRoles),
      grants: z.array(z.enum(teamGrants)),
      can: Permissions,
      /** The account asks for a second factor and the person has none: nothing else is answered until there is one. */
      needsSecondFactor: z.boolean(),
    }),
  ),
})
export const CustomerMe = z.object({
  user: User,
  company: z.string(),
  zone: z.string(),
  currency: z.string(),
  can: Permissions,
  /** Somebody of the operator's looks as this customer, until then. */
  viewer: z.object({ name: z.string(), until: Instant }).nullable(),
})
/** The accounts to choose from, each under the name the supplier knows it by. */
export const SupplierPortal = z.object({
  account: z.number().int(),
  companyName: z.string(),
  zone: z.string(),
  currency: z.string(),
})
export const SupplierMe = z.object({ user: User, portals: z.array(SupplierPortal), can: Permissions })

export const consoleSession = ownLogin('/api/console', TeamMe)
export const portalSession = ownLogin('/api/portal', CustomerMe)
export const supplierSession = ownLogin('/api/supplier', SupplierMe)

export const supplierPortals = endpoint({
  method: 'GET',
  path: '/api/supplier/portals',
  summary: 'The companies that gave the signed-in supplier access.',
  reply: z.object({ items: z.array(SupplierPortal) }),
})

const NewAccount = z.object({ name: AccountName, zone: Zone, currency: Currency })
const Link = z.object({ token: Token })

export const firstAccountLook = endpoint({
  method: 'POST',
  path: '/api/console/first-account/look',
  summary: 'Whether the link printed at start still opens the first account.',
  body: Link,
  reply: z.object({ expiresAt: Instant }),
})
export const firstAccount = endpoint({
  method: 'POST',
  path: '/api/console/first-account',
  summary: 'Opens the first account of the installation and signs its owner in.',
  body: z.object({
    token: Token,
    account: NewAccount,
    owner: z.object({ name: PersonName, email: Email, password: NewPassword }),
  }),
  reply: TeamMe,
})

export const signUpOpen = endpoint({
  method: 'GET',
  path: '/api/console/sign-up',
  summary: 'Whether anybody may open an account here.',
  reply: z.object({ open: z.boolean() }),
})
export const signUp = endpoint({
  method: 'POST',
  path: '/api/console/sign-up',
  summary: 'Mails a link that opens an account, where open sign-up is switched on.',
  body: z.object({ email: Email }),
  reply: Nothing,
})
export const signUpLook = endpoint({
  method: 'POST',
  path: '/api/console/sign-up/look',
  summary: 'Whose link it is, before an account is opened with it.',
  body: Link,
  reply: z.object({ email: z.string(), expiresAt: Instant }),
})
export const signUpFinish = endpoint({
  method: 'POST',
  path: '/api/console/sign-up/finish',
  summary: 'Opens an account with a mailed link and signs its owner in.',
  body: z.object({
    token: Token,
    account: NewAccount,
    owner: z.object({ name: PersonName, password: NewPassword }),
  }),
  reply: TeamMe,
})

export const AccountEdit = NewAccount.extend({
  /** 0 switches it off. */
  samePersonDays: z.number().int().min(0).max(365),
  requireSecondFactor: z.boolean(),
}).partial()

export const readAccount = endpoint({
  method: 'GET',
  path: '/api/console/:account',
  summary: 'The account: name, zone, currency.',
  params: AccountParams,
  reply: Account,
})
export const changeAccount = endpoint({
  method: 'PATCH',
  path: '/api/console/:account',
  summary:
    'Changes name, zone, same-person days, the need of a second factor, or (while nothing is booked) the currency.',
  params: AccountParams,
  body: AccountEdit,
  reply: Account,
})
