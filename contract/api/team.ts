/** Who may come in: the team, a customer's users, a supplier's people, and those who were asked to. */
import { z } from 'zod'
import { endpoint, Nothing } from '../endpoint.ts'
import { AccountPath, IdInPath, PageQuery, pageOf } from '../page.ts'
import { customerRoles, teamGrants, teamRoles } from '../permissions.ts'
import { Email, NewPassword, PersonName, Token } from './own-login.ts'
import { CustomerMe, SupplierMe, TeamMe } from './people.ts'

const Instant = z.iso.datetime()
const Id = z.uuid()

const TeamPlace = z.object({
  role: z.enum(teamRoles),
  grants: z
    .array(z.enum(teamGrants))
    .max(teamGrants.length)
    .default([])
    .transform((grants) => [...new Set(grants)]),
})
/** `mayPay` counts for a manager only. */
const CustomerPlace = z.object({ role: z.enum(customerRoles), mayPay: z.boolean().default(false) })

const Invitation = z.object({
  id: z.string(),
  email: z.string(),
  invitedBy: z.string(),
  sentAt: Instant,
  /** The link opens nothing afterwards; sending it again makes a new one. */
  expiresAt: Instant,
})

/** The same four for each kind of place: list, invite, send again, cancel. */
function invitationEndpoints<P extends z.ZodRawShape, B extends z.ZodRawShape, R extends z.ZodRawShape>(
  path: `/api/${string}`,
  of: { whom: string; params: z.ZodObject<P>; place: z.ZodObject<B>; shown: z.ZodObject<R> },
) {
  const one = of.params.extend({ invitation: Id })
  return {
    list: endpoint({
      method: 'GET',
      path,
      summary: `Invitations of ${of.whom} that wait to be accepted, newest first.`,
      params: of.params,
      query: PageQuery,
      reply: pageOf(Invitation.extend(of.shown.shape)),
    }),
    invite: endpoint({
      method: 'POST',
      path,
      summary: `Invites one of ${of.whom} by a mail with a one-time link.`,
      params: of.params,
      body: of.place.extend({ email: Email }),
      reply: Nothing,
    }),
    sendAgain: endpoint({
      method: 'POST',
      path: `${path}/:invitation/send-again`,
      summary: `Mails an invitation of ${of.whom} again; the link before opens nothing any more.`,
      params: one,
      reply: Nothing,
    }),
    cancel: endpoint({
      method: 'DELETE',
      path: `${path}/:invitation`,
      summary: `Cancels an invitation of ${of.whom}.`,
      params: one,
      reply: Nothing,
    }),
  }
}

const CustomerPath = AccountPath.extend({ customer: IdInPath })
const ClientPath = AccountPath.extend({ client: IdInPath })

export const teamInvitations = invitationEndpoints('/api/console/:account/team/invitations', {
  whom: 'the team',
  params: AccountPath,
  place: TeamPlace,
  shown: z.object({ role: z.enum(teamRoles), grants: z.array(z.enum(teamGrants)) }),
})
const ofCustomer = {
  place: CustomerPlace.extend({ name: PersonName.optional() }),
  shown: z.object({ role: z.enum(customerRoles), mayPay: z.boolean(), name: z.string() }),
}
export const customerInvitations = invitationEndpoints('/api/console/:account/customers/:customer/invitations', {
  whom: 'the people of a customer',
  params: CustomerPath,
  ...ofCustomer,
})
/** The same four for an owner. */
export const ownInvitations = invitationEndpoints('/api/portal/invitations', {
  whom: 'the own colleagues',
  params: z.object({}),
  ...ofCustomer,
})
export const supplierInvitations = invitationEndpoints('/api/console/:account/clients/:client/invitations', {
  whom: 'the suppliers of a Client',
  params: ClientPath,
  place: z.object({}),
  shown: z.object({}),
})

export const TeamMember = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(teamRoles),
  grants: z.array(z.enum(teamGrants)),
  secondFactor: z.boolean(),
  since: Instant,
})

export const listTeam = endpoint({
  method: 'GET',
  path: '/api/console/:account/team',
  summary: 'The team, by e-mail address.',
  params: AccountPath,
  query: PageQuery,
  reply: pageOf(TeamMember),
})
export const changeTeamMember = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/team/:user',
  summary: 'Changes role and grants of a team member; an account always has an administrator.',
  params: AccountPath.extend({ user: Id }),
  body: TeamPlace,
  reply: Nothing,
})
export const removeTeamMember = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/team/:user',
  summary: 'Takes a person out of the team, never the last administrator.',
  params: AccountPath.extend({ user: Id }),
  reply: Nothing,
})

export const changeCustomerUser = endpoint({
  method: 'PATCH',
  path: '/api/console/:account/customers/:customer/users/:user',
  summary: 'Changes the role of a user of a customer, and whether a manager may pay; it always has an owner.',
  params: CustomerPath.extend({ user: Id }),
  body: CustomerPlace,
  reply: Nothing,
})
export const removeCustomerUser = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/customers/:customer/users/:user',
  summary: 'Takes the login of a user of a customer away, never that of the last owner.',
  params: CustomerPath.extend({ user: Id }),
  reply: Nothing,
})

export const listColleagues = endpoint({
  method: 'GET',
  path: '/api/portal/users',
  summary: 'Who signs in for the own company, by e-mail address.',
  query: PageQuery,
  reply: pageOf(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      role: z.enum(customerRoles),
      mayPay: z.boolean(),
      since: Instant,
    }),
  ),
})
export const changeColleague = endpoint({
  method: 'PATCH',
  path: '/api/portal/users/:user',
  summary: 'Changes the role of a colleague, and whether a manager may pay; there is always an owner.',
  params: z.object({ user: Id }),
  body: CustomerPlace,
  reply: Nothing,
})
export const removeColleague = endpoint({
  method: 'DELETE',
  path: '/api/portal/users/:user',
  summary: 'Takes the login of a colleague away, never that of the last owner.',
  params: z.object({ user: Id }),
  reply: Nothing,
})

export const listSupplierAccess = endpoint({
  method: 'GET',
  path: '/api/console/:account/clients/:client/access',
  summary: 'Who sees in the Supplier Portal what a Client supplies.',
  params: ClientPath,
  query: PageQuery,
  reply: pageOf(z.object({ id: z.string(), name: z.string(), email: z.string(), since: Instant })),
})
export const revokeSupplierAccess = endpoint({
  method: 'DELETE',
  path: '/api/console/:account/clients/:client/access/:user',
  summary: 'Takes access to the Supplier Portal back.',
  params: ClientPath.extend({ user: Id }),
  reply: Nothing,
})

const Link = z.object({ token: Token })
const NewLogin = Link.extend({ name: PersonName, password: NewPassword })

/** What the page behind a link of invitation asks, on the realm's own host. */
function acceptEndpoints<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return {
    look: endpoint({
      method: 'POST',
      path: `${prefix}/invitation/look`,
      summary: 'Who invites whom, before an invitation is accepted.',
      body: Link,
      reply: z.object({
        company: z.string(),
        invitedBy: z.string(),
        email: z.string(),
        /** As whoever invites knows the person; empty when not said. */
        name: z.string(),
        /** The address has a login in this realm: sign in, then accept. */
        hasLogin: z.boolean(),
        expiresAt: Instant,
      }),
    }),
    accept: endpoint({
      method: 'POST',
      path: `${prefix}/invitation`,
      summary: 'Accepts an invitation with a new login for the address it was sent to, and signs in.',
      body: NewLogin,
      reply: me,
    }),
  }
}

function joinEndpoint<Me extends z.ZodType>(prefix: `/api/${string}`, me: Me) {
  return endpoint({
    method: 'POST',
    path: `${prefix}/invitation/join`,
    summary: 'Accepts an invitation with the login that is signed in.',
    body: Link,
    reply: me,
  })
}

export const teamInvitation = {
  ...acceptEndpoints('/api/console', TeamMe),
  join: joinEndpoint('/api/console', TeamMe),
}
export const supplierInvitation = {
  ...acceptEndpoints('/api/supplier', SupplierMe),
  join: joinEndpoint('/api/supplier', SupplierMe),
}
/** Without `join`: a customer's login belongs to one customer. */
export const customerInvitation = acceptEndpoints('/api/portal', CustomerMe)

export const viewAsCustomer = endpoint({
  method: 'POST',
  path: '/api/console/:account/customers/:customer/view',
  summary:
    "Makes a link of one use that opens the portal as this customer sees it, reading only; it's told in its log.",
  params: CustomerPath,
  reply: z.object({ url: z.string() }),
})
export const enterView = endpoint({
  method: 'POST',
  path: '/api/portal/view',
  summary: 'Opens the portal as a customer sees it, with the link from the console.',
  body: Link,
  reply: CustomerMe,
})
