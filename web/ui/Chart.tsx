import { lazy, Suspense, useMemo, useState } from 'react'
import css from './Chart.module.css'
import { at, Frame, HiddenTable } from './Frame.tsx'
import { niceScale } from './scale.ts'

const Plot = lazy(() => import('./Plot.tsx'))

export type ChartProps = {
  /** What is drawn, for the hidden table: "Revenue by hour". */
  title: string
  /** One per bucket: shown below the axis (`short`) and in the tooltip (`long`). */
  labels: readonly { short: string; long: string }[]
  /** `null` where the time has not come yet. */
  values: readonly (number | null)[]
  before?: readonly (number | null)[]
  names: { values: string; before?: string }
  /** The last bucket with a value is not over yet: drawn dotted. */
  unfinished?: boolean
  format: (value: number) => string
  axis: (value: number) => string
  fact?: string
}

function Tip({ props, index }: { props: ChartProps; index: number }) {
  const percent = props.labels.length > 1 ? (index / (props.labels.length - 1)) * 100 : 0
  const value = props.values[index]
  const before = props.before?.[index]
  return (
    <>
      <span className={css.hair} style={at(percent)} />
      <div className={css.tip} style={at(percent)} data-side={percent > 55 ? 'left' : 'right'}>
        <span className="quiet">{props.labels[index]?.long}</span>
        {value !== null && value !== undefined && <strong className="num">{props.format(value)}</strong>}
        {before !== null && before !== undefined && (
          <span className="quiet num">
            {props.format(before)} {props.names.before?.toLowerCase()}
          </span>
        )}
      </div>
    </>
  )
}

function Legend({ props }: { props: ChartProps }) {
  return (
    <div className={css.legend} aria-hidden="true">
      <span className={css.key}>
        <i />
        {props.names.values}
      </span>
      {props.names.before && (
        <span className={css.key}>
          <i data-before />
          {props.names.before}
        </span>
      )}
      {props.fact && <span className="end quiet">{props.fact}</span>}
    </div>
  )
}

/** One series over time, and the time before as a grey dashed line. */
export function Chart(props: ChartProps) {
  const [hovered, setHovered] = useState<number | null>(null)
  const { values, before, labels, names, format } = props
  const scale = useMemo(
    () => niceScale(Math.max(0, ...values.map((v) => v ?? 0), ...(before ?? []).map((v) => v ?? 0))),
    [values, before],
  )
  const text = (value: number | null | undefined) => (value === null || value === undefined ? '' : format(value))
  return (
    <figure className={css.chart}>
      <Frame ticks={scale.ticks} format={props.axis} labels={labels.map((label) => label.short)} kind="line">
        <div className={css.canvas}>
          <Suspense fallback={null}>
            <Plot
              values={values}
              before={before}
              top={scale.top}
              unfinished={props.unfinished ?? false}
              onHover={setHovered}
            />
          </Suspense>
        </div>
        {hovered !== null && <Tip props={props} index={hovered} />}
      </Frame>
      <Legend props={props} />
      <HiddenTable
        caption={props.title}
        head={['', names.values, ...(names.before ? [names.before] : [])]}
        rows={labels.map((label, i) => [label.long, text(values[i]), ...(before ? [text(before[i])] : [])])}
      />
    </figure>
  )
}
