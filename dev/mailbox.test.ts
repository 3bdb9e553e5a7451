import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestCtx } from '../server/platform/http/route.ts'
import { type Mailbox, startMailbox } from './mailbox.ts'

let mailbox: Mailbox
beforeAll(async () => {
  mailbox = await startMailbox(() => new Date('2026-11-01T06:30:00Z'))
})
afterAll(() => mailbox.close())

async function send(subject: string, text: string): Promise<void> {
  const transport = createTransport(mailbox.url)
  await transport.sendMail({ from: 'a@b.test', to: 'c@d.test', subject, text })
  transport.close()
}

async function read(path: string): Promise<string> {
  const found = mailbox.routes.find((route) => route.kind === 'content' && route.path === path)
  if (found?.kind !== 'content') throw new Error(`no ${path}`)
  const made = await found.run({} as RequestCtx, { params: undefined, query: undefined, nonce: 'n' }) // it asks the context nothing
  return String(made.body)
}

describe('the mailbox', () => {
  it('shows mails newest first, to machines and to people, and runs nothing in them', async () => {
    await send('First', 'x')
    await send('<script>alert(1)</script>', 'Go to http://app.localhost/x?a=1&b=2 or javascript:alert(1)')
    const mails = JSON.parse(await read('/dev/mail.json'))
    expect(mails.map(({ subject }: { subject: string }) => subject)).toEqual(['<script>alert(1)</script>', 'First'])
    expect(mails[0]).toMatchObject({ to: ['c@d.test'], links: ['http://app.localhost/x?a=1&b=2'] })
    const page = await read('/dev/mail')
    expect(page).not.toContain('<script>')
    expect(page).toContain('href="http://app.localhost/x?a=1&amp;b=2"')
    expect(page).not.toContain('href="javascript')
  })

  it('finds a mail that is there or still to come, and says when none comes', async () => {
    const coming = mailbox.waitFor(({ subject }) => subject === 'Later')
    await send('Later', 'x')
    expect((await coming).text.trim()).toBe('x')
    expect((await mailbox.waitFor(({ subject }) => subject === 'First')).subject).toBe('First')
    await expect(mailbox.waitFor(({ subject }) => subject === 'Never', 20)).rejects.toThrow('did not come')
  })
})
