import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import css from './Plot.module.css'

export type PlotProps = {
  values: readonly (number | null)[]
  before: readonly (number | null)[] | undefined
  top: number
  unfinished: boolean
  onHover: (index: number | null) => void
}

/** Room for half a line at the top and at zero; Chart.module.css gives the canvas as much more. */
const EDGE = 2

/** The last bucket that has begun. */
function lastOf(values: readonly (number | null)[]): number {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] !== null && values[i] !== undefined) return i
  return -1
}

/** Line, its unfinished end, and the comparison as three series over the bucket numbers. */
function dataOf({ values, before, unfinished }: PlotProps): uPlot.AlignedData {
  const last = lastOf(values)
  const cut = unfinished && last > 0
  const solid = values.map((value, i) => (cut && i === last ? null : value))
  const dotted = values.map((value, i) => (cut && i >= last - 1 && i <= last ? value : null))
  return [values.map((_, i) => i), [...(before ?? values.map(() => null))], solid, dotted]
}

function optionsFor(place: HTMLElement, latest: RefObject<PlotProps>): uPlot.Options {
  const style = getComputedStyle(place)
  const line = style.getPropertyValue('--brand-line').trim()
  const grey = style.getPropertyValue('--control').trim()
  return {
    width: place.clientWidth,
    height: place.clientHeight,
    padding: [EDGE, 0, EDGE, 0],
    legend: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: { x: { time: false }, y: { range: () => [0, latest.current.top] } },
    cursor: { x: false, y: false, drag: { setScale: false, x: false, y: false }, points: { show: false } },
    series: [
      {},
      { stroke: grey, width: 1.25, dash: [3, 4], points: { show: false } },
      { stroke: line, width: 1.75, fill: `${line}12`, points: { show: false } },
      { stroke: line, width: 1.75, dash: [2, 4], fill: `${line}12`, points: { show: false } },
    ],
    hooks: { setCursor: [(plot) => latest.current.onHover(plot.cursor.idx ?? null)] },
  }
}

/** The canvas. Loaded only when a chart is on the page. */
export default function Plot(props: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(props)
  latest.current = props
  const scheme = useComputedColorScheme('light')
  const chart = useRef<uPlot | null>(null)
  const { values, before, top, unfinished } = props
  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read from the page, which changes with the scheme
  useEffect(() => {
    const element = place.current
    if (!element) return
    const plot = new uPlot(optionsFor(element, latest), dataOf(latest.current), element)
    chart.current = plot
    const watch = new ResizeObserver(() => {
      plot.setSize({ width: element.clientWidth, height: element.clientHeight })
    })
    watch.observe(element)
    return () => {
      watch.disconnect()
      plot.destroy()
    }
  }, [scheme])
  // figures that arrive live are drawn into the same plot: nothing flickers
  useEffect(() => {
    chart.current?.setData(dataOf({ values, before, top, unfinished, onHover: () => undefined }))
  }, [values, before, top, unfinished])
  return <div ref={place} className={css.plot} />
}
