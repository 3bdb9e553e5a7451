import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import css from './MetricTabs.module.css'

export type Metric<Key extends string> = { key: Key; label: string; value: ReactNode; detail?: ReactNode }

/** A row of figures; each is the tab of its own trend in `children`. */
export function MetricTabs<Key extends string>(props: {
  label: string
  metrics: readonly Metric<Key>[]
  value: Key
  onChange: (key: Key) => void
  children?: ReactNode
}) {
  const panel = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    const at = props.metrics.findIndex((metric) => metric.key === props.value)
    const next = (at + by + props.metrics.length) % props.metrics.length
    const metric = props.metrics[next]
    if (!metric) return
    event.preventDefault()
    props.onChange(metric.key)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div>
      <div className={css.tabs} role="tablist" aria-label={props.label} ref={list} onKeyDown={onKey}>
        {props.metrics.map((metric) => (
          <button
            key={metric.key}
            type="button"
            role="tab"
            className={css.tab}
            aria-selected={metric.key === props.value}
            aria-controls={props.children ? panel : undefined}
            tabIndex={metric.key === props.value ? 0 : -1}
            onClick={() => props.onChange(metric.key)}
          >
            <span className={css.label}>{metric.label}</span>
            <span className={css.value}>{metric.value}</span>
            {metric.detail && <span className={`${css.detail} num`}>{metric.detail}</span>}
          </button>
        ))}
      </div>
      {props.children && (
        <div role="tabpanel" id={panel} aria-label={props.metrics.find((metric) => metric.key === props.value)?.label}>
          {props.children}
        </div>
      )}
    </div>
  )
}
