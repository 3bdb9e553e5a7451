/** Recharges, reversals and raises as they are answered. */
import type { z } from 'zod'
import type * as api from '../../../contract/api/recharge.ts'
import type { Cents } from '../../../contract/money.ts'
import type { Facts } from '../rules/recharge.ts'
import type { AgreedRecharge } from '../tables/recharges.ts'
import type { Reversal } from '../tables/reversals.ts'
import type { Payer } from '../tables/terms.ts'

type Reply = z.input<typeof api.Recharge>

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

interface Shown {
  payer: Payer
  recharge: AgreedRecharge | undefined
  facts: Facts
  idle: api.IdleReason | null
  company: string
  wallet: { underWay: Cents; minimumBalance: Cents | null }
}

function presentAgreed(recharge: AgreedRecharge): NonNullable<Reply['set']> {
  const { on, threshold, amount, mostChargesADay, mostAmountADay, consent, consentedBy, consentedAt } = recharge
  const terms = { threshold, amount, mostChargesADay, mostAmountADay }
  return { ...terms, on, consent, consentedBy, consentedAt: consentedAt.toISOString() }
}

/** A customer's auto-recharge, to either side. */
export function presentRecharge({ payer, recharge, facts, idle, company, wallet }: Shown): Reply {
  const { stoppedAt = null, nextTryAt = null, declines = 0 } = recharge ?? {}
  return {
    set: recharge ? presentAgreed(recharge) : null,
    works: idle === null,
    idle,
    stoppedAt: instant(stoppedAt),
    nextTryAt: instant(nextTryAt),
    declines,
    today: facts.today,
    underWay: wallet.underWay,
    required: payer.rechargeRequired,
    terms: {
      company,
      currency: payer.currency,
      feeBp: payer.feeBp ?? payer.portalFeeBp,
      minimumDeposit: facts.minimumDeposit,
      minimumBalance: wallet.minimumBalance ?? 0,
    },
  }
}

export function presentReversal(reversal: Reversal & { currency: string }): z.input<typeof api.Reversal> {
  const { reversalId: id, chargeId: charge, kind, state, amount, keepFee, currency } = reversal
  const { walletPart: wallet, feePart: fee, lossPart: loss, reason, byName, failure } = reversal
  const at = {
    createdAt: reversal.createdAt.toISOString(),
    bookedAt: instant(reversal.bookedAt),
    endedAt: instant(reversal.endedAt),
  }
  return { id, charge, kind, state, amount, wallet, fee, loss, keepFee, currency, reason, byName, failure, ...at }
}

export function presentRaise(
  raise: { amount: Cents; until: Date; customers: number } | null,
  delayedSince: Date | null,
): z.input<typeof api.readRaise.reply> {
  return { delayedSince: instant(delayedSince), raise: raise && { ...raise, until: raise.until.toISOString() } }
}
