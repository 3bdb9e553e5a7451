/** A sentence about live data that must be true at any moment (`npm run checks`). */
export interface Check {
  readonly name: string
  /** What is true when nothing comes back. */
  readonly sentence: string
  /** Gives the rows that contradict it. One statement, so one snapshot; it reads every account and locks nothing. */
  readonly sql: string
}
