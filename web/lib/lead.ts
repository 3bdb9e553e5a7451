type Status = 'accepted' | 'duplicated' | 'failed'
interface Outcome {
  status?: Status | undefined
  test?: boolean | undefined
  returned?: boolean | undefined
  inProcess?: boolean | undefined
  /** Of the team's: a call of unknown end. */
  unknown?: boolean | undefined
}

/** The one state a list shows: a test is a test first; what is not settled comes before what failed. */
export function stateOf(lead: Outcome): Status | 'test' | 'returned' | 'in_process' | 'unknown' {
  const { status, test, returned, inProcess, unknown } = lead
  if (test) return 'test'
  if (inProcess) return 'in_process'
  if (returned) return 'returned'
  if (unknown && status !== 'accepted') return 'unknown'
  return status ?? 'accepted'
}
