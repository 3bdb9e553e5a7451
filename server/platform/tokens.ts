/**
 * One-time links: 256 random bits, stored as a hash, expiring, used once, and voided by the next one for the same
 * purpose and subject. Used, replaced, expired and made-up all get the same answer.
 */
import { sql } from 'kysely'
import { AppError } from '../../contract/errors.ts'
import type { Db, Tx } from './db.ts'
import { hashToken, newToken } from './secrets.ts'

interface Now {
  now(): Date
}

export interface NewToken {
  /** Which kind of link: it opens no other. */
  purpose: string
  /** Whom or what it is for; one open link of a purpose each. */
  subject: string
  expiresAt: Date
  accountId?: number | undefined
  /** What the page behind the link needs to know. No secret: it is stored as it is. */
  payload?: unknown
}

export interface TokenContent {
  subject: string
  accountId: number | null
  payload: unknown
  expiresAt: Date
}

/** Makes a link's secret, to be mailed or printed and never stored. Earlier ones of its purpose and subject die. */
export async function issueToken(tx: Tx, ctx: Now, token: NewToken): Promise<string> {
  const at = ctx.now()
  const { purpose, subject, expiresAt, accountId = null, payload = {} } = token
  // of two at once the second waits here, so that it finds and voids what the first made
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${purpose}\n${subject}`}, 7))`.execute(tx)
  await tx
    .updateTable('one_time_tokens')
    .set({ voided_at: at })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
  const secret = newToken()
  await tx
    .insertInto('one_time_tokens')
    .values({
      token_hash: hashToken(secret),
      purpose,
      subject,
      account_id: accountId,
      payload: JSON.stringify(payload),
      created_at: at,
      expires_at: expiresAt,
    })
    .execute()
  return secret
}

/** Takes back an open link, for example of a cancelled invitation. */
export async function voidToken(tx: Tx, ctx: Now, purpose: string, subject: string): Promise<void> {
  await tx
    .updateTable('one_time_tokens')
    .set({ voided_at: ctx.now() })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .execute()
}

/** Deletes links that ended before then. */
export async function forgetTokens(tx: Tx, before: Date): Promise<void> {
  await tx.deleteFrom('one_time_tokens').where('expires_at', '<', before).execute()
}

/** What an open link holds, without using it. @throws AppError token_invalid */
export async function peekToken(ctx: Now & { readonly db: Db }, purpose: string, token: string): Promise<TokenContent> {
  const row = await ctx.db
    .selectFrom('one_time_tokens')
    .select(['subject', 'account_id', 'payload', 'expires_at'])
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', ctx.now())
    .executeTakeFirst()
  return contentOf(row)
}

/** Uses a link up: of two at once one succeeds. @throws AppError token_invalid */
export async function redeemToken(tx: Tx, ctx: Now, purpose: string, token: string): Promise<TokenContent> {
  const at = ctx.now()
  const row = await tx
    .updateTable('one_time_tokens')
    .set({ used_at: at })
    .where('token_hash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .where('voided_at', 'is', null)
    .where('expires_at', '>', at)
    .returning(['subject', 'account_id', 'payload', 'expires_at'])
    .executeTakeFirst()
  return contentOf(row)
}

interface Row {
  subject: string
  account_id: number | null
  payload: unknown
  expires_at: Date
}

function contentOf(row: Row | undefined): TokenContent {
  if (!row) throw new AppError('token_invalid')
  return { subject: row.subject, accountId: row.account_id, payload: row.payload, expiresAt: row.expires_at }
}
