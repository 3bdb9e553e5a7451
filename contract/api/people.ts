/**
 * Who is there and how they come in: accounts, the sessions of the three realms, one-time links. The realms share
 * the shape of these endpoints and nothing else.
 */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { IdInPath } from '../page.ts'
import { permissionNames, teamGrants, teamRoles } from '../permissions.ts'
import { Zone } from '../settings.ts'

/** As stored and compared: without blanks, in lower case. */
export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email('not an e-mail address'))
/** Length is what makes a password strong; no rules about signs. The upper bound keeps hashing cheap. */
export const NewPassword = z
  .string()
  .min(10, 'must have at least 10 characters')
  .max(200, 'must have at most 200 characters')
export const PersonName = z.string().trim().min(1, 'must not be empty').max(120)
export const AccountName = z.string().trim().min(1, 'must not be empty').max(120)

const currencies = new Set(Intl.supportedValuesOf('currency'))
/** ISO 4217. */
export const Currency = z.string().refine((code) => currencies.has(code), 'not a currency, like USD')

const AccountParams = z.object({ account: IdInPath })
const Instant = z.iso.datetime()
const Permissions = z.array(z.enum(permissionNames))
const Token = z.string().min(1).max(200)
const User = z.object({ name: z.string(), email: z.string() })

/** What is asked of whoever signs in. A wrong one is answered like an unknown one, so nothing here hints at rules. */
const Credentials = z.object({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
})

export const OwnSession = z.object({
  id: z.string(),
  current: z.boolean(),
  createdAt: Instant,
  lastSeenAt: Instant,
  ip: z.string(),
  userAgent: z.string(),
})

/** The endpoints that each realm has of its own, on its own host. */
function sessionEndpoints<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    signIn: endpoint({
      method: 'POST',
      path: `${prefix}/session`,
      summary: 'Signs in with e-mail address and password.',
      body: Credentials,
      reply: me,
    }),
    me: endpoint({ method: 'GET', path: `${prefix}/session`, summary: 'Who is signed in.', reply: me }),
    signOut: endpoint({ method: 'DELETE', path: `${prefix}/session`, summary: 'Signs out.', reply: Nothing }),
    sessions: endpoint({
      method: 'GET',
      path: `${prefix}/sessions`,
      summary: 'Where the signed-in person is signed in.',
      reply: z.object({ items: z.array(OwnSession) }),
    }),
    revokeSession: endpoint({
      method: 'DELETE',
      path: `${prefix}/sessions/:session`,
      summary: 'Ends one of the own sessions.',
      params: z.object({ session: z.string().min(1).max(100) }),
      reply: Nothing,
    }),
    changePassword: endpoint({
      method: 'POST',
      path: `${prefix}/password`,
      summary: 'Changes the own password and ends all other sessions.',
      body: z.object({ current: z.string().min(1).max(200), password: NewPassword }),
      reply: Nothing,
    }),
  }
}

export const Account = z.object({
  id: z.number().int(),
  name: z.string(),
  zone: z.string(),
  currency: z.string(),
  /** Whether the currency can still be changed. */
  currencyOpen: z.boolean(),
  portal: z.object({ companyName: z.string(), address: z.string(), brand: z.string() }),
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
    }),
  ),
})
export const CustomerMe = z.object({
  user: User,
  company: z.string(),
  zone: z.string(),
  currency: z.string(),
  can: Permissions,
})
/** The accounts to choose from, each under the name the supplier knows it by. */
export const SupplierPortal = z.object({
  account: z.number().int(),
  companyName: z.string(),
  zone: z.string(),
  currency: z.string(),
})
export const SupplierMe = z.object({ user: User, portals: z.array(SupplierPortal), can: Permissions })

export const consoleSession = sessionEndpoints('/api/console', TeamMe)
export const portalSession = sessionEndpoints('/api/portal', CustomerMe)
export const supplierSession = sessionEndpoints('/api/supplier', SupplierMe)

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

export const setPasswordLook = endpoint({
  method: 'POST',
  path: '/api/console/set-password/look',
  summary: 'Whose link it is, before a password is set with it.',
  body: Link,
  reply: z.object({ name: z.string(), email: z.string(), expiresAt: Instant }),
})
export const setPassword = endpoint({
  method: 'POST',
  path: '/api/console/set-password',
  summary: 'Sets the password with a one-time link, ends all sessions and signs in.',
  body: z.object({ token: Token, password: NewPassword }),
  reply: TeamMe,
})

export const readAccount = endpoint({
  method: 'GET',
  path: '/api/console/:account',
  summary: 'The account: name, zone, currency, portal.',
  params: AccountParams,
  reply: Account,
})
export const changeAccount = endpoint({
  method: 'PATCH',
  path: '/api/console/:account',
  summary: 'Changes name, zone or (while nothing is booked) the currency.',
  params: AccountParams,
  body: NewAccount.partial(),
  reply: Account,
})
