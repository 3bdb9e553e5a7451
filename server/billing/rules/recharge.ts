/** Auto-recharge: whether it works, how much it charges, and what a decline does to it. */
import type { IdleReason, StopReason } from '../../../contract/api/recharge.ts'
import { defaultMostADay } from '../../../contract/consent.ts'
import { asCents, type Cents } from '../../../contract/money.ts'
import type { Decline } from './failures.ts'

export interface Recharge {
  on: boolean
  threshold: Cents
  amount: Cents
  mostChargesADay: number
  /** Null: ten charges' worth. */
  mostAmountADay: Cents | null
  stopped: StopReason | null
  stoppedAt: Date | null
  declines: number
  nextTryAt: Date | null
  /** Today's limits are used up until then. */
  worksAgainAt: Date | null
}

/** Of the account's calendar day: charges that succeeded or are under way; what was declined took nothing. */
export interface Today {
  charges: number
  amount: Cents
}

/** What stands around a recharge. */
export interface Facts {
  billingMode: 'none' | 'manual' | 'real_time'
  closed: boolean
  connected: boolean
  card: 'none' | 'expired' | 'good'
  /** The customer's, never under Stripe's own. */
  minimumDeposit: Cents
  today: Today
}

/** What may still be charged today; 0 once the number of charges is used up. */
export function roomToday(recharge: Recharge, { minimumDeposit, today }: Pick<Facts, 'minimumDeposit' | 'today'>) {
  if (today.charges >= recharge.mostChargesADay) return asCents(0)
  const most = recharge.mostAmountADay ?? defaultMostADay(recharge, minimumDeposit)
  return asCents(Math.max(0, most - today.amount))
}

/** Why a recharge does not work; null: it does. */
export function idleReason(recharge: Recharge | undefined, facts: Facts): IdleReason | null {
  if (!recharge?.on) return 'off'
  if (facts.closed) return 'closed'
  if (facts.billingMode !== 'real_time') return 'mode'
  if (!facts.connected) return 'not_connected'
  if (recharge.stopped !== null) return recharge.stopped
  if (facts.card === 'none') return 'no_card'
  if (facts.card === 'expired') return 'card_expired'
  return roomToday(recharge, facts) < facts.minimumDeposit ? 'limit_today' : null
}

export interface Standing {
  balance: Cents
  underWay: Cents
  minimumBalance: Cents | null
}

/** The balance below which it charges: never under the minimum balance, whichever of the two was set last. */
export function thresholdOf({ threshold }: Pick<Recharge, 'threshold'>, minimumBalance: Cents | null): Cents {
  return asCents(Math.max(threshold, minimumBalance ?? 0))
}

/**
 * What one charge takes, in credit: the amount, or all that is missing if that is more, cut to the day's room. Null:
 * nothing is missing, or the room is less than may be charged at all.
 */
export function amountDue(
  recharge: Recharge,
  standing: Standing,
  facts: Pick<Facts, 'minimumDeposit' | 'today'>,
): Cents | null {
  const missing = thresholdOf(recharge, standing.minimumBalance) - standing.balance - standing.underWay
  if (missing <= 0) return null
  const wanted = Math.max(recharge.amount, facts.minimumDeposit, missing)
  const amount = Math.min(wanted, roomToday(recharge, facts))
  return amount < facts.minimumDeposit ? null : asCents(amount)
}

const HOUR_MS = 3_600_000
/** After the first soft decline, and after the second; the third one stops it. */
const BACK_OFF_MS = [HOUR_MS, 6 * HOUR_MS] as const

type Tries = Pick<Recharge, 'stopped' | 'stoppedAt' | 'declines' | 'nextTryAt'>

export const freshTries: Tries = { stopped: null, stoppedAt: null, declines: 0, nextTryAt: null }

/** What a declined charge makes of the recharge: tried again later, or stopped. A dispute's stop stays one. */
export function afterDecline(recharge: Recharge, decline: Pick<Decline, 'hard' | 'authentication'>, now: Date): Tries {
  if (recharge.stopped !== null) return recharge
  const stop = (stopped: StopReason, declines: number): Tries => ({
    stopped,
    stoppedAt: now,
    declines,
    nextTryAt: null,
  })
  if (decline.authentication) return stop('authentication', recharge.declines)
  if (decline.hard) return stop('hard_decline', recharge.declines)
  const pause = BACK_OFF_MS[recharge.declines]
  if (pause === undefined) return stop('declines', recharge.declines + 1)
  return { stopped: null, stoppedAt: null, declines: recharge.declines + 1, nextTryAt: new Date(now.getTime() + pause) }
}

/** A card that paid, or a new one, forgives declines; a dispute waits for a person of the operator's. */
export function forgiven(recharge: Recharge): Tries {
  return recharge.stopped === 'dispute' ? recharge : freshTries
}

/** The account's calendar day around an instant. */
export function dayAround(zone: string, at: Date): { from: Date; to: Date } {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  const start = (date: Temporal.PlainDate) => new Date(date.toZonedDateTime(zone).epochMilliseconds)
  return { from: start(day), to: start(day.add({ days: 1 })) }
}

/** A card is good to the end of the month that stands on it. */
export function isExpired(card: { expMonth: number; expYear: number }, now: Date): boolean {
  return Date.UTC(card.expYear, card.expMonth, 1) <= now.getTime()
}
