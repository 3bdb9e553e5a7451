/** Setting a password by a mailed link, in each realm. */
import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../../../contract/errors.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { sendMail } from '../../platform/mail/outbox.ts'
import { linkTo, type Site } from '../../platform/origins.ts'
import { hashPassword } from '../../platform/passwords.ts'
import { countMail } from '../../platform/throttle.ts'
import { issueToken, peekToken, redeemToken } from '../../platform/tokens.ts'
import { senderAt } from '../ops/senders.ts'
import { newPasswordMail } from '../rules/mails.ts'
import { LINK_LIFE } from '../rules.ts'
import { lockPerson, type Person, personByEmail, personById, type Realm, updatePassword } from '../tables/persons.ts'
import { deleteSessionsOf, type Owner } from '../tables/sessions.ts'
import { hasSecondFactor, secondStep } from './second-step.ts'
import { type Caller, placeOf, realmAt, type SignedIn, startSession } from './sign-in.ts'
import { traceOwn } from './traces.ts'

const purposeOf = (realm: Realm) => `set_password.${realm.kind}`
const accountIn = (realm: Realm): number | null => (realm.kind === 'customer' ? realm.accountId : null)

async function issueLink(tx: Tx, ctx: Ctx, place: { realm: Realm; site: Site }, userId: string): Promise<string> {
  const token = await issueToken(tx, ctx, {
    purpose: purposeOf(place.realm),
    subject: userId,
    accountId: accountIn(place.realm) ?? undefined,
    expiresAt: new Date(ctx.now().getTime() + LINK_LIFE.setPassword),
  })
  return linkTo(ctx.config, place.site, `/set-password#${token}`)
}

/** A link with which a person of the team sets the password; an earlier one stops working. */
export async function passwordLink(ctx: Ctx, userId: string): Promise<string> {
  return ctx.transact((tx) => issueLink(tx, ctx, { realm: { kind: 'team' }, site: { kind: 'console' } }, userId))
}

// longer than finding nobody and longer than writing a mail takes, so that the time does not tell which it was
const ANSWER_MS = 250

/** Mails a link, if the address has a login here. Neither answer nor time says so. @throws AppError too_many_requests */
export async function askForPassword(ctx: Caller, email: string): Promise<void> {
  const place = placeOf(ctx)
  await countMail(ctx, `${place.realm} ${place.host} ${email}`)
  await Promise.all([mailPasswordLink(ctx, email), wait(ANSWER_MS)])
}

async function mailPasswordLink(ctx: Caller, email: string): Promise<void> {
  const place = placeOf(ctx)
  const realm = realmAt(place)
  const person = await personByEmail(ctx.db, realm, email)
  if (!person) return
  const sender = await senderAt(ctx, place)
  await ctx.transact(async (tx) => {
    const link = await issueLink(tx, ctx, { realm, site: ctx.request.site }, person.userId)
    await sendMail(tx, ctx, { ...newPasswordMail(link), ...sender, to: person.email })
  })
}

export interface PasswordLink {
  person: Person
  needsCode: boolean
  expiresAt: Date
}

/** @throws AppError token_invalid: also for a link of another realm or another account's portal */
export async function lookAtPasswordLink(ctx: Caller, token: string): Promise<PasswordLink> {
  const realm = realmAt(placeOf(ctx))
  const { subject, accountId, expiresAt } = await peekToken(ctx, purposeOf(realm), token)
  const person = accountId === accountIn(realm) ? await personById(ctx.db, realm, subject) : undefined
  if (!person) throw new AppError('token_invalid')
  const owner: Owner = { realm: realm.kind, userId: subject }
  return { person, needsCode: await hasSecondFactor(ctx, owner), expiresAt }
}

export interface NewPasswordInput {
  token: string
  password: string
  code?: string | undefined
}

/**
 * Sets the password, ends every session the person had, and signs in; the second factor is asked for as at any log-in.
 * @throws AppError token_invalid, code_needed, code_wrong
 */
export async function usePasswordLink(ctx: Caller, input: NewPasswordInput): Promise<SignedIn> {
  const place = placeOf(ctx)
  const realm = realmAt(place)
  const { person } = await lookAtPasswordLink(ctx, input.token)
  const owner: Owner = { realm: realm.kind, userId: person.userId }
  const step = await secondStep(ctx, owner, input.code)
  const passwordHash = await hashPassword(input.password)
  const session = await ctx.transact(async (tx) => {
    await redeemToken(tx, ctx, purposeOf(realm), input.token)
    await step.pass(tx)
    await lockPerson(tx, realm, person.userId)
    await updatePassword(tx, realm, person.userId, passwordHash)
    await deleteSessionsOf(tx, owner)
    await traceOwn(tx, ctx, realm, person, { action: 'login.password_set' })
    return startSession(tx, ctx, place, person.userId)
  })
  await step.passed()
  return { ...session, person }
}
