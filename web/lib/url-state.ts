import { useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

type Raw = Record<string, unknown>
/** What a page keeps in its address: filters, sort, place in the list, open row. */
export type UrlState<S> = {
  state: S
  /** Merges a change into the address. `undefined` and '' leave it. Typing replaces, choosing pushes. */
  set: (change: Partial<S>, how?: { replace?: boolean }) => void
  /** The address after a change: for links that open in a new tab too. */
  href: (change: Partial<S>) => string
}

function merged(raw: Raw, change: Raw): Raw {
  const next = { ...raw, ...change }
  for (const [key, value] of Object.entries(next)) {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete next[key]
  }
  return next
}

/** The page's state, read from its address by `read`, which turns whatever stands there into something valid. */
export function useUrlState<S extends object>(read: (raw: Raw) => S): UrlState<S> {
  const raw: Raw = useSearch({ strict: false })
  const navigate = useNavigate()
  const router = useRouter()
  const state = useMemo(() => read(raw), [raw, read])
  const set = useCallback(
    (change: Partial<S>, how: { replace?: boolean } = {}) => {
      // the search of the current page, whichever it is: typed by `read`, not by the router
      const search = ((before: Raw) => merged(before, change as Raw)) as never
      void navigate({ to: '.', search, replace: how.replace ?? false, resetScroll: false })
    },
    [navigate],
  )
  const href = useCallback(
    (change: Partial<S>) => {
      const search = ((before: Raw) => merged(before, change as Raw)) as never // as above
      return router.buildLocation({ to: '.', search }).href
    },
    [router],
  )
  return { state, set, href }
}

/** The search part of a link to another page, which reads it with its own `read`. */
export function inAddress(values: Raw): never {
  return merged({}, values) as never // the router has no types for addresses: every page reads its own
}

/** Reads one word of the address; anything else is not there. */
export const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

/** Reads a word out of a closed list. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value)
}
