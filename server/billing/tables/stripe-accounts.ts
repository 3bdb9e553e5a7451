/** The connected Stripe account of each account. */
import { sql } from 'kysely'
import type { StripeMode } from '../../../contract/api/billing.ts'
import type { Db, Tx } from '../../platform/db.ts'

export interface StripeAccount {
  accountId: number
  mode: StripeMode
  stripeAccountId: string
  publishableKey: string
  secretKeySealed: string
  secretLast4: string
  restricted: boolean
  webhookId: string
  webhookEndpointId: string | null
  webhookSecretSealed: string | null
  connectedAt: Date
  connectedBy: string
  unreachableSince: Date | null
  reconciledUntil: Date
  reconciledAt: Date | null
}

const columns = sql`account_id as "accountId", mode, stripe_account_id as "stripeAccountId",
  publishable_key as "publishableKey", secret_key_sealed as "secretKeySealed", secret_last4 as "secretLast4", restricted,
  webhook_id as "webhookId", webhook_endpoint_id as "webhookEndpointId", webhook_secret_sealed as "webhookSecretSealed",
  connected_at as "connectedAt", connected_by as "connectedBy", unreachable_since as "unreachableSince",
  reconciled_until as "reconciledUntil", reconciled_at as "reconciledAt"`

export async function getStripeAccount(db: Db, accountId: number): Promise<StripeAccount | undefined> {
  const { rows } = await sql<StripeAccount>`
    select ${columns} from stripe_accounts where account_id = ${accountId}`.execute(db)
  return rows[0]
}

export async function lockStripeAccount(tx: Tx, accountId: number): Promise<StripeAccount | undefined> {
  const { rows } = await sql<StripeAccount>`
    select ${columns} from stripe_accounts where account_id = ${accountId} for update`.execute(tx)
  return rows[0]
}

/** Writes a connection in the place of the one before, and where its events arrive. */
export async function putStripeAccount(tx: Tx, account: StripeAccount): Promise<void> {
  const values = {
    mode: account.mode,
    stripe_account_id: account.stripeAccountId,
    publishable_key: account.publishableKey,
    secret_key_sealed: account.secretKeySealed,
    secret_last4: account.secretLast4,
    restricted: account.restricted,
    webhook_id: account.webhookId,
    webhook_endpoint_id: account.webhookEndpointId,
    webhook_secret_sealed: account.webhookSecretSealed,
    connected_at: account.connectedAt,
    connected_by: account.connectedBy,
    unreachable_since: account.unreachableSince,
    next_probe_at: null,
    reconciled_until: account.reconciledUntil,
    reconciled_at: account.reconciledAt,
  }
  await tx
    .insertInto('stripe_accounts')
    .values({ account_id: account.accountId, ...values })
    .onConflict((conflict) => conflict.constraint('stripe_accounts_pkey').doUpdateSet(values))
    .execute()
  await deleteWebhook(tx, account.accountId)
  await tx
    .insertInto('stripe_webhooks')
    .values({ webhook_id: account.webhookId, account_id: account.accountId })
    .execute()
}

const deleteWebhook = (tx: Tx, accountId: number) =>
  tx.deleteFrom('stripe_webhooks').where('account_id', '=', accountId).execute()

export async function deleteStripeAccount(tx: Tx, accountId: number): Promise<void> {
  await deleteWebhook(tx, accountId)
  await tx.deleteFrom('stripe_accounts').where('account_id', '=', accountId).execute()
}

/** Cross-account by nature: the address is what says which account it is. */
export async function accountOfWebhook(db: Db, webhookId: string): Promise<number | undefined> {
  const row = await db
    .selectFrom('stripe_webhooks')
    .select('account_id')
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst()
  return row?.account_id
}

/** Since when no call gets through; the first one counts. Null: calls do. */
export async function setUnreachable(
  tx: Tx,
  accountId: number,
  since: Date | null,
  nextProbeAt: Date | null,
): Promise<void> {
  await sql`
    update stripe_accounts
    set unreachable_since = case when ${since}::timestamptz is null then null else coalesce(unreachable_since, ${since}) end,
        next_probe_at = ${nextProbeAt}
    where account_id = ${accountId}`.execute(tx)
}

/** Accounts that are to be tried again. */
export async function accountsToProbe(db: Db, now: Date, limit: number): Promise<number[]> {
  const { rows } = await sql<{ account_id: number }>`
    select account_id from stripe_accounts
    where unreachable_since is not null and next_probe_at <= ${now} limit ${limit}`.execute(db)
  return rows.map((row) => row.account_id)
}

/** How far the reconciler has read. */
export async function setReconciled(tx: Tx, accountId: number, until: Date, at: Date): Promise<void> {
  await tx
    .updateTable('stripe_accounts')
    .set({ reconciled_until: until, reconciled_at: at })
    .where('account_id', '=', accountId)
    .execute()
}

/** Every account with a connection, after this one. */
export async function connectedAccounts(db: Db, after: number, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('stripe_accounts')
    .select('account_id')
    .where('account_id', '>', after)
    .orderBy('account_id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.account_id)
}
