/** Mail is a row in the commit of what it tells about; the sender (sender.ts) takes it from there. */
import { AppError } from '../../../contract/errors.ts'
import type { Tx } from '../db.ts'
import { newId } from '../ids.ts'
import type { SealedPlace, Secrets } from '../secrets.ts'

export interface Message {
  /** Which template, for the log and the operator's list: `team.invitation`. */
  kind: string
  to: string
  subject: string
  text: string
  html: string
  accountId?: number | undefined
  /** The name it comes from; the address is the installation's own. */
  fromName?: string | undefined
}

// one mailbox, no list, no comment, nothing that could end a header line or open another recipient
const ADDRESS = /^[^\s"'<>()[\]\\,;:@\p{Cc}]{1,64}@[^\s"'<>()[\]\\,;:@\p{Cc}]{1,255}$/u

/** Text fit for a header: one line, no control characters. */
export function headerText(text: string, max = 250): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > max ? `${line.slice(0, max - 1)}…` : line
}

/** Where a waiting mail's body is sealed: it may hold a link that opens an account, and no dump may show that. */
export function bodyPlace(part: 'body_text' | 'body_html', mailId: string): SealedPlace {
  return { column: `mail_outbox.${part}`, row: mailId }
}

interface MailCtx {
  readonly secrets: Secrets
  now(): Date
}

/** Queues a mail. @throws AppError invalid_input for what is not one address */
export async function sendMail(tx: Tx, ctx: MailCtx, message: Message): Promise<string> {
  if (!ADDRESS.test(message.to))
    throw new AppError('invalid_input', { field: 'email', message: 'Not an e-mail address.' })
  const at = ctx.now()
  const mailId = newId(at)
  await tx
    .insertInto('mail_outbox')
    .values({
      mail_id: mailId,
      account_id: message.accountId ?? null,
      kind: message.kind,
      to_address: message.to,
      from_name: message.fromName === undefined ? null : headerText(message.fromName, 100),
      subject: headerText(message.subject),
      body_text: ctx.secrets.seal(message.text, bodyPlace('body_text', mailId)),
      body_html: ctx.secrets.seal(message.html, bodyPlace('body_html', mailId)),
      next_attempt_at: at,
      created_at: at,
    })
    .execute()
  return mailId
}
