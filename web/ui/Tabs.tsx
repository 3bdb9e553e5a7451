import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import css from './Tabs.module.css'

export type Tab = { key: string; label: string; count?: number }

/** Tabs over one panel; arrows walk them. */
export function Tabs(props: {
  label: string
  tabs: readonly Tab[]
  value: string
  onChange: (key: string) => void
  children: ReactNode
}) {
  const panel = useId()
  const list = useRef<HTMLDivElement>(null)
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    const at = props.tabs.findIndex((tab) => tab.key === props.value)
    const next = (at + by + props.tabs.length) % props.tabs.length
    const tab = props.tabs[next]
    if (tab) props.onChange(tab.key)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div>
      <div className={css.tabs} role="tablist" aria-label={props.label} ref={list} onKeyDown={onKey}>
        {props.tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            className={css.tab}
            aria-selected={tab.key === props.value}
            aria-controls={panel}
            tabIndex={tab.key === props.value ? 0 : -1}
            onClick={() => props.onChange(tab.key)}
          >
            {tab.label}
            {tab.count !== undefined && <span className="quiet num">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={panel} aria-label={props.tabs.find((tab) => tab.key === props.value)?.label}>
        {props.children}
      </div>
    </div>
  )
}
