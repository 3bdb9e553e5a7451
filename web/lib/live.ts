import { useEffect, useRef, useState } from 'react'
import { thisMoment } from './now.ts'

export type LiveState = {
  /** `false` while the line is down; the figures on the page are then as old as `asOf`. */
  connected: boolean
  /** When the server last said something, in milliseconds. */
  asOf: number | null
}

/**
 * Listens to the server's events at `path` and hands each to `onEvent`. The browser reconnects by itself; after a
 * break `onEvent` is called with null, because what happened meanwhile is not repeated.
 */
export function useLive(path: string | null, onEvent: (data: unknown) => void): LiveState {
  const [state, setState] = useState<LiveState>({ connected: false, asOf: null })
  const handler = useRef(onEvent)
  handler.current = onEvent
  useEffect(() => {
    if (!path) return
    const source = new EventSource(path)
    let broken = false
    const heard = () => setState({ connected: true, asOf: thisMoment() })
    source.onopen = () => {
      heard()
      if (broken) handler.current(null)
      broken = false
    }
    source.onmessage = (event) => {
      heard()
      handler.current(parsed(event.data))
    }
    source.onerror = () => {
      broken = true
      setState((before) => ({ ...before, connected: false }))
    }
    return () => source.close()
  }, [path])
  return state
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : null
  } catch {
    return null
  }
}
