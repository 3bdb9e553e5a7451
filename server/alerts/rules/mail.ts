/** The mail about new alerts. Names are other people's words: escaped where they stand in HTML. */
import { alertText, alertTitle } from '../../../contract/alert-words.ts'
import type { Alert } from '../../../contract/api/alerts.ts'

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

export interface AlertMail {
  kind: string
  subject: string
  text: string
  html: string
}

export function alertMail(
  alerts: readonly Alert[],
  { account, currency, now, link }: { account: string; currency: string; now: Date; link: string },
): AlertMail {
  const lines = alerts.map((alert) => [alertTitle(alert), alertText(alert, currency, now)] as const)
  const [first = ['']] = lines
  const more = lines.length > 1 ? ` and ${lines.length - 1} more` : ''
  const paragraphs = lines.map(([title, text]) => `<p><b>${escaped(title)}</b><br>${escaped(text)}</p>`).join('')
  return {
    kind: 'alerts.new',
    subject: `${first[0]}${more} (${account})`,
    text: `${lines.map((line) => line.join('\n')).join('\n\n')}\n\n${link}\n`,
    html: `<!doctype html><html lang="en"><body>${paragraphs}<p><a href="${link}">${link}</a></p></body></html>`,
  }
}
