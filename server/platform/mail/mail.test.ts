import type { AddressInfo } from 'node:net'
import { createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Mailbox, startMailbox } from '../../../dev/mailbox.ts'
import { freshDatabase, type TestDatabase } from '../../../test/harness/database.ts'
import { movableClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import { transact } from '../db.ts'
import { makeLog } from '../log.ts'
import { makeSecrets } from '../secrets.ts'
import { type Message, sendMail } from './outbox.ts'
import { MAX_ATTEMPTS } from './retry.ts'
import { type MailSender, mailSender } from './sender.ts'

const clock = movableClock(new Date('2026-11-01T06:30:00Z'))
const secrets = makeSecrets([Buffer.alloc(32, 3)])
const ctx = { secrets, now: () => clock.now() }
const message: Message = {
  kind: 'test.mail',
  to: 'ann@example.com',
  subject: 'Hello\r\nBcc: spy@example.com',
  text: 'See http://app.localhost/a?b=1 for more.',
  html: '<a href="http://app.localhost/a?b=1&amp;c=2">more</a>',
  fromName: 'Acme "Leads" <x@y>',
}

let database: TestDatabase
let mailbox: Mailbox
const open: { sender?: MailSender; server?: Server } = {}
const lines: string[] = []

beforeAll(async () => {
  // the sender takes from the whole installation's queue
  database = await freshDatabase('mail')
  mailbox = await startMailbox(() => clock.now())
})
afterAll(async () => {
  await mailbox.close()
  await database.pool.end()
})
afterEach(async () => {
  await open.sender?.stop()
  await new Promise((resolve) => (open.server ? open.server.close(resolve) : resolve(undefined)))
  open.sender = open.server = undefined
})

function senderTo(url: string): MailSender {
  const log = makeLog('info', (line) => lines.push(line))
  open.sender = mailSender({ db: database.db, clock, log, config: readConfig({}), secrets }, url)
  return open.sender
}

const queue = (over: Partial<Message> = {}) => transact(database.db, (tx) => sendMail(tx, ctx, { ...message, ...over }))
const rowOf = (mailId: string) =>
  database.db.selectFrom('mail_outbox').selectAll().where('mail_id', '=', mailId).executeTakeFirstOrThrow()

/** An SMTP server that answers each RCPT with `reply`. */
async function refusing(reply: string): Promise<string> {
  const server = createServer((socket) => {
    socket.write('220 hi\r\n')
    socket.on('data', (data) => {
      const command = String(data).slice(0, 4).toUpperCase()
      socket.write(command === 'RCPT' ? `${reply}\r\n` : '250 ok\r\n')
    })
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.server = server
  const { port } = server.address() as AddressInfo // a TCP server
  return `smtp://127.0.0.1:${port}`
}

describe('the outbox', () => {
  it('arrives once, with its text, links and one recipient, and keeps no body', async () => {
    const id = await queue()
    const sender = senderTo(mailbox.url)
    expect(await sender.runOnce()).toBe(1)
    expect(await sender.runOnce()).toBe(0)
    const mail = await mailbox.waitFor(({ to }) => to.includes('ann@example.com'))
    expect(mail).toMatchObject({ to: ['ann@example.com'], subject: 'Hello Bcc: spy@example.com' })
    expect(mail.links).toEqual(['http://app.localhost/a?b=1&c=2', 'http://app.localhost/a?b=1'])
    expect(mail.from).toContain('no-reply@localhost')
    expect(await rowOf(id)).toMatchObject({ state: 'sent', attempts: 1, body_text: '', body_html: '' })
  })

  it('is sent with its transaction or not at all', async () => {
    const failed = transact(database.db, async (tx) => {
      await sendMail(tx, ctx, message)
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await senderTo(mailbox.url).runOnce()).toBe(0)
  })

  it('refuses what is not one address', async () => {
    for (const to of ['a@b.c, d@e.f', 'a@b.c\r\nBcc: d@e.f', 'a', '<a@b.c>', 'a b@c.d', '"a@b"@c.d\0']) {
      await expect(queue({ to })).rejects.toMatchObject({ code: 'invalid_input', details: { field: 'email' } })
    }
  })

  it('is shared by two senders without doubles', async () => {
    const ids = []
    for (let i = 0; i < 15; i++) ids.push(await queue({ to: `twice${i}@example.com` }))
    const [one, other] = [senderTo(mailbox.url), senderTo(mailbox.url)]
    for (let turn = 0; turn < 3; turn++) await Promise.all([one.runOnce(), other.runOnce()])
    await one.stop()
    const got = mailbox.mails.filter(({ to }) => to[0]?.startsWith('twice')).map(({ to }) => to[0])
    expect(got.sort()).toEqual(ids.map((_, i) => `twice${i}@example.com`).sort())
  })

  it('tries again later on a 4xx, gives up in the end', async () => {
    const id = await queue()
    const sender = senderTo(await refusing('451 later'))
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      expect(await sender.runOnce()).toBe(1)
      expect(await sender.runOnce()).toBe(0)
      expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempts: attempt, last_error: 'EENVELOPE 451' })
      clock.advance(8 * 3_600_000)
    }
    await sender.runOnce()
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: MAX_ATTEMPTS })
  })

  it('takes a 5xx as final, and logs no address', async () => {
    const id = await queue()
    await senderTo(await refusing('550 no such user ann@example.com')).runOnce()
    expect(await rowOf(id)).toMatchObject({ state: 'failed', attempts: 1, last_error: 'EENVELOPE 550' })
    expect(lines.join('')).not.toContain('ann@')
  })

  it('keeps a mail while no server is there', async () => {
    const id = await queue()
    await senderTo('smtp://127.0.0.1:1').runOnce()
    expect(await rowOf(id)).toMatchObject({ state: 'waiting', attempts: 1 })
    // so that no later test finds it due
    await database.db.deleteFrom('mail_outbox').where('mail_id', '=', id).execute()
  })
})
