/** The second factor of a log-in: an authenticator app, and recovery codes for the day it is gone. */
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { countCode } from '../../platform/throttle.ts'
import { PRODUCT, portalOf } from '../../portals/ops.ts'
import { matchingStep, newRecoveryCodes, newTotpSecret, otpauthUri } from '../rules/totp.ts'
import { personByEmail } from '../tables/persons.ts'
import {
  codesLeft,
  deleteFactor,
  factorOf,
  lockFactor,
  putUnconfirmed,
  replaceCodes,
  setConfirmed,
  setLastStep,
} from '../tables/second-factors.ts'
import type { Owner } from '../tables/sessions.ts'
import { hashOfCode, placeOfSecret } from './second-step.ts'
import { confirmPassword, type Self, selfOf } from './self.ts'
import type { Caller } from './sign-in.ts'
import { traceOwn } from './traces.ts'

export interface FactorState {
  on: boolean
  since: Date | null
  codesLeft: number
}

export async function ownSecondFactor(ctx: Caller): Promise<FactorState> {
  const { owner } = selfOf(ctx)
  const since = (await factorOf(ctx.db, owner))?.confirmed_at ?? null
  return { on: since !== null, since, codesLeft: since ? await codesLeft(ctx.db, owner) : 0 }
}

const isOnAlready = () => new AppError('not_allowed_now', { message: 'The second factor is on. Turn it off first.' })

/** A new secret, to be put into an authenticator app. @throws AppError not_allowed_now when one is on */
export async function startSecondFactor(ctx: Caller, current: string): Promise<{ secret: string; uri: string }> {
  const self = selfOf(ctx)
  await confirmPassword(ctx, self, current)
  const secret = newTotpSecret()
  const sealed = ctx.secrets.seal(secret, placeOfSecret(self.owner))
  const put = await ctx.transact((tx) => putUnconfirmed(tx, self.owner, sealed, ctx.now()))
  if (!put) throw isOnAlready()
  return { secret, uri: otpauthUri({ issuer: await issuerOf(ctx, self), email: self.person.email, secret }) }
}

async function issuerOf(ctx: Caller, { realm }: Self): Promise<string> {
  if (realm.kind !== 'customer') return PRODUCT
  return (await portalOf(ctx.db, realm.accountId))?.company_name ?? ''
}

/** Turns it on with a first code; what it gives is shown once. @throws AppError code_wrong, not_allowed_now */
export async function confirmSecondFactor(ctx: Caller, code: string): Promise<string[]> {
  const self = selfOf(ctx)
  const { owner } = self
  const attempt = await countCode(ctx, `${owner.realm} ${owner.userId}`)
  const codes = newRecoveryCodes()
  await ctx.transact(async (tx) => {
    const factor = await lockFactor(tx, owner)
    if (!factor) throw new AppError('not_allowed_now', { message: 'Start over: there is no secret to confirm.' })
    if (factor.confirmed_at) throw isOnAlready()
    const secret = ctx.secrets.open(factor.secret_sealed, placeOfSecret(owner))
    const step = matchingStep(secret, code.replaceAll(/\s/g, ''), ctx.now(), factor.last_step)
    if (step === undefined) throw new AppError('code_wrong', { field: 'code' })
    await setLastStep(tx, owner, step)
    await setConfirmed(tx, owner, ctx.now())
    await writeCodes(tx, owner, codes)
    await traceOwn(tx, ctx, self.realm, self.person, { action: 'login.second_factor_on' })
  })
  await attempt.succeeded()
  return codes
}

function writeCodes(tx: Tx, owner: Owner, codes: readonly string[]): Promise<void> {
  const hashes = codes.map((code) => hashOfCode(owner, code))
  return replaceCodes(tx, owner, hashes)
}

/** @throws AppError not_allowed_now when it is off */
export async function stopSecondFactor(ctx: Caller, current: string): Promise<void> {
  const self = selfOf(ctx)
  await confirmPassword(ctx, self, current)
  await ctx.transact(async (tx) => {
    await refuseUnlessOn(tx, self.owner)
    await deleteFactor(tx, self.owner)
    await traceOwn(tx, ctx, self.realm, self.person, { action: 'login.second_factor_off' })
  })
}

/**
 * For whoever lost phone and recovery codes, by whoever runs the installation: the second factor of that address goes,
 * as team and as supplier. @returns the realms in which there was one
 */
export function forgetSecondFactor(ctx: Ctx, email: string): Promise<string[]> {
  return ctx.transact(async (tx) => {
    const gone: string[] = []
    for (const kind of ['team', 'supplier'] as const) {
      const person = await personByEmail(tx, { kind }, email)
      const owner = { realm: kind, userId: person?.userId ?? '' }
      if (!person || !(await lockFactor(tx, owner))?.confirmed_at) continue
      await deleteFactor(tx, owner)
      await traceOwn(tx, ctx, { kind }, person, { action: 'login.second_factor_forgotten' })
      gone.push(kind)
    }
    return gone
  })
}

/** The old ones open nothing any more. @throws AppError not_allowed_now when it is off */
export async function renewRecoveryCodes(ctx: Caller, current: string): Promise<string[]> {
  const self = selfOf(ctx)
  await confirmPassword(ctx, self, current)
  const codes = newRecoveryCodes()
  await ctx.transact(async (tx) => {
    await refuseUnlessOn(tx, self.owner)
    await writeCodes(tx, self.owner, codes)
    await traceOwn(tx, ctx, self.realm, self.person, { action: 'login.recovery_codes_made' })
  })
  return codes
}

async function refuseUnlessOn(tx: Tx, owner: Owner): Promise<void> {
  if ((await lockFactor(tx, owner))?.confirmed_at) return
  throw new AppError('not_allowed_now', { message: 'The second factor is off.' })
}
