import * as api from '../../../contract/api/team.ts'
import { accountOf, actorOf } from '../../platform/ctx.ts'
import { type Route, route } from '../../platform/http/route.ts'
import {
  changeCustomerUser,
  changeMember,
  listSupplierAccess,
  listTeam,
  listUsers,
  removeCustomerUser,
  removeMember,
} from '../actions/members.ts'
import { revokeSupplierAccess } from '../actions/suppliers.ts'
import { presentAccess, presentColleague, presentMember } from '../present.ts'

const team: Route[] = [
  route(api.listTeam, {
    host: 'console',
    allow: 'team.read',
    run: async (ctx, { query }) => {
      const { items, next } = await listTeam(ctx, query)
      return { items: items.map(presentMember), next }
    },
  }),
  route(api.changeTeamMember, {
    host: 'console',
    allow: 'team.write',
    run: async (ctx, { params, body }) => void (await changeMember(ctx, params.user, body)),
  }),
  route(api.removeTeamMember, {
    host: 'console',
    allow: 'team.write',
    run: async (ctx, { params }) => void (await removeMember(ctx, params.user)),
  }),
]

const customers: Route[] = [
  route(api.changeCustomerUser, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params, body }) => {
      await changeCustomerUser(ctx, { customerId: params.customer, userId: params.user }, body)
      return undefined
    },
  }),
  route(api.removeCustomerUser, {
    host: 'console',
    allow: 'customer.write',
    run: async (ctx, { params }) => {
      await removeCustomerUser(ctx, { customerId: params.customer, userId: params.user })
      return undefined
    },
  }),
]

const colleagues: Route[] = [
  route(api.listColleagues, {
    host: 'portal',
    allow: 'portal.user.read',
    run: async (ctx, { query }) => {
      const { items, next } = await listUsers(ctx, actorOf(ctx, 'customer').customerId, query)
      return { items: items.map(presentColleague), next }
    },
  }),
  route(api.changeColleague, {
    host: 'portal',
    allow: 'portal.user.write',
    run: async (ctx, { params, body }) => {
      const { customerId } = actorOf(ctx, 'customer')
      await changeCustomerUser(ctx, { customerId, userId: params.user }, body)
      return undefined
    },
  }),
  route(api.removeColleague, {
    host: 'portal',
    allow: 'portal.user.write',
    run: async (ctx, { params }) => {
      const { customerId } = actorOf(ctx, 'customer')
      await removeCustomerUser(ctx, { customerId, userId: params.user })
      return undefined
    },
  }),
]

const suppliers: Route[] = [
  route(api.listSupplierAccess, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { params, query }) => {
      const { items, next } = await listSupplierAccess(ctx, params.client, query)
      return { items: items.map(presentAccess), next }
    },
  }),
  route(api.revokeSupplierAccess, {
    host: 'console',
    allow: 'client.write',
    run: async (ctx, { params }) => {
      await revokeSupplierAccess(ctx, params.user, { accountId: accountOf(ctx), clientId: params.client })
      return undefined
    },
  }),
]

export const memberRoutes: Route[] = [...team, ...customers, ...colleagues, ...suppliers]
