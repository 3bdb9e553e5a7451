import { Button } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import css from './Pager.module.css'

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
        disabled={!props.onPrevious}
        onClick={props.onPrevious}
        leftSection={<IconChevronLeft size={14} stroke={2} aria-hidden />}
      >
        Previous
      </Button>
      <Button
        size="xs"
        disabled={!props.onNext}
        onClick={props.onNext}
        rightSection={<IconChevronRight size={14} stroke={2} aria-hidden />}
      >
        Next
      </Button>
    </nav>
  )
}
