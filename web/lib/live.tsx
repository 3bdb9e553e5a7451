import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { refreshLive } from './ask.ts'
import { thisMoment } from './now.ts'

export type LiveState = {
  /** `false` while the line is down; the figures on the page are then as old as they say. */
  connected: boolean
  /** When the server was last heard, in milliseconds. */
  heardAt: number | null
}

const QUIET: LiveState = { connected: false, heardAt: null }
const LiveContext = createContext<LiveState>(QUIET)
/** A burst of events asks again once, not once each. */
const PAUSE_MS = 1_500

/**
 * Listens to the server's events at `path`; each has everything that lives on the page asked again. The browser
 * reconnects by itself, and after a break everything is asked again too: what was missed is not repeated.
 */
export function Live({ path, children }: { path: string; children: ReactNode }) {
  const [state, setState] = useState<LiveState>(QUIET)
  useEffect(() => {
    const source = new EventSource(path)
    let broken = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined
        refreshLive()
      }, PAUSE_MS)
    }
    const heard = () => setState({ connected: true, heardAt: thisMoment() })
    source.onopen = () => {
      heard()
      if (broken) refresh()
      broken = false
    }
    source.onmessage = () => {
      heard()
      refresh()
    }
    source.onerror = () => {
      broken = true
      setState((before) => ({ ...before, connected: false }))
    }
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [path])
  return <LiveContext value={state}>{children}</LiveContext>
}

/** Whether the page hears of what happens. */
export const useLive = () => useContext(LiveContext)
