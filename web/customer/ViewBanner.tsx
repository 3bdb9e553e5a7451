import { Button } from '@mantine/core'
import { time } from '../lib/format.ts'
import { Note } from '../ui/Note.tsx'
import type { Me } from './me.ts'
import css from './ViewBanner.module.css'

/** Over every page while somebody of the operator's looks as this customer. */
export function ViewBanner({ me, onStop }: { me: Me; onStop: () => void }) {
  if (!me.viewer) return null
  return (
    <div className={css.banner}>
      <Note tone="info" strong={`You see what ${me.company} sees.`}>
        You can change nothing here. It ends at {time(me.viewer.until, me.zone)}.
      </Note>
      <Button size="xs" onClick={onStop}>
        Stop looking
      </Button>
    </div>
  )
}
