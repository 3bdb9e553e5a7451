import type { z } from 'zod'
import type { Card, Charge, ChargeKind, ChargeState } from '../../../contract/api/billing.ts'
import type { IdleReason, Reversal } from '../../../contract/api/recharge.ts'
import type { ReconciliationLine } from '../../../contract/api/reconciliation.ts'
import type { State } from '../../ui/Status.tsx'

export const CHARGE_KINDS: Record<ChargeKind, string> = {
  deposit: 'Deposit',
  recharge: 'Auto-recharge',
  operator: 'Charged by the team',
}

export const CHARGE_STATES: Record<ChargeState, { state: State; word: string }> = {
  open: { state: 'in_process', word: 'Page open' },
  sent: { state: 'pending', word: 'Under way' },
  succeeded: { state: 'accepted', word: 'Paid' },
  declined: { state: 'failed', word: 'Declined' },
  expired: { state: 'cancelled', word: 'Not paid' },
  cancelled: { state: 'cancelled', word: 'Cancelled' },
}

export const MATCHES: Record<z.output<typeof ReconciliationLine>['state'], { state: State; word: string }> = {
  matched: { state: 'approved', word: 'Matched' },
  foreign: { state: 'cancelled', word: 'Not of this portal' },
  differs: { state: 'failed', word: 'Differs' },
}

/** Why an auto-recharge does not work, to whoever can do something about it. */
export const IDLE: Record<IdleReason, string> = {
  off: 'It is off.',
  declines: 'Stopped after three declines. The customer pays in, changes the card, or switches it on again.',
  hard_decline: 'Stopped: the card was declined for good. The customer needs another card.',
  authentication: 'Stopped: the bank wants the customer to confirm. A link was mailed.',
  dispute: 'Stopped by a dispute, until you lift it.',
  closed: 'The customer is closed.',
  mode: 'Its billing mode is not Real-Time.',
  not_connected: 'Stripe is not connected.',
  no_card: 'There is no card on file.',
  card_expired: 'The card has expired.',
  limit_today: 'Today’s limit is reached. It works again tomorrow.',
}

/** A refund or dispute as it stands. */
export const reversalState = ({ kind, state }: Pick<Reversal, 'kind' | 'state'>): { state: State; word: string } => {
  const dispute = kind === 'dispute'
  switch (state) {
    case 'asked':
      return { state: 'pending', word: 'Asked of Stripe' }
    case 'booked':
      return dispute ? { state: 'pending', word: 'Disputed' } : { state: 'accepted', word: 'Refunded' }
    case 'undone':
      return dispute ? { state: 'accepted', word: 'Won' } : { state: 'cancelled', word: 'Came back' }
    case 'failed':
      return { state: 'failed', word: 'Refused by Stripe' }
  }
}

export const cardNote = (card: Card): { state: State; word: string } | undefined => {
  if (card.expired) return { state: 'failed', word: 'Expired' }
  if (card.state === 'declined') return { state: 'failed', word: 'Declined last' }
  return card.state === 'authentication' ? { state: 'pending', word: 'Waits for the customer' } : undefined
}

/** What can still be given back of a charge. */
export const refundable = (charge: Charge): number =>
  charge.state === 'succeeded' ? Math.max(0, charge.total - charge.reversed) : 0
