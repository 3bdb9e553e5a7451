import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Pager.module.css'

/** Off without losing the keyboard's place, as a disabled button would. */
const stateOf = (go: (() => void) | undefined) =>
  go ? { onClick: go } : { 'aria-disabled': true, 'data-disabled': true }

/** Next and previous. There are no page numbers: the list moves while it is read. Absent when all fits. */
export function Pager(props: {
  onPrevious?: (() => void) | undefined
  onNext?: (() => void) | undefined
  fact?: ReactNode
}) {
  if (!props.onPrevious && !props.onNext) return null
  return (
    <nav className={css.pager} aria-label="Pages">
      <span className="quiet small num">{props.fact}</span>
      <Button
        className="end"
        size="xs"
        {...stateOf(props.onPrevious)}
        leftSection={<IconChevronLeft size={14} stroke={2} aria-hidden />}
      >
        Previous
      </Button>
      <Button size="xs" {...stateOf(props.onNext)} rightSection={<IconChevronRight size={14} stroke={2} aria-hidden />}>
        Next
      </Button>
    </nav>
  )
}
