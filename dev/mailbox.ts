/**
 * The built-in mailbox of demo, development and tests: a real SMTP server on loopback that keeps what it gets, with
 * a page to read it. Nothing leaves the machine.
 */
import type { AddressInfo } from 'node:net'
import { type AddressObject, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { type Content, content, type Route } from '../server/platform/http/route.ts'

export interface ReceivedMail {
  to: string[]
  from: string
  subject: string
  text: string
  html: string
  /** Every address in it, in order. */
  links: string[]
  received_at: string
}

export interface Mailbox {
  /** For SMTP_URL. */
  readonly url: string
  /** Newest first. */
  readonly mails: readonly ReceivedMail[]
  readonly routes: readonly Route[]
  /** Resolves with the first mail, there or still to come, that `matches`. @throws Error after `timeoutMs` */
  waitFor(matches: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>
  close(): Promise<void>
}

const KEPT = 500
const MAX_BYTES = 10 * 1024 ** 2

function addressesOf(to: AddressObject | AddressObject[] | undefined): string[] {
  const all = to === undefined ? [] : Array.isArray(to) ? to : [to]
  return all.flatMap((one) => one.value.map((address) => address.address ?? ''))
}

function linksOf(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/href="([^"]+)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'))
  const inText = text.match(/https?:\/\/[^\s<>"')\]]+/g) ?? []
  return [...new Set([...inHtml, ...inText])].filter((link) => /^https?:/.test(link))
}

async function parse(stream: NodeJS.ReadableStream, at: Date): Promise<ReceivedMail> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  const mail = await simpleParser(Buffer.concat(chunks), { skipTextToHtml: true, skipImageLinks: true })
  const [text, html] = [mail.text ?? '', mail.html || '']
  return {
    to: addressesOf(mail.to),
    from: mail.from?.text ?? '',
    subject: mail.subject ?? '',
    text,
    html,
    links: linksOf(text, html),
    received_at: at.toISOString(),
  }
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

// the addresses come from our own mails, to our own hosts; anything else stays text
const linkHtml = (link: string): string => `<li><a href="${escapeHtml(link)}">${escapeHtml(link)}</a></li>`

function mailHtml(mail: ReceivedMail): string {
  const links = mail.links.length > 0 ? `<h3>Links</h3><ul>${mail.links.map(linkHtml).join('')}</ul>` : ''
  return `<article><h2>${escapeHtml(mail.subject)}</h2>
<p><b>To</b> ${escapeHtml(mail.to.join(', '))} · <b>From</b> ${escapeHtml(mail.from)} · <time>${mail.received_at}</time></p>
<pre>${escapeHtml(mail.text)}</pre>${links}</article>`
}

function pageHtml(mails: readonly ReceivedMail[], nonce: string): string {
  const list = mails.length > 0 ? mails.map(mailHtml).join('\n') : '<p>No mail yet.</p>'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mailbox</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid #8888;padding:1rem 0}h2{font-size:1.1rem;margin:0}h3{font-size:1rem}pre{white-space:pre-wrap;font:inherit}li{overflow-wrap:anywhere}</style>
</head><body><main><h1>Mailbox</h1>${list}</main></body></html>`
}

function routesOf(mails: readonly ReceivedMail[]): Route[] {
  const gate = { host: 'api', allow: 'public' } as const
  return [
    content({
      ...gate,
      path: '/dev/mail.json',
      summary: 'The mails of the built-in mailbox, newest first.',
      run: (): Content => ({ type: 'application/json; charset=utf-8', body: JSON.stringify(mails) }),
    }),
    content({
      ...gate,
      path: '/dev/mail',
      summary: 'The built-in mailbox, to be read.',
      run: (_ctx, { nonce }): Content => ({ type: 'text/html; charset=utf-8', body: pageHtml(mails, nonce) }),
    }),
  ]
}

type Waiter = (mail: ReceivedMail) => void

function serverOf(keep: (mail: ReceivedMail) => void, now: () => Date): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    size: MAX_BYTES,
    logger: false,
    onAuth: (_auth, _session, done) => done(null, { user: 'any' }),
    onData: (stream, _session, done) => {
      parse(stream, now()).then(
        (mail) => {
          keep(mail)
          done()
        },
        (error: unknown) => done(error instanceof Error ? error : new Error('unreadable')),
      )
    },
  })
  // a client that hangs up in the middle is no reason to stop
  server.on('error', () => {})
  return server
}

function waiterFor(mails: readonly ReceivedMail[], waiters: Set<Waiter>): Mailbox['waitFor'] {
  return (matches, timeoutMs = 10_000) =>
    new Promise((resolve, reject) => {
      const there = mails.find(matches)
      if (there) return resolve(there)
      const timer = setTimeout(() => {
        waiters.delete(waiter)
        reject(new Error('the mail did not come'))
      }, timeoutMs)
      const waiter: Waiter = (mail) => {
        if (!matches(mail)) return
        clearTimeout(timer)
        waiters.delete(waiter)
        resolve(mail)
      }
      waiters.add(waiter)
    })
}

/** Starts the mailbox on a free loopback port. */
export async function startMailbox(now: () => Date): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  const waiters = new Set<Waiter>()
  const keep = (mail: ReceivedMail): void => {
    mails.unshift(mail)
    mails.length = Math.min(mails.length, KEPT)
    for (const waiter of [...waiters]) waiter(mail)
  }
  const server = serverOf(keep, now)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // a TCP server's address is never a pipe's name
  const { port } = server.server.address() as AddressInfo // see above
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    routes: routesOf(mails),
    waitFor: waiterFor(mails, waiters),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
