/** From what is open and what was found to what is written: nothing is said twice. */
import type { Found } from './found.ts'

export interface Open {
  alertId: string
  kind: string
  subject: string
  subjectId: number
}

const nameOf = ({ kind, subject, subjectId }: Pick<Open, 'kind' | 'subject' | 'subjectId'>) =>
  `${kind} ${subject} ${subjectId}`

export interface Changes {
  opened: Found[]
  /** Still so, with newer figures. */
  kept: { alertId: string; facts: Found['facts'] }[]
  closed: string[]
}

export function changesOf(open: readonly Open[], found: readonly Found[]): Changes {
  const known = new Map(open.map((one) => [nameOf(one), one]))
  const now = new Set(found.map(nameOf))
  return {
    opened: found.filter((one) => !known.has(nameOf(one))),
    kept: found.flatMap((one) => {
      const alertId = known.get(nameOf(one))?.alertId
      return alertId ? [{ alertId, facts: one.facts }] : []
    }),
    closed: open.filter((one) => !now.has(nameOf(one))).map(({ alertId }) => alertId),
  }
}
