/** The second step of a log-in, where a second factor is on. */
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { hashToken, type SealedPlace } from '../../platform/secrets.ts'
import { countCode } from '../../platform/throttle.ts'
import { matchingStep, typedCode } from '../rules/totp.ts'
import { factorOf, lockFactor, setLastStep, takeRecoveryCode } from '../tables/second-factors.ts'
import type { Owner } from '../tables/sessions.ts'

/** Where a secret is sealed: bound to whose it is. */
export const placeOfSecret = ({ realm, userId }: Owner): SealedPlace => ({
  column: 'second_factors.secret_sealed',
  row: `${realm} ${userId}`,
})

/** Bound to whose it is, so that a stored hash moved to another person opens nothing. */
export const hashOfCode = ({ realm, userId }: Owner, code: string): Buffer => hashToken(`${realm} ${userId} ${code}`)

export async function hasSecondFactor(ctx: Pick<Ctx, 'db'>, owner: Owner): Promise<boolean> {
  return ((await factorOf(ctx.db, owner))?.confirmed_at ?? null) !== null
}

/** What a log-in still has to do once the password was right. */
export interface SecondStep {
  /** Uses the code up, in the transaction that lets the person in. @throws AppError code_wrong */
  pass(tx: Tx): Promise<void>
  passed(): Promise<void>
}

const NONE: SecondStep = { pass: async () => {}, passed: async () => {} }

/** Counts the try before the transaction, as `pass` holds a connection. @throws AppError code_needed, too_many_requests */
export async function secondStep(ctx: Ctx, owner: Owner, code: string | undefined): Promise<SecondStep> {
  if (!(await hasSecondFactor(ctx, owner))) return NONE
  if (code === undefined) throw new AppError('code_needed', { field: 'code' })
  const attempt = await countCode(ctx, `${owner.realm} ${owner.userId}`)
  return { pass: (tx) => passCode(tx, ctx, owner, code), passed: () => attempt.succeeded() }
}

async function passCode(tx: Tx, ctx: Ctx, owner: Owner, text: string): Promise<void> {
  const factor = await lockFactor(tx, owner)
  // turned off since it was asked for
  if (!factor?.confirmed_at) return
  const typed = typedCode(text)
  if (typed.kind === 'recovery') {
    if (await takeRecoveryCode(tx, owner, hashOfCode(owner, typed.code), ctx.now())) return
    throw new AppError('code_wrong', { field: 'code' })
  }
  const secret = ctx.secrets.open(factor.secret_sealed, placeOfSecret(owner))
  const step = matchingStep(secret, typed.code, ctx.now(), factor.last_step)
  if (step === undefined) throw new AppError('code_wrong', { field: 'code' })
  await setLastStep(tx, owner, step)
}
