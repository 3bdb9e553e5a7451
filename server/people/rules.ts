import type { Realm } from '../../contract/permissions.ts'
import { dayPlus, daysOf, type Range } from '../../contract/ranges.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

interface SessionLife {
  /** Ends when nothing was asked for so long. */
  idle: number
  /** Ends so long after the log-in, whatever was asked. */
  longest: number
}

/** The team moves money and reads everybody's data, so its sessions end first. */
export const sessionLife: Readonly<Record<Realm, SessionLife>> = {
  team: { idle: 12 * HOUR, longest: 14 * DAY },
  customer: { idle: 3 * DAY, longest: 30 * DAY },
  supplier: { idle: 3 * DAY, longest: 30 * DAY },
}

/** When a session used at `now` ends by itself. */
export function sessionEnd(realm: Realm, createdAt: Date, now: Date): Date {
  const { idle, longest } = sessionLife[realm]
  return new Date(Math.min(now.getTime() + idle, createdAt.getTime() + longest))
}

/** Looking as a customer ends after so long, however busy. */
export const VIEW_LIFE = HOUR / 2

// a page asks several times a second; that somebody is there is worth one write a minute
const TOUCH_EVERY = 60_000

/** Whether the use at `now` should be written down. */
export function shouldTouch(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= TOUCH_EVERY
}

/** An account's number as it stands in an address; undefined for anything that can be none. */
export function accountNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,9}$/.test(text)) return undefined
  const value = Number(text)
  return value <= 2_147_483_647 ? value : undefined
}

/**
 * The instants that the days of a range lie between. As the figures' windows are made, but those slices ask this one
 * and not the other way.
 */
export function spanOf(range: Range, zone: string, now: Date): { from: Date; to: Date } {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone)
  const days = daysOf(range, here.toPlainDate().toString())
  const startOf = (day: string) => new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds)
  return { from: startOf(days.from), to: startOf(dayPlus(days.to, 1)) }
}

const KEY = /^api_([1-9]\d{0,9})_[\w-]{43}$/

/** A key as programs send it. The account's number stands in it, so that it is looked for in one account only. */
export const keyText = (accountId: number, random: string): string => `api_${accountId}_${random}`
/** The account a key says it is of; undefined for what is no key at all. */
export const accountOfKey = (text: string): number | undefined => accountNumber(KEY.exec(text)?.[1])
export const hintOf = (key: string): string => key.slice(-4)

/** What stands behind `Bearer` in an Authorization header. */
export const bearerOf = (header: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(header ?? '')?.[1]

export const LINK_LIFE = {
  firstAccount: 7 * DAY,
  signUp: DAY,
  setPassword: 3 * DAY,
  changeEmail: DAY,
  invitation: 7 * DAY,
  /** From the console to the portal, in one step. */
  view: 60_000,
} as const

/** How a session is named in replies and in `actor.sessionId`: by its stored hash, which opens nothing. */
export const sessionIdOf = (tokenHash: Buffer): string => tokenHash.toString('base64url')
export const tokenHashOf = (sessionId: string): Buffer => Buffer.from(sessionId, 'base64url')
