import { Button } from '@mantine/core'
import { IconExclamationCircle } from '@tabler/icons-react'
import type { CSSProperties, ReactNode } from 'react'
import css from './States.module.css'

/** Nothing here yet: what it would be, and the one thing to do. */
export function Empty(props: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={css.state}>
      <h3>{props.title}</h3>
      <p>{props.children}</p>
      {props.action && <div className={css.actions}>{props.action}</div>}
    </div>
  )
}

/** Filters that leave nothing: offers to take them away. */
export function NoMatch(props: { title: string; children: ReactNode; label: string; onClear: () => void }) {
  return (
    <Empty title={props.title} action={<Button onClick={props.onClear}>{props.label}</Button>}>
      {props.children}
    </Empty>
  )
}

/** What happened, whether money moved, try again. */
export function Failed(props: { title: string; children: ReactNode; onRetry?: () => void; action?: ReactNode }) {
  return (
    <div className={css.state} role="alert">
      <h3 className={css.head}>
        <IconExclamationCircle size={16} stroke={1.9} aria-hidden />
        {props.title}
      </h3>
      <p>{props.children}</p>
      {(props.onRetry || props.action) && (
        <div className={css.actions}>
          {props.onRetry && (
            <Button variant="filled" onClick={props.onRetry}>
              Try again
            </Button>
          )}
          {props.action}
        </div>
      )}
    </div>
  )
}

// a custom property is all that a component may set
const width = (percent: number): CSSProperties => ({ '--share': percent })

/** One line to come. Shows after 150 ms, so that a quick answer does not flicker. */
export const Bone = ({ share = 70 }: { share?: number }) => (
  <span className={css.bone} style={width(share)} aria-hidden />
)

/** Some lines to come. */
export function Bones({ lines = 5 }: { lines?: number }) {
  const shares = [58, 82, 70, 86, 52, 76, 64]
  return (
    <div className={css.bones} role="status" aria-label="Loading">
      {Array.from({ length: lines }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing but their place
        <Bone key={i} share={shares[i % shares.length] ?? 70} />
      ))}
    </div>
  )
}
