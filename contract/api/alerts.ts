/** What needs somebody's attention: looked for every few minutes, shown until it is over or dismissed. */
import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { AccountPath, PageQuery, pageOf } from '../page.ts'
import { stopReasons } from './recharge.ts'

const Count = z.number().int()
const Named = z.object({ id: Count, name: z.string() })

/** When an account wants to be told. */
export const AlertSettings = z.object({
  /** No lead for so long, when as many are usual at that time of the week. */
  silence: z
    .object({ on: z.boolean(), minutes: Count.min(15).max(1_440), leads: Count.min(3).max(10_000) })
    .default({ on: true, minutes: 60, leads: 8 }),
  /** Accepted so many points less of a hundred than in the week before, of at least so many leads in two hours. */
  acceptance: z
    .object({ on: z.boolean(), points: Count.min(5).max(90), leads: Count.min(10).max(10_000) })
    .default({ on: true, points: 20, leads: 20 }),
  /** So many of a hundred posts to a buyer without a clear answer, of at least so many in two hours. */
  delivery: z
    .object({ on: z.boolean(), share: Count.min(5).max(100), posts: Count.min(5).max(50) })
    .default({ on: true, share: 30, posts: 10 }),
  /** A balance that lasts for fewer days than these. */
  balance: z.object({ on: z.boolean(), days: Count.min(1).max(30) }).default({ on: true, days: 2 }),
  /** An auto-recharge stopped by declines, needed authentication or a dispute. */
  recharge: z.object({ on: z.boolean() }).default({ on: true }),
  /** Every new one by e-mail to the Administrators. */
  mail: z.boolean().default(false),
})
export type AlertSettings = z.output<typeof AlertSettings>

export const ALERT_KINDS = ['silence', 'acceptance', 'delivery', 'balance', 'recharge'] as const
export type AlertKind = (typeof ALERT_KINDS)[number]

/** The figures an alert speaks of; rates are basis points, amounts minor units. */
export const AlertFacts = z.discriminatedUnion('kind', [
  /** `usual` leads in the time since the last one. */
  z.object({ kind: z.literal('silence'), lastAt: z.iso.datetime(), usual: Count }),
  z.object({ kind: z.literal('acceptance'), now: Count, usual: Count, leads: Count, mostly: z.string().nullable() }),
  /** Of the newest `posts`, `failed` had no clear answer, most of them like `mostly`. */
  z.object({ kind: z.literal('delivery'), posts: Count, failed: Count, mostly: z.string() }),
  /** `low`: it sells nothing now. `perDay` is the last week's average. */
  z.object({ kind: z.literal('balance'), balance: Count, perDay: Count, low: z.boolean() }),
  z.object({ kind: z.literal('recharge'), reason: z.enum(stopReasons), balance: Count }),
])
export type AlertFacts = z.output<typeof AlertFacts>

export const Alert = z.object({
  id: z.string(),
  facts: AlertFacts,
  subject: Named.extend({ kind: z.enum(['campaign', 'supplier', 'buyer', 'customer']) }),
  /** Of a supplier or buyer. */
  campaign: Named.nullable(),
  since: z.iso.datetime(),
  /** Null: it is still so. */
  until: z.iso.datetime().nullable(),
  dismissed: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
})
export type Alert = z.output<typeof Alert>

const AlertPath = AccountPath.extend({ alert: z.uuid() })

export const listAlerts = endpoint({
  method: 'GET',
  path: '/api/console/:account/alerts',
  summary: 'Alerts, newest first: what is so now, or what was.',
  params: AccountPath,
  query: PageQuery.extend({ state: z.enum(['open', 'past']).default('open') }),
  reply: pageOf(Alert).extend({
    /** Of those that are so now, how many nobody has dismissed. */
    waiting: Count,
    currency: z.string(),
    zone: z.string(),
    asOf: z.iso.datetime(),
  }),
})
export const dismissAlert = endpoint({
  method: 'POST',
  path: '/api/console/:account/alerts/:alert/dismiss',
  summary: 'Dismisses an alert for the whole team, as long as it lasts.',
  params: AlertPath,
  reply: Alert,
})
export const restoreAlert = endpoint({
  method: 'POST',
  path: '/api/console/:account/alerts/:alert/restore',
  summary: 'Shows a dismissed alert again.',
  params: AlertPath,
  reply: Alert,
})
export const readAlertSettings = endpoint({
  method: 'GET',
  path: '/api/console/:account/alert-settings',
  summary: 'When the account is told of what.',
  params: AccountPath,
  reply: AlertSettings,
})
export const changeAlertSettings = endpoint({
  method: 'PUT',
  path: '/api/console/:account/alert-settings',
  summary: 'Changes when the account is told of what.',
  params: AccountPath,
  body: AlertSettings,
  reply: AlertSettings,
})
