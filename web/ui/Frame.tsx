import type { CSSProperties, ReactNode } from 'react'
import { usePhone } from '../lib/media.ts'
import css from './Chart.module.css'
import { labelPlaces } from './scale.ts'

// a custom property is all that a component may set
export const at = (percent: number): CSSProperties => ({ '--at': percent })
export const shareOf = (percent: number): CSSProperties => ({ '--share': percent })

export type FrameProps = {
  ticks: readonly number[]
  format: (value: number) => string
  labels: readonly string[]
  /** Lines begin at the edge, bars have a place of their own. */
  kind: 'line' | 'bars'
  low?: boolean
  children: ReactNode
}

/** Grid, y labels at the left, five to seven x labels: text that stays text whatever draws the series. */
export function Frame({ ticks, format, labels, kind, low, children }: FrameProps) {
  const phone = usePhone()
  const places = labelPlaces(labels.length, phone ? 5 : 7)
  const where = (index: number) => {
    if (kind === 'bars') return ((index + 0.5) / labels.length) * 100
    return labels.length > 1 ? (index / (labels.length - 1)) * 100 : 0
  }
  return (
    <div className={css.frame} aria-hidden="true">
      <div className={css.y}>
        {ticks.map((tick) => (
          <span key={tick}>{format(tick)}</span>
        ))}
      </div>
      <div className={css.plot} data-tall={low ? 'low' : undefined}>
        <div className={css.grid}>
          {ticks.map((tick) => (
            <span key={tick} />
          ))}
        </div>
        {children}
      </div>
      <div className={css.x} data-edges={kind}>
        {places.map((index) => (
          <span
            key={index}
            style={at(where(index))}
            data-last={(index > 0 && index === labels.length - 1) || undefined}
          >
            {labels[index]}
          </span>
        ))}
      </div>
    </div>
  )
}

/** The same figures for those who do not see the picture. */
export function HiddenTable(props: { caption: string; head: readonly string[]; rows: readonly (readonly string[])[] }) {
  return (
    <div className="off">
      <table>
        <caption>{props.caption}</caption>
        <thead>
          <tr>
            {props.head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour comes twice when the clocks go back
            <tr key={place}>
              {row.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have nothing but their column
                <td key={index}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
