/** What became of a lead, or of a post to a buyer, in words: of its code or of the attempt's outcome. */
import { CODE_WORDS, type VerdictCode } from './verdict.ts'

const ATTEMPTS: Record<string, string> = {
  rejected: 'Rejected',
  errored: 'Could not be posted',
  timed_out: 'No answer in time',
  unknown: 'No clear answer, to settle',
  calling: 'Being posted',
  expired: 'No clear answer, given up',
  not_sold: 'No clear answer, settled as not sold',
}

export function outcomeInWords(outcome: string): string {
  // a code that is not of the table is told by its number
  return ATTEMPTS[outcome] ?? CODE_WORDS[Number(outcome) as VerdictCode] ?? `Code ${outcome}`
}
