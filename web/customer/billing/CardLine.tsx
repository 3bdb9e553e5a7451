import { brandName, cardEnd } from '../../lib/card.ts'
import type { Billing } from './asked.ts'
import css from './billing.module.css'

type Card = NonNullable<Billing['card']>

/** The card as a small plate with its brand, and its last four. */
export function CardLine({
  card,
  end = false,
}: {
  card: Pick<Card, 'brand' | 'last4' | 'expMonth' | 'expYear'>
  end?: boolean
}) {
  return (
    <span className={`${css.card} num`}>
      <span className={css.plate}>{brandName(card.brand)}</span>
      ending {card.last4}
      {end && <span className="quiet">{cardEnd(card)}</span>}
    </span>
  )
}
