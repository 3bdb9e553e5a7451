/** One-time links that open an account: the first one, and open sign-up. A link's secret stands behind its `#`. */
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo } from '../../platform/origins.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { countMail } from '../../platform/throttle.ts'
import { issueToken, peekToken, redeemToken } from '../../platform/tokens.ts'
import { PRODUCT } from '../../portals/ops.ts'
import { knownAddressMail, signUpMail } from '../rules/mails.ts'
import { LINK_LIFE } from '../rules.ts'
import { anyAccount } from '../tables/accounts.ts'
import { type Person, personByEmail } from '../tables/persons.ts'
import { type AccountInput, openAccount, openFirstAccount } from './accounts.ts'
import { type Caller, placeOf, type SignedIn, startSession } from './sign-in.ts'
import { addLogin } from './team.ts'

const team = { kind: 'team' } as const

const onConsole = { kind: 'console' } as const
const consoleLink = (ctx: Ctx, path: `/${string}`, token: string): string =>
  linkTo(ctx.config, onConsole, `${path}#${token}`)
const until = (ctx: Ctx, life: number): Date => new Date(ctx.now().getTime() + life)

/** Signs in the person a link was for, in the transaction that used the link up. */
async function enter(tx: Tx, ctx: Caller, person: Person): Promise<SignedIn> {
  return { ...(await startSession(tx, ctx, placeOf(ctx), person.userId)), person }
}

/** What start prints on an empty installation; undefined once there is an account. Printing it again voids the old. */
export async function firstAccountLink(ctx: Ctx): Promise<string | undefined> {
  if (await anyAccount(ctx.db)) return undefined
  const token = await ctx.transact((tx) =>
    issueToken(tx, ctx, {
      purpose: 'first_account',
      subject: 'installation',
      expiresAt: until(ctx, LINK_LIFE.firstAccount),
    }),
  )
  return consoleLink(ctx, '/first-account', token)
}

/** @throws AppError token_invalid: also once there is an account */
export async function lookAtFirstAccountLink(ctx: Ctx, token: string): Promise<{ expiresAt: Date }> {
  const link = await peekToken(ctx, 'first_account', token)
  if (await anyAccount(ctx.db)) throw new AppError('token_invalid')
  return link
}

export interface FirstAccount {
  token: string
  account: AccountInput
  owner: { email: string; name: string; password: string }
}

/** Opens the first account and signs its owner in. @throws AppError token_invalid */
export async function useFirstAccountLink(ctx: Caller, input: FirstAccount): Promise<SignedIn> {
  // hashing costs a tenth of a second: not for whoever has no link
  await lookAtFirstAccountLink(ctx, input.token)
  const passwordHash = await hashPassword(input.owner.password)
  const login = { ...input.owner, passwordHash }
  return ctx.transact(async (tx) => {
    await redeemToken(tx, ctx, 'first_account', input.token)
    const userId = await addLogin(tx, login, ctx.now())
    await openFirstAccount(tx, ctx, input.account, userId)
    return enter(tx, ctx, { ...login, userId })
  })
}

function refuseUnlessOpen(ctx: Ctx): void {
  if (ctx.config.signup !== 'open') throw new AppError('not_found')
}

/** Mails a link that opens an account. The answer is the same for an address that has a login; its mail is not. */
export async function askToSignUp(ctx: Ctx, email: string): Promise<void> {
  refuseUnlessOpen(ctx)
  await countMail(ctx, `sign-up ${email}`)
  const known = await personByEmail(ctx.db, team, email)
  await ctx.transact(async (tx) => {
    // a known address gets a link nobody learns, so that both take the same time
    const token = await issueToken(tx, ctx, {
      purpose: 'sign_up',
      subject: email,
      expiresAt: until(ctx, LINK_LIFE.signUp),
    })
    const text = known ? knownAddressMail(linkTo(ctx.config, onConsole, '/')) : signUpMail(openAccountLink(ctx, token))
    await sendMail(tx, ctx, { ...text, fromName: PRODUCT, to: email })
  })
}

const openAccountLink = (ctx: Ctx, token: string): string => consoleLink(ctx, '/sign-up', token)

/** @throws AppError token_invalid */
export async function lookAtSignUpLink(ctx: Ctx, token: string): Promise<{ email: string; expiresAt: Date }> {
  refuseUnlessOpen(ctx)
  const { subject, expiresAt } = await peekToken(ctx, 'sign_up', token)
  return { email: subject, expiresAt }
}

export interface SignUp {
  token: string
  account: AccountInput
  owner: { name: string; password: string }
}

/** Opens an account for the address the link was mailed to. @throws AppError token_invalid, already_exists */
export async function useSignUpLink(ctx: Caller, input: SignUp): Promise<SignedIn> {
  const { email } = await lookAtSignUpLink(ctx, input.token)
  const login = { name: input.owner.name, email, passwordHash: await hashPassword(input.owner.password) }
  return ctx.transact(async (tx) => {
    await redeemToken(tx, ctx, 'sign_up', input.token)
    const userId = await addLogin(tx, login, ctx.now())
    await openAccount(tx, ctx, input.account, userId)
    return enter(tx, ctx, { ...login, userId })
  })
}
