import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import type { AccountEdit } from '../../../contract/api/people.ts'
import { AppError } from '../../../contract/errors.ts'
import { sealHashKey } from '../../fields/ops.ts'
import { audit } from '../../platform/audit.ts'
import { accountOf, actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { drawOutwardId } from '../../platform/outward.ts'
import { openPortal } from '../../portals/ops.ts'
import {
  type AccountRow,
  anyAccount,
  hasMoney,
  insertAccount,
  insertMembership,
  lockAccount,
  updateAccount,
} from '../tables/accounts.ts'
import { personByEmail } from '../tables/persons.ts'
import { hasSecondFactor } from './second-step.ts'
import { addLogin, hashOf, type NewLogin } from './team.ts'

export interface AccountInput {
  name: string
  zone: string
  currency: string
  /** Left out: made of the name. */
  subdomain?: string | undefined
  brandColor?: string | undefined
}

export interface Opened {
  accountId: number
  userId: string
}

/** Opens an account with its portal; the owner gets a new login. @throws AppError already_exists: the address has one */
export async function createAccount(ctx: Ctx, input: AccountInput & { owner: NewLogin }): Promise<Opened> {
  const { owner, ...account } = input
  const passwordHash = await hashOf(owner.password)
  return ctx.transact(async (tx) => {
    const userId = await addLogin(tx, { ...owner, passwordHash }, ctx.now())
    return openAccount(tx, ctx, account, userId)
  })
}

/** The same for somebody who has a login already; undefined when the address has none. */
export function createAccountFor(ctx: Ctx, input: AccountInput, email: string): Promise<Opened | undefined> {
  return ctx.transact(async (tx) => {
    const person = await personByEmail(tx, { kind: 'team' }, email)
    return person && openAccount(tx, ctx, input, person.userId)
  })
}

/** Inside the caller's transaction: the account, its hash key, its portal, and its first administrator. */
export async function openAccount(tx: Tx, ctx: Ctx, input: AccountInput, userId: string): Promise<Opened> {
  const at = ctx.now()
  const { name, zone, currency, subdomain, brandColor } = input
  const accountId = await drawOutwardId(tx, 'account')
  const hash_key_sealed = sealHashKey(ctx.secrets, accountId, randomBytes(32))
  await insertAccount(tx, { account_id: accountId, name, zone, currency, created_at: at, hash_key_sealed })
  await openPortal(tx, { accountId, companyName: name, subdomain, brandColor, at })
  await insertMembership(tx, {
    account_id: accountId,
    user_id: userId,
    role: 'administrator',
    grants: [],
    created_at: at,
  })
  const after = { name, zone, currency }
  await audit(tx, ctx, { accountId, action: 'account.opened', target: { kind: 'account', id: accountId }, after })
  return { accountId, userId }
}

/** @throws AppError token_invalid: another account was there, or came first */
export async function openFirstAccount(tx: Tx, ctx: Ctx, input: AccountInput, userId: string): Promise<Opened> {
  const opened = await openAccount(tx, ctx, input, userId)
  // drawing the number waited for whoever opens one at the same moment, so theirs is seen here
  if (await anyAccount(tx, opened.accountId)) throw new AppError('token_invalid')
  return opened
}

export type AccountChange = z.output<typeof AccountEdit>

/**
 * Changes the actor's account.
 * @throws AppError not_allowed_now: amounts stand in the old currency, or a second factor is asked for without own one
 */
export async function changeAccount(ctx: Ctx, change: AccountChange): Promise<void> {
  const accountId = accountOf(ctx)
  await ctx.transact(async (tx) => {
    const before = await lockAccount(tx, accountId)
    if (!before) throw new AppError('not_found')
    const after = { ...pick(before), ...change }
    if (after.requireSecondFactor && !before.require_second_factor) await refuseWithoutOwnFactor(ctx)
    if (after.currency !== before.currency && (await hasMoney(tx, accountId))) throw currencyFixed()
    await updateAccount(tx, accountId, rowOf(after))
    const target = { kind: 'account', id: accountId } as const
    await audit(tx, ctx, { accountId, action: 'account.changed', target, before: pick(before), after })
  })
}

const currencyFixed = () =>
  new AppError('not_allowed_now', { field: 'currency', message: 'The currency is fixed once a wallet is open.' })

/** Whoever asks the team for it has shown that it works. */
async function refuseWithoutOwnFactor(ctx: Ctx): Promise<void> {
  const { userId } = actorOf(ctx, 'team')
  if (await hasSecondFactor(ctx, { realm: 'team', userId })) return
  const message = 'Turn on your own second factor first, under Security.'
  throw new AppError('not_allowed_now', { field: 'requireSecondFactor', message })
}

type Settings = Required<{ [K in keyof AccountChange]: Exclude<AccountChange[K], undefined> }>

const pick = (row: AccountRow): Settings => ({
  name: row.name,
  zone: row.zone,
  currency: row.currency,
  samePersonDays: row.same_person_days,
  requireSecondFactor: row.require_second_factor,
})

const rowOf = ({ samePersonDays, requireSecondFactor, ...rest }: Settings) => ({
  ...rest,
  same_person_days: samePersonDays,
  require_second_factor: requireSecondFactor,
})
