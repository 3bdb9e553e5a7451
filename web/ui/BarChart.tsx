import { useState } from 'react'
import css from './Chart.module.css'
import { at, Frame, HiddenTable, shareOf } from './Frame.tsx'
import { niceScale } from './scale.ts'

export type BarChartProps = {
  title: string
  labels: readonly { short: string; long: string }[]
  values: readonly number[]
  /** The same slots of the time before: a grey bar beside each. */
  before?: { name: string; values: readonly number[] }
  name: string
  format: (value: number) => string
  axis: (value: number) => string
  /** The last bar is of a day that is not over. */
  unfinished?: boolean
}

function Tip({ props: { labels, values, before, format }, index }: { props: BarChartProps; index: number }) {
  const middle = ((index + 0.5) / values.length) * 100
  return (
    <div className={css.tip} style={at(middle)} data-side={middle > 55 ? 'left' : 'right'}>
      <span className="quiet">{labels[index]?.long}</span>
      <strong className="num">{format(values[index] ?? 0)}</strong>
      {before && (
        <span className="quiet num">
          {format(before.values[index] ?? 0)} {before.name.toLowerCase()}
        </span>
      )}
    </div>
  )
}

/** One bar a day, or two where the time before is told. Plain elements: no library is loaded for it. */
export function BarChart(props: BarChartProps) {
  const { title, labels, values, before, name, format, axis, unfinished } = props
  const [hovered, setHovered] = useState<number | null>(null)
  const { top, ticks } = niceScale(Math.max(0, ...values, ...(before?.values ?? [])))
  const share = (value: number | undefined) => shareOf(((value ?? 0) / top) * 100)
  return (
    <figure className={css.chart}>
      <Frame ticks={ticks} format={axis} labels={labels.map((label) => label.short)} kind="bars" low>
        <div className={css.bars} onPointerLeave={() => setHovered(null)}>
          {values.map((value, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an hour comes twice when the clocks go back
            <span key={i} onPointerEnter={() => setHovered(i)}>
              {before && <i style={share(before.values[i])} data-before />}
              <i style={share(value)} data-unfinished={(unfinished && i === values.length - 1) || undefined} />
            </span>
          ))}
        </div>
        {hovered !== null && <Tip props={props} index={hovered} />}
      </Frame>
      {before && (
        <div className={css.legend} aria-hidden="true">
          <span className={css.key}>
            <i data-bar />
            {name}
          </span>
          <span className={css.key}>
            <i data-bar="before" />
            {before.name}
          </span>
        </div>
      )}
      <HiddenTable
        caption={title}
        head={['', name, ...(before ? [before.name] : [])]}
        rows={labels.map((label, i) => [
          label.long,
          format(values[i] ?? 0),
          ...(before ? [format(before.values[i] ?? 0)] : []),
        ])}
      />
    </figure>
  )
}
