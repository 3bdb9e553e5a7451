import { Link } from '@tanstack/react-router'
import { wordsOf } from '../../lib/ask.ts'
import { Note } from '../Note.tsx'

/** A one-time link that was used, replaced, cancelled or is too old. */
export function DeadLink({ error, next }: { error: unknown; next?: { to: string; label: string } }) {
  return (
    <Note tone="warn" strong="This link does not work any more.">
      {wordsOf(error)} <Link to={next?.to ?? '/'}>{next?.label ?? 'Log in'}</Link>
    </Note>
  )
}
