/** The customer's side of auto-recharge: what it agreed to, and how it stands. */
import type { z } from 'zod'
import type { setRecharge } from '../../../contract/api/recharge.ts'
import { consentSentence } from '../../../contract/consent.ts'
import { AppError } from '../../../contract/errors.ts'
import { asCents } from '../../../contract/money.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { lockWallets, readWallet, type Wallet } from '../../ledger/ops.ts'
import { audit } from '../../platform/audit.ts'
import { actorOf, type Ctx } from '../../platform/ctx.ts'
import type { Db } from '../../platform/db.ts'
import { portalOf } from '../../portals/ops.ts'
import { decideRecharge, type RechargeState, rechargeState } from '../ops/recharge.ts'
import { forgiven, freshTries, type Recharge } from '../rules/recharge.ts'
import { type AgreedRecharge, putRecharge } from '../tables/recharges.ts'
import { lockCustomer } from '../tables/terms.ts'

export interface OwnRecharge extends RechargeState {
  wallet: Wallet
  company: string
}

/** A customer's auto-recharge with everything its page says. @throws AppError not_found */
export async function readRecharge(db: Db, ctx: Ctx, accountId: number, customerId: number): Promise<OwnRecharge> {
  const state = await rechargeState(db, ctx, accountId, customerId)
  if (!state) throw new AppError('not_found')
  const company = (await portalOf(db, accountId))?.company_name ?? ''
  return { ...state, company, wallet: await readWallet(db, accountId, customerId) }
}

export const feeOf = ({ feeBp, portalFeeBp }: RechargeState['payer']): number => feeBp ?? portalFeeBp

type Wish = z.output<typeof setRecharge.body>

/** Sets the own auto-recharge. On, it tries a card again that was declined. @throws AppError invalid_input, stale */
export function agreeToRecharge(ctx: Ctx, wish: Wish): Promise<OwnRecharge> {
  const { accountId, customerId, name } = actorOf(ctx, 'customer')
  return ctx.transact(async (tx) => {
    await lockCustomer(tx, accountId, customerId)
    await lockWallets(tx, accountId, [customerId])
    const now = await readRecharge(tx, ctx, accountId, customerId)
    refuseBadTerms(wish, now)
    if (wish.on) refuseOtherConsent(wish, now)
    const { recharge: before } = now
    const after = agreed(wish, before, { by: name, at: ctx.now() })
    await putRecharge(tx, accountId, customerId, after)
    await decideRecharge(tx, ctx, accountId, customerId)
    await audit(tx, ctx, {
      action: 'recharge.set',
      target: { kind: 'customer', id: customerId },
      before: before && shown(before),
      after: shown(after),
    })
    return readRecharge(tx, ctx, accountId, customerId)
  })
}

const shown = ({ on, threshold, amount, mostChargesADay, mostAmountADay }: Recharge) => ({
  on,
  threshold,
  amount,
  mostChargesADay,
  mostAmountADay,
})

function refuseBadTerms({ threshold, amount, mostAmountADay }: Wish, { wallet, facts, payer }: OwnRecharge): void {
  const words = (least: number) => `must be at least ${moneyInWords(least, payer.currency)}`
  const refuse = (field: string, least: number, what: string) => {
    throw new AppError('invalid_input', { field, message: `${words(least)}, ${what}` })
  }
  const { minimumBalance } = wallet
  if (minimumBalance !== null && threshold < minimumBalance)
    refuse('threshold', minimumBalance, 'the minimum balance: below it no leads are sold')
  const one = Math.max(amount, facts.minimumDeposit)
  if (mostAmountADay !== null && mostAmountADay < one) refuse('mostAmountADay', one, 'what one charge takes')
}

/** What was agreed to is the sentence that was shown: another fee since then makes it another one. */
function refuseOtherConsent(wish: Wish, { company, payer, facts }: OwnRecharge): void {
  const around = { company, currency: payer.currency, feeBp: feeOf(payer), minimumDeposit: facts.minimumDeposit }
  if (wish.consent === consentSentence(wish, around)) return
  throw new AppError('stale', { field: 'consent', message: 'The terms have changed. Read them again, then agree.' })
}

function agreed(wish: Wish, before: AgreedRecharge | undefined, told: { by: string; at: Date }): AgreedRecharge {
  const { on, mostChargesADay } = wish
  const terms = {
    on,
    threshold: asCents(wish.threshold),
    amount: asCents(wish.amount),
    mostChargesADay,
    mostAmountADay: wish.mostAmountADay === null ? null : asCents(wish.mostAmountADay),
  }
  const consent = { consent: wish.consent, consentedBy: told.by, consentedAt: told.at }
  if (!before) return { ...terms, ...consent, ...freshTries, worksAgainAt: null }
  return { ...before, ...terms, ...(on && { ...consent, ...forgiven(before) }) }
}
