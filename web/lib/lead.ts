import type { State } from '../ui/Status.tsx'

type Outcome = { status?: State & ('accepted' | 'duplicated' | 'failed'); test?: boolean; returned?: boolean }

/** The one state a list shows: a test is a test first, a return last said. */
export function stateOf({ status, test, returned }: Outcome): State {
  if (test) return 'test'
  if (returned) return 'returned'
  return status ?? 'accepted'
}
