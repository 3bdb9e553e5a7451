/** Telling the people on both sides what happened: mails in the commit of their cause, in the portal's name. */
import type { Letter } from '../../contract/letter.ts'
import type { CustomerRole } from '../../contract/permissions.ts'
import type { Config } from '../platform/config.ts'
import type { Db, Tx } from '../platform/db.ts'
import { sendMail } from '../platform/mail/outbox.ts'
import { linkTo, portalHost } from '../platform/origins.ts'
import type { Secrets } from '../platform/secrets.ts'
import { portalOf } from '../portals/ops.ts'
import { billingAddress, portalStaff, usersWithRole } from './tables.ts'

interface MailCtx {
  readonly secrets: Secrets
  now(): Date
}

/** A page of an account's Customer Portal, on its stored host. */
export async function portalLink(ctx: { db: Db; config: Config }, accountId: number, path: `/${string}`) {
  const portal = await portalOf(ctx.db, accountId)
  if (!portal) throw new Error(`account ${accountId} has no portal`)
  return linkTo(ctx.config, { kind: 'portal', accountId, host: portalHost(ctx.config, portal.subdomain) }, path)
}

/** A page of the account in the console. */
export const consoleLink = (config: Config, accountId: number, path: `/${string}`): string =>
  linkTo(config, { kind: 'console' }, `/${accountId}${path}`)

/** Tells these addresses, in the portal's name. */
export async function tellAddresses(
  tx: Tx,
  ctx: MailCtx,
  accountId: number,
  to: readonly string[],
  letter: Letter,
): Promise<void> {
  const fromName = (await portalOf(tx, accountId))?.company_name
  for (const address of new Set(to)) await sendMail(tx, ctx, { ...letter, accountId, fromName, to: address })
}

/** Tells the account's Administrators and those with customer portal access. */
export async function tellStaff(tx: Tx, ctx: MailCtx, accountId: number, letter: Letter): Promise<void> {
  await tellAddresses(tx, ctx, accountId, await portalStaff(tx, accountId), letter)
}

/** Tells the customer's people with one of these roles. */
export async function tellUsers(
  tx: Tx,
  ctx: MailCtx,
  customer: { accountId: number; customerId: number; roles: readonly CustomerRole[] },
  letter: Letter,
): Promise<void> {
  const { accountId, customerId, roles } = customer
  await tellAddresses(tx, ctx, accountId, await usersWithRole(tx, accountId, customerId, roles), letter)
}

/** Tells the customer's billing address: receipts and statements. */
export async function tellBilling(
  tx: Tx,
  ctx: MailCtx,
  customer: { accountId: number; customerId: number },
  letter: Letter,
): Promise<void> {
  const address = await billingAddress(tx, customer.accountId, customer.customerId)
  if (address !== undefined) await tellAddresses(tx, ctx, customer.accountId, [address], letter)
}
