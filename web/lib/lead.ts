type Status = 'accepted' | 'duplicated' | 'failed'
type Outcome = { status?: Status; test?: boolean; returned?: boolean }

/** The one state a list shows: a test is a test first, a return last said. */
export function stateOf({ status, test, returned }: Outcome): Status | 'test' | 'returned' {
  if (test) return 'test'
  if (returned) return 'returned'
  return status ?? 'accepted'
}
