import { Tooltip } from '@mantine/core'
import { instant, moneySplit, when } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import css from './Figure.module.css'

export type FigureSize = 'figure' | 'balance'

/** A large amount, its cents smaller and dimmed. */
export function MoneyFigure(props: { amount: number; currency: string; size?: FigureSize }) {
  const { whole, cents } = moneySplit(props.amount, props.currency)
  return (
    <span className={css.figure} data-size={props.size ?? 'figure'}>
      {whole}
      {cents && <span className={css.cents}>{cents}</span>}
    </span>
  )
}

/** A large figure that is not money. */
export function TextFigure({ text, size = 'figure' }: { text: string; size?: FigureSize }) {
  return (
    <span className={css.figure} data-size={size}>
      {text}
    </span>
  )
}

/** An instant, short; the full one in the account's zone on hover. */
export function When({ at, zone, seconds = false }: { at: string; zone: string; seconds?: boolean }) {
  const now = useNow()
  return (
    <Tooltip label={instant(at, zone)}>
      <time dateTime={at} className="num">
        {when(at, zone, now, seconds)}
      </time>
    </Tooltip>
  )
}
