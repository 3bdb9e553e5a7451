/** The outbox as a queue: claimed for a while, settled afterwards; a sender that dies loses its claim. */
import { sql } from 'kysely'
import type { Tx } from '../db.ts'

/** The bodies are sealed. */
export interface QueuedMail {
  mail_id: string
  to_address: string
  from_name: string | null
  subject: string
  body_text: string
  body_html: string
  attempts: number
}

/** Takes up to `limit` due mails: counts the try and puts the next one `leaseMs` away. */
export async function claimDue(tx: Tx, at: Date, limit: number, leaseMs: number): Promise<QueuedMail[]> {
  const lease = new Date(at.getTime() + leaseMs)
  const { rows } = await sql<QueuedMail>`
    update mail_outbox m
    set attempts = m.attempts + 1, next_attempt_at = ${lease}
    from (
      select mail_id from mail_outbox
      where state = 'waiting' and next_attempt_at <= ${at}
      order by next_attempt_at
      limit ${limit}
      for update skip locked
    ) due
    where m.mail_id = due.mail_id
    returning m.mail_id, m.to_address, m.from_name, m.subject, m.body_text, m.body_html, m.attempts`.execute(tx)
  return rows
}

/** Keeps no body of what was sent: nobody reads it again, and it may hold a link or a name. */
export async function markSent(tx: Tx, mailId: string, at: Date): Promise<void> {
  await tx
    .updateTable('mail_outbox')
    .set({ state: 'sent', sent_at: at, last_error: null, body_text: '', body_html: '' })
    .where('mail_id', '=', mailId)
    .execute()
}

export async function markFailed(tx: Tx, mailId: string, error: string): Promise<void> {
  await tx
    .updateTable('mail_outbox')
    .set({ state: 'failed', last_error: error, body_text: '', body_html: '' })
    .where('mail_id', '=', mailId)
    .execute()
}

export async function markWaiting(tx: Tx, mailId: string, error: string, next: Date): Promise<void> {
  await tx
    .updateTable('mail_outbox')
    .set({ last_error: error, next_attempt_at: next })
    .where('mail_id', '=', mailId)
    .execute()
}
