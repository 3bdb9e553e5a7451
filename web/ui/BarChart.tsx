import { useState } from 'react'
import css from './Chart.module.css'
import { at, Frame, HiddenTable, shareOf } from './Frame.tsx'
import { niceScale } from './scale.ts'

export type BarChartProps = {
  title: string
  labels: readonly { short: string; long: string }[]
  values: readonly number[]
  name: string
  format: (value: number) => string
  axis: (value: number) => string
  /** The last bar is of a day that is not over. */
  unfinished?: boolean
}

/** One bar a day. Plain elements: no library is loaded for it. */
export function BarChart({ title, labels, values, name, format, axis, unfinished }: BarChartProps) {
  const [hovered, setHovered] = useState<number | null>(null)
  const { top, ticks } = niceScale(Math.max(0, ...values))
  const middle = hovered === null ? 0 : ((hovered + 0.5) / values.length) * 100
  return (
    <figure className={css.chart}>
      <Frame ticks={ticks} format={axis} labels={labels.map((label) => label.short)} kind="bars" low>
        <div className={css.bars} onPointerLeave={() => setHovered(null)}>
          {values.map((value, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour comes twice when the clocks go back
            <span key={i} onPointerEnter={() => setHovered(i)}>
              <i
                style={shareOf((value / top) * 100)}
                data-unfinished={(unfinished && i === values.length - 1) || undefined}
              />
            </span>
          ))}
        </div>
        {hovered !== null && (
          <div className={css.tip} style={at(middle)} data-side={middle > 55 ? 'left' : 'right'}>
            <span className="quiet">{labels[hovered]?.long}</span>
            <strong className="num">{format(values[hovered] ?? 0)}</strong>
          </div>
        )}
      </Frame>
      <HiddenTable
        caption={title}
        head={['', name]}
        rows={labels.map((label, i) => [label.long, format(values[i] ?? 0)])}
      />
    </figure>
  )
}
