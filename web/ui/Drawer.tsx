import { ActionIcon, FocusTrap, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useKeys } from '../lib/keys.ts'
import { usePhone } from '../lib/media.ts'
import css from './Drawer.module.css'
import { KeyCap } from './small.tsx'

export type DrawerTab = { key: string; label: string; count?: number }
export type DrawerProps = {
  /** Names the drawer: a lead's id, a company. */
  title: string
  /** The title is an id. */
  code?: boolean
  /** Beside the title: copy. */
  aside?: ReactNode
  /** Figure, status and one sentence. */
  lead: ReactNode
  tabs?: readonly DrawerTab[]
  tab?: string
  onTab?: (key: string) => void
  actions?: ReactNode
  onClose: () => void
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  children: ReactNode
}

/** Gives the keyboard to the drawer when it opens and back to the row when it closes. */
function useFocusMove() {
  const place = useRef<HTMLElement>(null)
  useEffect(() => {
    const before = document.activeElement
    place.current?.focus({ preventScroll: true })
    return () => {
      // walking with J and K has moved the keyboard to a row already: then it stays there
      const lost = document.activeElement === document.body
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])
  return place
}

function Head({ title, code, aside, onClose, onPrevious, onNext }: DrawerProps) {
  const walk = (name: string, icon: ReactNode, go: (() => void) | undefined) => (
    <Tooltip label={name}>
      <ActionIcon aria-label={name} onClick={go} disabled={!go} variant="subtle">
        {icon}
      </ActionIcon>
    </Tooltip>
  )
  return (
    <div className={css.head}>
      <ActionIcon className={css.backArrow ?? ''} aria-label="Back" onClick={onClose}>
        <IconArrowLeft size={20} stroke={1.9} />
      </ActionIcon>
      <div className={css.title}>
        <h2 className={code ? 'mono cut' : 'cut'}>{title}</h2>
        {aside}
      </div>
      {(onPrevious || onNext) && walk('Previous (K)', <IconChevronUp size={16} stroke={2} />, onPrevious)}
      {(onPrevious || onNext) && walk('Next (J)', <IconChevronDown size={16} stroke={2} />, onNext)}
      <Tooltip label="Close (Esc)">
        <ActionIcon className={css.closeCross ?? ''} aria-label="Close" onClick={onClose}>
          <IconX size={16} stroke={2} />
        </ActionIcon>
      </Tooltip>
    </div>
  )
}

function Tabs({ tabs, tab, onTab, panel }: Pick<DrawerProps, 'tabs' | 'tab' | 'onTab'> & { panel: string }) {
  const list = useRef<HTMLDivElement>(null)
  if (!tabs) return null
  const go = (by: number) => {
    const next = (tabs.findIndex((one) => one.key === tab) + by + tabs.length) % tabs.length
    const chosen = tabs[next]
    if (chosen) onTab?.(chosen.key)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus()
  }
  return (
    <div
      className={css.tabs}
      role="tablist"
      ref={list}
      onKeyDown={(event) => {
        if (event.key === 'ArrowRight') go(1)
        if (event.key === 'ArrowLeft') go(-1)
      }}
    >
      {tabs.map((one) => (
        <button
          key={one.key}
          type="button"
          role="tab"
          aria-selected={one.key === tab}
          aria-controls={panel}
          tabIndex={one.key === tab ? 0 : -1}
          onClick={() => onTab?.(one.key)}
        >
          {one.label}
          {one.count !== undefined && <span className="quiet num">{one.count}</span>}
        </button>
      ))}
    </div>
  )
}

/**
 * One thing beside its list. Not modal on a desk: the list stays usable, J/K walk it, Esc closes. On a phone it takes
 * the screen. Its being open lives in the address, so `onClose` changes that.
 */
export function Drawer(props: DrawerProps) {
  const phone = usePhone()
  const place = useFocusMove()
  const panel = useId()
  useKeys(phone ? {} : { Escape: props.onClose })
  return (
    <FocusTrap active={phone}>
      <aside
        ref={place}
        className={css.drawer}
        tabIndex={-1}
        aria-label={props.title}
        {...(phone && { role: 'dialog', 'aria-modal': true })}
        onKeyDown={(event) => {
          if (phone && event.key === 'Escape') props.onClose()
        }}
      >
        <Head {...props} />
        <div className={css.lead}>{props.lead}</div>
        <Tabs tabs={props.tabs} tab={props.tab} onTab={props.onTab} panel={panel} />
        {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: it has one of two roles, and both are named */}
        <div
          className={css.body}
          id={panel}
          tabIndex={0}
          role={props.tabs ? 'tabpanel' : 'region'}
          aria-label={props.title}
        >
          {props.children}
        </div>
        <div className={css.foot} data-empty={!props.actions || undefined}>
          {props.actions}
          <span className={css.keys} aria-hidden="true">
            <KeyCap>J</KeyCap>
            <KeyCap>K</KeyCap>
            <KeyCap>Esc</KeyCap>
          </span>
        </div>
      </aside>
    </FocusTrap>
  )
}
