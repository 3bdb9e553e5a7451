/** What the demo world's mailbox holds. */
import { z } from 'zod'
import { send } from './http.ts'

const Mails = z.array(z.object({ to: z.unknown(), links: z.array(z.string()) }))

/** The newest link that was mailed to an address. */
export async function linkTo(port: number, email: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const { text } = await send(port, { host: 'localhost', path: '/dev/mail.json' })
    const mails = Mails.parse(JSON.parse(text))
    const link = mails.find((mail) => JSON.stringify(mail.to).includes(email))?.links[0]
    if (link) return link
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`no mail to ${email}`)
}
