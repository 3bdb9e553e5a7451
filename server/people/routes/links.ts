/** Pages that a one-time link opens: all public, since the link is what is asked for. */
import * as api from '../../../contract/api/people.ts'
import { type Route, route } from '../../platform/http/route.ts'
import {
  askToSignUp,
  lookAtFirstAccountLink,
  lookAtSignUpLink,
  useFirstAccountLink,
  useSignUpLink,
} from '../actions/links.ts'
import { presentLink } from '../present.ts'
import { teamMe } from './me.ts'
import { letIn } from './own.ts'

// guessing 256 bits is hopeless anyway; this bounds what it costs us
const gate = { host: 'console', allow: 'public', limit: { points: 30, seconds: 60 } } as const
const mailGate = { ...gate, limit: { points: 5, seconds: 600 } } as const

export const linkRoutes: Route[] = [
  route(api.firstAccountLook, {
    ...gate,
    run: async (ctx, { body }) => presentLink(await lookAtFirstAccountLink(ctx, body.token)),
  }),
  route(api.firstAccount, {
    ...gate,
    run: async (ctx, { body }) => teamMe(ctx, letIn(ctx, await useFirstAccountLink(ctx, body))),
  }),
  route(api.signUpOpen, { ...gate, run: (ctx) => ({ open: ctx.config.signup === 'open' }) }),
  route(api.signUp, { ...mailGate, run: async (ctx, { body }) => void (await askToSignUp(ctx, body.email)) }),
  route(api.signUpLook, {
    ...gate,
    run: async (ctx, { body }) => presentLink(await lookAtSignUpLink(ctx, body.token)),
  }),
  route(api.signUpFinish, {
    ...gate,
    run: async (ctx, { body }) => teamMe(ctx, letIn(ctx, await useSignUpLink(ctx, body))),
  }),
]
