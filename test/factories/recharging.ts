/** A till with the people that are told of what happens at it. */
import { chargeByOperator } from '../../server/billing/actions/charges.ts'
import type { Charge } from '../../server/billing/rules/charges.ts'
import { anonymous, type Ctx, type CustomerActor, ctxOf, type SystemActor, system } from '../../server/platform/ctx.ts'
import { transact } from '../../server/platform/db.ts'
import { newId } from '../../server/platform/ids.ts'
import { bodyPlace } from '../../server/platform/mail/outbox.ts'
import { openPortal, portalOf } from '../../server/portals/ops.ts'
import { asCustomer } from './customer.ts'
import { aTill, type Till } from './stripe.ts'
import { NOW, outwardId, type World } from './world.ts'

export interface Told {
  kind: string
  to: string
  text: string
}

export interface RechargingTill extends Till {
  /** The operator, as its portal is called. */
  company: string
  system: Ctx<SystemActor>
  /** Somebody without a log-in, on the portal. */
  visitor: Ctx
  /** Mails of the account, the oldest first. */
  mails(): Promise<Told[]>
  /** How often Stripe was asked for that, as `POST /v1/refunds`. */
  asked(what: string): number
  chargeByOperator(amount: number): Promise<Charge>
  payerOf(customerId: number): Ctx<CustomerActor>
  /** Fills in a hosted page, and confirms with the bank where it asks. */
  payOnPage(url: string, number: string): Promise<void>
  /** Closes it for good: no later test's worker finds anything to do here. */
  leave(): Promise<void>
}

async function people({ platform, accountId }: World, customerId: number): Promise<void> {
  const { db } = platform
  const userId = newId(NOW)
  const person = { name: 'Cora', password_hash: '', created_at: NOW }
  await db
    .insertInto('customer_users')
    .values({
      ...person,
      account_id: accountId,
      user_id: userId,
      customer_id: customerId,
      email: `${userId}@customer.example`,
      role: 'owner',
    })
    .execute()
  const email = `${userId}@team.example`
  await db
    .insertInto('team_users')
    .values({ ...person, user_id: userId, email })
    .execute()
  await db
    .insertInto('memberships')
    .values({ account_id: accountId, user_id: userId, role: 'administrator', grants: [], created_at: NOW })
    .execute()
}

async function companyOf({ platform, accountId }: World): Promise<string> {
  const known = await portalOf(platform.db, accountId)
  if (known) return known.company_name
  const companyName = `Operator ${outwardId()}`
  await transact(platform.db, (tx) => openPortal(tx, { accountId, companyName, at: NOW }))
  return companyName
}

async function mailsOf({ platform, accountId }: World): Promise<Told[]> {
  const rows = await platform.db
    .selectFrom('mail_outbox')
    .select(['mail_id', 'kind', 'to_address', 'body_text'])
    .where('account_id', '=', accountId)
    .orderBy('mail_id')
    .execute()
  return rows.map(({ mail_id, kind, to_address: to, body_text }) => ({
    kind,
    to,
    text: body_text === null ? '' : platform.secrets.open(body_text, bodyPlace('body_text', mail_id)),
  }))
}

export async function aRechargingTill(zone?: string): Promise<RechargingTill> {
  const till = await aTill(zone)
  const { world, simulator, customerId, team } = till
  const { platform, accountId, clock } = world
  const company = await companyOf(world)
  await people(world, customerId)
  const request = {
    id: 'test',
    ip: '127.0.0.1',
    site: { kind: 'portal' as const, accountId, host: 'portal.test' },
    method: 'POST',
    path: '/',
    params: {},
    cookies: {},
    authorization: undefined,
    userAgent: 'test',
  }
  return {
    ...till,
    company,
    system: ctxOf(platform, system),
    visitor: ctxOf(platform, anonymous, request),
    mails: () => mailsOf(world),
    asked: (what) => simulator.asked.filter((one) => one.startsWith(what)).length,
    chargeByOperator: (amount) =>
      chargeByOperator(team, customerId, { id: newId(clock.now()), amount, reason: 'as agreed' }),
    payerOf: (customer) => asCustomer(world, customer),
    async payOnPage(url, number) {
      const session = new URL(url).pathname.split('/').at(-1) ?? ''
      if (simulator.control.enterCard(session, number) === 'authenticate') simulator.control.authenticate(session, true)
    },
    async leave() {
      await till.close()
      await platform.db.deleteFrom('stripe_accounts').where('account_id', '=', accountId).execute()
      await platform.db
        .updateTable('wallets')
        .set({ recharge_below: null })
        .where('account_id', '=', accountId)
        .execute()
    },
  }
}
