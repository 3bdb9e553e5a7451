import type { CSSProperties, ReactNode } from 'react'
import css from './imports.module.css'

// a custom property is all that a component may set; the sheet makes a width of it
const share = (percent: number): CSSProperties => ({ '--share': Math.min(100, Math.max(0, percent)) })

/** How far it is, with words below. */
export function ProgressLine(props: { label: string; value: number; of: number; children: ReactNode }) {
  const percent = props.of > 0 ? Math.floor((props.value / props.of) * 100) : 0
  return (
    <div className={css.progress}>
      <div
        className={css.track}
        role="progressbar"
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
      >
        <span className={css.fill} style={share(percent)} />
      </div>
      <p className="quiet num" role="status">
        {props.children}
      </p>
    </div>
  )
}
