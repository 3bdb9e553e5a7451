import { cardName } from '../../lib/card.ts'
import type { Billing, Recharge } from './asked.ts'
import css from './billing.module.css'
import { mostADay, oneCharge, shortMoney } from './recharge-words.ts'

/** A part of the sentence; where it can be changed, the way there. */
function Word({ text, onClick }: { text: string; onClick: (() => void) | undefined }) {
  if (!onClick) return <strong className="strong">{text}</strong>
  return (
    <button type="button" className={css.word} onClick={onClick}>
      {text}
    </button>
  )
}

type Props = {
  recharge: Recharge & { set: NonNullable<Recharge['set']> }
  card: Billing['card']
  onChange?: (() => void) | undefined
  onCard?: (() => void) | undefined
}

/** "When below $500, charge $1,500 to Visa 4242, at most $3,000 a day." */
export function RechargeSentence({ recharge, card, onChange, onCard }: Props) {
  const { set, terms } = recharge
  const words = (amount: number) => shortMoney(amount, terms.currency)
  return (
    <p className={css.sentence}>
      When below <Word text={words(set.threshold)} onClick={onChange} />, charge{' '}
      <Word text={words(oneCharge(set, recharge))} onClick={onChange} />
      {card && (
        <>
          {' '}
          to <Word text={cardName(card)} onClick={onCard} />
        </>
      )}
      , at most <Word text={`${words(mostADay(set, recharge))} a day`} onClick={onChange} />.
    </p>
  )
}
