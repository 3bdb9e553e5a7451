import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Note.module.css'

const icons = {
  warn: IconAlertTriangle,
  neg: IconExclamationCircle,
  pos: IconCircleCheck,
  info: IconInfoCircle,
} as const

/** One bold clause, one sentence, one link. */
export function Note(props: { tone: keyof typeof icons; strong: string; children?: ReactNode; live?: boolean }) {
  const Icon = icons[props.tone]
  return (
    <div
      className={css.note}
      data-tone={props.tone}
      {...(props.live && { role: props.tone === 'neg' ? 'alert' : 'status' })}
    >
      <Icon size={16} stroke={1.9} aria-hidden />
      <div>
        <strong className="strong">{props.strong}</strong> {props.children}
      </div>
    </div>
  )
}
