import { shortId } from '../../lib/format.ts'
import css from './leads.module.css'

/** Leads that something was not done with, and why. */
export function Refusals({ rows }: { rows: readonly { lead: string; words: string }[] }) {
  if (rows.length === 0) return null
  return (
    <ul className={css.refusals} aria-label="Not done">
      {rows.map((row) => (
        <li key={row.lead}>
          <span className="mono">{shortId(row.lead)}</span>
          <span>{row.words}</span>
        </li>
      ))}
    </ul>
  )
}
