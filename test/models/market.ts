/**
 * A market small enough to be obviously right: one paying buyer before one that takes the rest. The real thing is held
 * against it, post by post.
 */
import { CODES } from '../../contract/verdict.ts'

const MINUTE = 60_000
const DAYS_30 = 30 * 86_400_000

export interface Model {
  now: number
  /** Local calendar day, New York. */
  day: string
  check: 'none' | 'campaign' | 'buyer'
  price: number
  /** A day; 0 is unlimited. */
  cap: number
  /** A day, in cents; 0 is unlimited. */
  budget: number
  paused: boolean
  balance: number
  creditLimit: number
  minimum: number | null
  /** In all, for the second buyer. */
  restCap: number
  sold: { person: number; variant: number; at: number; day: string; buyer: 'paying' | 'rest'; price: number }[]
}

export function isLow({ balance, minimum }: Model): boolean {
  return minimum !== null && balance < minimum
}

const soldToday = (model: Model) => model.sold.filter((sale) => sale.buyer === 'paying' && sale.day === model.day)

function payingTakes(model: Model, person: number): boolean {
  if (model.paused || isLow(model) || model.balance - model.price < -model.creditLimit) return false
  const today = soldToday(model)
  if (model.cap > 0 && today.length >= model.cap) return false
  const spent = today.reduce((total, sale) => total + sale.price, 0)
  if (model.budget > 0 && spent + model.price > model.budget) return false
  // its own duplicate check, and never the same person twice to its customer: both look 30 days back
  return !soldWithin(model, person, (sale) => sale.buyer === 'paying')
}

function restTakes(model: Model, person: number): boolean {
  if (model.sold.filter((sale) => sale.buyer === 'rest').length >= model.restCap) return false
  return model.check !== 'buyer' || !soldWithin(model, person, (sale) => sale.buyer === 'rest')
}

function soldWithin(model: Model, person: number, which: (sale: Model['sold'][number]) => boolean): boolean {
  return model.sold.some((sale) => sale.person === person && sale.at > model.now - DAYS_30 && which(sale))
}

/** Decides a post, takes what it was sold for, and says the code it must be answered with. */
export function decidePost(model: Model, person: number, variant: number): number {
  const identical = model.sold.some(
    (sale) => sale.person === person && sale.variant === variant && sale.at > model.now - MINUTE,
  )
  if (identical || (model.check === 'campaign' && soldWithin(model, person, () => true))) return CODES.duplicate
  const buyer = payingTakes(model, person) ? 'paying' : restTakes(model, person) ? 'rest' : undefined
  if (!buyer) return CODES.no_buyers
  const price = buyer === 'paying' ? model.price : 0
  model.balance -= price
  model.sold.push({ person, variant, at: model.now, day: model.day, buyer, price })
  return CODES.accepted
}
