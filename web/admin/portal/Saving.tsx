import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Note } from '../../ui/Note.tsx'

/** A form that is a step of the set-up goes on when it is saved; elsewhere it says so. */
export interface StepProps {
  done?: { label: string; go: () => void } | undefined
}

/** How saving went, and the button that does it. */
export function Saving(
  props: StepProps & {
    change: { isPending: boolean; isSuccess: boolean }
    error: string | null
    label?: string
    beside?: ReactNode
  },
) {
  const { change, error, done } = props
  return (
    <>
      {error && <Note tone="neg" strong={error} live />}
      {change.isSuccess && !done && <Note tone="pos" strong="Saved." live />}
      <div className="line wrap">
        <Button type="submit" variant="filled" loading={change.isPending}>
          {done?.label ?? props.label ?? 'Save'}
        </Button>
        {props.beside}
      </div>
    </>
  )
}
