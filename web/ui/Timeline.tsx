import { IconArrowBackUp, IconCircleCheck, IconCircleMinus, IconCircleX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Timeline.module.css'

const icons = {
  neu: IconCircleCheck,
  pos: IconCircleCheck,
  warn: IconCircleMinus,
  neg: IconCircleX,
  viol: IconArrowBackUp,
} as const

export type Step = {
  key: string
  /** Grey for what merely happened; coloured only where something was decided. */
  tone: keyof typeof icons
  title: string
  detail?: ReactNode
  /** Milliseconds, or the time of day. */
  aside?: string | undefined
  children?: ReactNode
}

/** What happened, in order, and why. */
export function Timeline({ steps }: { steps: readonly Step[] }) {
  return (
    <ol>
      {steps.map((step) => {
        const Icon = icons[step.tone]
        return (
          <li key={step.key} className={css.step}>
            <span className={css.glyph} data-tone={step.tone}>
              <Icon size={16} stroke={1.9} aria-hidden />
            </span>
            <div>
              <div className={css.head}>
                <span className={css.title}>{step.title}</span>
                {step.aside && <span className={`${css.aside} num`}>{step.aside}</span>}
              </div>
              {step.detail && <div className={css.detail}>{step.detail}</div>}
              {step.children && <div className={css.more}>{step.children}</div>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
