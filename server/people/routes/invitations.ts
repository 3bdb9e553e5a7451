/** Inviting, in the console; and the page behind the link, on each realm's own host. */
import * as api from '../../../contract/api/team.ts'
import type { CustomerRole } from '../../../contract/permissions.ts'
import { actorOf } from '../../platform/ctx.ts'
import type { RequestCtx, Route } from '../../platform/http/route.ts'
import { route } from '../../platform/http/route.ts'
import { acceptInvitation, joinByInvitation, lookAtInvitation } from '../actions/accept.ts'
import { cancelInvitation, invite, listInvitations, sendAgain } from '../actions/invitations.ts'
import { presentInvitation, presentLink } from '../present.ts'
import type { CustomerPlace, Door } from '../tables/invitations.ts'
import { portalMe, supplierMe, teamMe } from './me.ts'
import { letIn, selfOf } from './own.ts'

// a mail each
const mails = { host: 'console', limit: { points: 60, seconds: 60 } } as const

const teamDoor: Door = { realm: 'team' }
const customerDoor = (params: { customer: number }): Door => ({ realm: 'customer', customerId: params.customer })
const clientDoor = (params: { client: number }): Door => ({ realm: 'supplier', clientId: params.client })

const toTeam: Route[] = [
  route(api.teamInvitations.list, {
    host: 'console',
    allow: 'team.read',
    run: async (ctx, { query }) => {
      const { items, next } = await listInvitations(ctx, teamDoor, query)
      return { items: items.flatMap((one) => (one.place.realm === 'team' ? [withRights(one, one.place)] : [])), next }
    },
  }),
  route(api.teamInvitations.invite, {
    ...mails,
    allow: 'team.write',
    run: async (ctx, { body }) => {
      const { email, role, grants } = body
      await invite(ctx, { realm: 'team', role, grants }, email)
      return undefined
    },
  }),
  route(api.teamInvitations.sendAgain, {
    ...mails,
    allow: 'team.write',
    run: async (ctx, { params }) => void (await sendAgain(ctx, teamDoor, params.invitation)),
  }),
  route(api.teamInvitations.cancel, {
    host: 'console',
    allow: 'team.write',
    run: async (ctx, { params }) => void (await cancelInvitation(ctx, teamDoor, params.invitation)),
  }),
]

function withRights<R extends { role: unknown }>(one: Parameters<typeof presentInvitation>[0], rights: R) {
  return { ...presentInvitation(one), ...rights }
}

const toCustomer: Route[] = [
  route(api.customerInvitations.list, {
    host: 'console',
    allow: 'customer.read',
    run: async (ctx, { params, query }) => {
      const { items, next } = await listInvitations(ctx, customerDoor(params), query)
      const shown = items.flatMap((one) => (one.place.realm === 'customer' ? [withRights(one, one.place)] : []))
      return { items: shown, next }
    },
  }),
  route(api.customerInvitations.invite, {
    ...mails,
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await invite(ctx, placeIn(params.customer, body), body.email)
      return undefined
    },
  }),
  route(api.customerInvitations.sendAgain, {
    ...mails,
    allow: 'customer.write',
    run: async (ctx, { params }) => void (await sendAgain(ctx, customerDoor(params), params.invitation)),
  }),
  route(api.customerInvitations.cancel, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params }) => void (await cancelInvitation(ctx, customerDoor(params), params.invitation)),
  }),
]

interface Invitee {
  role: CustomerRole
  mayPay: boolean
  name?: string | undefined
}

const placeIn = (customerId: number, { role, mayPay, name = '' }: Invitee): CustomerPlace => ({
  realm: 'customer',
  customerId,
  role,
  mayPay: mayPay && role === 'manager',
  name,
})

const ownDoor = (ctx: RequestCtx): Door => customerDoor({ customer: actorOf(ctx, 'customer').customerId })

/** An owner asks colleagues in. */
const toOwnCompany: Route[] = [
  route(api.ownInvitations.list, {
    host: 'portal',
    allow: 'portal.user.read',
    run: async (ctx, { query }) => {
      const { items, next } = await listInvitations(ctx, ownDoor(ctx), query)
      const shown = items.flatMap((one) => (one.place.realm === 'customer' ? [withRights(one, one.place)] : []))
      return { items: shown, next }
    },
  }),
  route(api.ownInvitations.invite, {
    ...mails,
    host: 'portal',
    allow: 'portal.user.write',
    run: async (ctx, { body }) => {
      await invite(ctx, placeIn(actorOf(ctx, 'customer').customerId, body), body.email)
      return undefined
    },
  }),
  route(api.ownInvitations.sendAgain, {
    ...mails,
    host: 'portal',
    allow: 'portal.user.write',
    run: async (ctx, { params }) => void (await sendAgain(ctx, ownDoor(ctx), params.invitation)),
  }),
  route(api.ownInvitations.cancel, {
    host: 'portal',
    allow: 'portal.user.write',
    run: async (ctx, { params }) => void (await cancelInvitation(ctx, ownDoor(ctx), params.invitation)),
  }),
]

const toSupplier: Route[] = [
  route(api.supplierInvitations.list, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { params, query }) => {
      const { items, next } = await listInvitations(ctx, clientDoor(params), query)
      return { items: items.map(presentInvitation), next }
    },
  }),
  route(api.supplierInvitations.invite, {
    ...mails,
    allow: 'client.write',
    run: async (ctx, { params, body }) => {
      await invite(ctx, { realm: 'supplier', clientId: params.client }, body.email)
      return undefined
    },
  }),
  route(api.supplierInvitations.sendAgain, {
    ...mails,
    allow: 'client.write',
    run: async (ctx, { params }) => void (await sendAgain(ctx, clientDoor(params), params.invitation)),
  }),
  route(api.supplierInvitations.cancel, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { params }) => void (await cancelInvitation(ctx, clientDoor(params), params.invitation)),
  }),
]

export const invitationRoutes: Route[] = [...toTeam, ...toCustomer, ...toOwnCompany, ...toSupplier]

// guessing 256 bits is hopeless anyway; this bounds what it costs us
const guess = { allow: 'public', limit: { points: 30, seconds: 60 } } as const
const look = async (ctx: RequestCtx, token: string) => presentLink(await lookAtInvitation(ctx, token))

export const acceptRoutes: Route[] = [
  route(api.teamInvitation.look, { host: 'console', ...guess, run: (ctx, { body }) => look(ctx, body.token) }),
  route(api.teamInvitation.accept, {
    host: 'console',
    ...guess,
    run: async (ctx, { body }) => teamMe(ctx, letIn(ctx, await acceptInvitation(ctx, body))),
  }),
  route(api.teamInvitation.join, {
    host: 'console',
    allow: 'own.session.team',
    run: async (ctx, { body }) => {
      await joinByInvitation(ctx, body.token)
      return teamMe(ctx, selfOf(ctx))
    },
  }),
  route(api.supplierInvitation.look, { host: 'suppliers', ...guess, run: (ctx, { body }) => look(ctx, body.token) }),
  route(api.supplierInvitation.accept, {
    host: 'suppliers',
    ...guess,
    run: async (ctx, { body }) => supplierMe(ctx, letIn(ctx, await acceptInvitation(ctx, body))),
  }),
  route(api.supplierInvitation.join, {
    host: 'suppliers',
    allow: 'own.session.supplier',
    run: async (ctx, { body }) => {
      await joinByInvitation(ctx, body.token)
      return supplierMe(ctx, selfOf(ctx))
    },
  }),
  route(api.customerInvitation.look, { host: 'portal', ...guess, run: (ctx, { body }) => look(ctx, body.token) }),
  route(api.customerInvitation.accept, {
    host: 'portal',
    ...guess,
    run: async (ctx, { body }) => portalMe(ctx, letIn(ctx, await acceptInvitation(ctx, body))),
  }),
]
