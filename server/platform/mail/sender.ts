/** Takes mail from the outbox to an SMTP server. At-least-once: the Message-ID stays the same over tries. */
import { randomInt } from 'node:crypto'
import { createTransport, type Transporter } from 'nodemailer'
import type { Platform } from '../ctx.ts'
import { transact } from '../db.ts'
import { inTurns, type Turns } from '../turns.ts'
import { bodyPlace } from './outbox.ts'
import { claimDue, markFailed, markSent, markWaiting, type QueuedMail } from './queue.ts'
import { failureText, isFinal, MAX_ATTEMPTS, retryDelayMs } from './retry.ts'

const BATCH = 10
const POLL_MS = 1_000
const LEASE_MS = 120_000
const TIMEOUT_MS = 20_000

export interface MailSender extends Turns {
  /** Sends what is due now; resolves with how many were tried. For tests, and for one turn of the loop. */
  runOnce(): Promise<number>
}

type SenderPlatform = Pick<Platform, 'db' | 'clock' | 'log' | 'config' | 'secrets'>

function openTransport(smtpUrl: string): Transporter {
  // options beside the URL: no file and no address named in a mail is ever read
  return createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

async function deliver(transport: Transporter, platform: SenderPlatform, mail: QueuedMail): Promise<void> {
  const domain = platform.config.baseDomain
  await transport.sendMail({
    messageId: `<${mail.mail_id}@${domain}>`,
    from: { name: mail.from_name ?? 'Portico', address: `no-reply@${domain}` },
    // an object, so that nothing in it is parsed as a list
    to: { name: '', address: mail.to_address },
    subject: mail.subject,
    text: platform.secrets.open(mail.body_text, bodyPlace('body_text', mail.mail_id)),
    html: platform.secrets.open(mail.body_html, bodyPlace('body_html', mail.mail_id)),
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
}

async function giveBack(platform: SenderPlatform, mail: QueuedMail, error: unknown): Promise<void> {
  const text = failureText(error)
  const isOver = isFinal(error) || mail.attempts >= MAX_ATTEMPTS
  const delay = retryDelayMs(mail.attempts, randomInt(1000) / 1000)
  const next = new Date(platform.clock.now().getTime() + delay)
  await transact(platform.db, (tx) =>
    isOver ? markFailed(tx, mail.mail_id, text) : markWaiting(tx, mail.mail_id, text, next),
  )
  platform.log.warn({ mail: mail.mail_id, attempts: mail.attempts, isOver, reason: text }, 'a mail was not taken')
}

async function sendOne(transport: Transporter, platform: SenderPlatform, mail: QueuedMail): Promise<void> {
  try {
    await deliver(transport, platform, mail)
  } catch (error) {
    return giveBack(platform, mail, error)
  }
  await transact(platform.db, (tx) => markSent(tx, mail.mail_id, platform.clock.now()))
}

/** The sender of this process. Several may run: each mail is claimed by one. */
export function mailSender(platform: SenderPlatform, smtpUrl: string): MailSender {
  const transport = openTransport(smtpUrl)

  async function runOnce(): Promise<number> {
    const mails = await transact(platform.db, (tx) => claimDue(tx, platform.clock.now(), BATCH, LEASE_MS))
    await Promise.all(mails.map((mail) => sendOne(transport, platform, mail)))
    return mails.length
  }

  const turns = inTurns({ runOnce, pauseMs: POLL_MS, log: platform.log, failure: 'the mail queue cannot be read' })
  return {
    runOnce,
    start: turns.start,
    async stop() {
      await turns.stop()
      transport.close()
    },
  }
}
