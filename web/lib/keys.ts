import { useEffect, useRef } from 'react'

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const inDialog = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role=dialog],[role=menu],[role=listbox]') !== null

/**
 * Page-wide keys, silent while somebody types or a dialog or menu is open. Handlers may change on every render.
 */
export function useKeys(handlers: Record<string, ((event: KeyboardEvent) => void) | undefined>): void {
  const latest = useRef(handlers)
  latest.current = handlers
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (typing(event.target) || inDialog(event.target)) return
      const handler = latest.current[event.key] ?? latest.current[event.key.toLowerCase()]
      if (handler) handler(event)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
