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
  /** What the first buyer answers when it is called; it is not called where it only stores. */
  answer: Answer
  sold: Sold[]
}

export type Answer = 'stores' | 'accepted' | 'rejected' | 'unknown'

interface Sold {
  person: number
  variant: number
  at: number
  day: string
  buyer: 'paying' | 'rest'
  price: number
  /** Reserved, and nobody can tell: it counts as if it were sold. */
  unknown?: boolean
  /** When its lead counts as posted the same way again. */
  postedAt: number
}

export const reservedIn = ({ sold }: Model): number =>
  sold.reduce((total, sale) => total + (sale.unknown ? sale.price : 0), 0)

export function isLow(model: Model): boolean {
  return model.minimum !== null && model.balance - reservedIn(model) < model.minimum
}

const soldToday = (model: Model) => model.sold.filter((sale) => sale.buyer === 'paying' && sale.day === model.day)

function payingTakes(model: Model, person: number): boolean {
  if (model.paused || isLow(model) || model.balance - reservedIn(model) - model.price < -model.creditLimit) return false
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

/** Decides a post, takes what it was sold or is held for, and says the code it must be answered with. */
export function decidePost(model: Model, person: number, variant: number): number {
  const identical = model.sold.some(
    (sale) => sale.person === person && sale.variant === variant && sale.postedAt > model.now - MINUTE,
  )
  if (identical || (model.check === 'campaign' && soldWithin(model, person, () => true))) return CODES.duplicate
  const { now, day } = model
  const row = { person, variant, at: now, day, postedAt: now }
  const called = payingTakes(model, person)
  if (called && model.answer !== 'rejected') {
    const unknown = model.answer === 'unknown'
    if (!unknown) model.balance -= model.price
    model.sold.push({ ...row, buyer: 'paying', price: model.price, unknown })
    if (!unknown) return CODES.accepted
  }
  if (restTakes(model, person)) {
    model.sold.push({ ...row, buyer: 'rest', price: 0 })
    return CODES.accepted
  }
  return called ? CODES.rejected : CODES.no_buyers
}

/** Settles the oldest unknown, and says whose it was. */
export function settleOldest(model: Model, as: 'sold' | 'not_sold'): { person: number; variant: number } | undefined {
  const oldest = model.sold.find((sale) => sale.unknown)
  if (!oldest) return undefined
  if (as === 'not_sold') {
    model.sold.splice(model.sold.indexOf(oldest), 1)
  } else {
    oldest.unknown = false
    oldest.postedAt = model.now
    model.balance -= oldest.price
  }
  return oldest
}
