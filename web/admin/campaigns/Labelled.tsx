import type { ReactNode } from 'react'
import css from './editor.module.css'

/** The label that is seen, over a field that has its own for those who do not see it. */
export function Labelled({ label, hint, children }: { label: string; hint?: string; children: ReactNode }) {
  return (
    <div className={css.labelled}>
      <span className={css.label} aria-hidden>
        {label}
      </span>
      {children}
      {hint && <span className="small quiet">{hint}</span>}
    </div>
  )
}
