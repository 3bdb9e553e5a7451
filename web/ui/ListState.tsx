import type { ReactNode } from 'react'
import { wordsOf } from '../lib/ask.ts'
import { Empty, Failed, NoMatch } from './States.tsx'

type Asked = {
  isError: boolean
  error: unknown
  refetch: () => unknown
  data: { items: readonly unknown[] } | undefined
}

/** What stands in a list's place when it has no rows: failed, nothing matches, nothing there yet. */
export function listState(
  asked: Asked,
  is: { what: string; filtered: boolean; onClear: () => void; empty: ReactNode; action?: ReactNode },
): ReactNode {
  if (asked.isError && !asked.data) {
    return (
      <Failed title={`The ${is.what} could not be read`} onRetry={() => void asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  }
  if (!asked.data || asked.data.items.length > 0) return undefined
  if (is.filtered) {
    return (
      <NoMatch title={`No ${is.what} match`} label="Clear filters" onClear={is.onClear}>
        Nothing fits all of these filters at once. Take one away, or widen the dates.
      </NoMatch>
    )
  }
  return (
    <Empty title={`No ${is.what} yet`} action={is.action}>
      {is.empty}
    </Empty>
  )
}
