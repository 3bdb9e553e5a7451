import { useSyncExternalStore } from 'react'

// The front ends' one clock. It ticks for the whole page: "today" and "yesterday" move on without a reload.
let current = Date.now()
const listeners = new Set<() => void>()
setInterval(() => {
  current = Date.now()
  for (const listener of listeners) listener()
}, 15_000)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** The viewer's clock, in milliseconds, moving every quarter of a minute. */
export const useNow = () => useSyncExternalStore(subscribe, () => current)

/** The viewer's clock at this very moment, for stamping what just arrived. */
export const thisMoment = () => Date.now()
