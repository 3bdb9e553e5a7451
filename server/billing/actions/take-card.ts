/** Putting a card on file and taking it off, inside the transaction of whoever heard of it. */
import type Stripe from 'stripe'
import { audit } from '../../platform/audit.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Tx } from '../../platform/db.ts'
import { enqueue } from '../../platform/jobs.ts'
import { cardOfCustomer, deleteCard, putCard, type StoredCard } from '../tables/cards.ts'
import { lockCustomer } from '../tables/terms.ts'
import { detachCard } from './detach.ts'
import { mailCardRemoved } from './mails.ts'
import { afterCard } from './recharge.ts'

interface NewCard {
  accountId: number
  customerId: number
  method: Stripe.PaymentMethod
  savedBy: string | null
}

const shown = ({ brand, last4, expMonth, expYear }: StoredCard) => ({ brand, last4, expMonth, expYear })

/** Puts a saved card on file; the one before is taken off. Told again, or of an older card late, it changes nothing. */
export async function takeCard(ctx: Ctx, tx: Tx, { accountId, customerId, method, savedBy }: NewCard): Promise<void> {
  const { card } = method
  if (!card) return
  await lockCustomer(tx, accountId, customerId)
  const before = await cardOfCustomer(tx, accountId, customerId)
  if (before?.paymentMethodId === method.id) return
  const madeAt = new Date(method.created * 1_000)
  if (before && before.madeAt > madeAt) return
  const after: StoredCard = {
    customerId,
    paymentMethodId: method.id,
    brand: card.brand,
    last4: card.last4,
    expMonth: card.exp_month,
    expYear: card.exp_year,
    funding: card.funding,
    state: 'ok',
    madeAt,
    savedAt: ctx.now(),
    savedBy,
  }
  await putCard(tx, accountId, after)
  if (before) await enqueue(tx, detachCard, { accountId, paymentMethodId: before.paymentMethodId })
  await audit(tx, ctx, {
    accountId,
    action: 'card.saved',
    target: { kind: 'customer', id: customerId },
    before: before && shown(before),
    after: { ...shown(after), savedBy },
  })
  await afterCard(ctx, tx, accountId, customerId, 'saved')
}

interface Removal {
  accountId: number
  customerId: number
  /** Only this one; left out: whichever is on file. */
  paymentMethodId?: string
  /** As both sides read it; null: nobody here, Stripe said it is gone. */
  by: string | null
}

/** Takes the card off file and tells both sides. True when there was one. */
export async function dropCard(ctx: Ctx, tx: Tx, removal: Removal): Promise<boolean> {
  const { accountId, customerId, paymentMethodId, by } = removal
  await lockCustomer(tx, accountId, customerId)
  const card = await cardOfCustomer(tx, accountId, customerId)
  if (!card || (paymentMethodId !== undefined && card.paymentMethodId !== paymentMethodId)) return false
  await deleteCard(tx, accountId, customerId)
  if (by !== null) await enqueue(tx, detachCard, { accountId, paymentMethodId: card.paymentMethodId })
  await audit(tx, ctx, {
    accountId,
    action: 'card.removed',
    target: { kind: 'customer', id: customerId },
    before: shown(card),
    after: null,
  })
  await mailCardRemoved(ctx, tx, { accountId, customerId, card, by })
  await afterCard(ctx, tx, accountId, customerId, 'removed')
  return true
}

interface Renewal {
  accountId: number
  customerId: number
  paymentMethodId: string
  last4: string
  expMonth: number
  expYear: number
}

/** The bank gave the same card another number or date. */
export async function renewCard(ctx: Ctx, tx: Tx, { accountId, customerId, ...renewed }: Renewal): Promise<void> {
  await lockCustomer(tx, accountId, customerId)
  const card = await cardOfCustomer(tx, accountId, customerId)
  if (card?.paymentMethodId !== renewed.paymentMethodId) return
  await putCard(tx, accountId, { ...card, ...renewed })
  await afterCard(ctx, tx, accountId, customerId, 'saved')
}
