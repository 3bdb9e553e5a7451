/** A delivery by e-mail, written for one lead. */
import { compileMail, knownNames } from '../../../contract/calls.ts'
import type { EmailDelivery } from '../../../contract/delivery.ts'
import type { Field } from '../../../contract/fields.ts'
import type { Cents } from '../../../contract/money.ts'
import type { LeadSeen } from '../rules/order.ts'
import { scopeOf } from '../rules/scope.ts'

export interface MailOrder {
  readonly delivery: EmailDelivery
  readonly fields: readonly Field[]
  readonly lead: LeadSeen
  readonly test: boolean
  readonly deliveryId: string
  readonly price: Cents
  readonly currency: string
}

export interface WrittenMail {
  readonly subject: string
  readonly text: string
  readonly html: string
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** The text as it stands, line by line: nothing in a lead is markup. */
function htmlOf(text: string): string {
  const safe = text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
  return `<!doctype html><html><body><div style="font-family:sans-serif;white-space:pre-wrap">${safe}</div></body></html>`
}

/** @throws Error for templates that their form would have refused; TemplateTooLong */
export function writeMail({ delivery, fields, lead, test, deliveryId, price, currency }: MailOrder): WrittenMail {
  const { mail } = compileMail(delivery, knownNames(fields, 'delivery'))
  if (!mail) throw new Error('templates that do not compile')
  const sale = { deliveryId, price, currency }
  const { subject, body } = mail.render(scopeOf({ lead, fields, test, sale, secrets: new Map() }))
  return { subject: test ? `[Test] ${subject}` : subject, text: body, html: htmlOf(body) }
}
