import { useRef } from 'react'

/**
 * Walks a list that only knows its next page. The address holds the page one is on; the way back is remembered here
 * and, after a reload in the middle, leads to the first page.
 */
export function usePaging(
  here: string | undefined,
  next: string | null | undefined,
  go: (place: string | undefined) => void,
): { onPrevious: (() => void) | undefined; onNext: (() => void) | undefined } {
  const trail = useRef<string[]>([])
  const at = here ? trail.current.indexOf(here) : -1
  return {
    onPrevious: here ? () => go(at > 0 ? trail.current[at - 1] : undefined) : undefined,
    onNext: next
      ? () => {
          trail.current = [...(here ? [...trail.current.slice(0, Math.max(at, 0)), here] : []), next]
          go(next)
        }
      : undefined,
  }
}
