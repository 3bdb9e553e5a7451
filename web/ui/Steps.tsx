import type { ReactNode } from 'react'
import css from './Steps.module.css'

/** Where one is on a way of a few steps. */
export function Steps(props: {
  names: readonly string[]
  at: number
  /** Makes a step a link to it; left out, the way goes forward only. */
  link?: (name: string, nth: number) => ReactNode
}) {
  return (
    <ol className={css.steps} aria-label="Steps">
      {props.names.map((name, nth) => (
        <li key={name} className={css.step} aria-current={nth === props.at ? 'step' : undefined}>
          <span className={css.number} aria-hidden>
            {nth + 1}
          </span>
          {props.link && nth !== props.at ? props.link(name, nth) : name}
        </li>
      ))}
    </ol>
  )
}
