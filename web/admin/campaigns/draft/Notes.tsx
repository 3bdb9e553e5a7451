import { Button } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx'
import { Note } from '../../../ui/Note.tsx'
import css from '../editor.module.css'
import { useDraft } from './Draft.tsx'
import type { Conflict } from './merge.ts'

/** The names of settings as the page has them. */
const SETTINGS: Record<string, string> = {
  fields: 'fields',
  systemFields: 'system fields',
  sellLimit: 'sell limit',
  deadlineSeconds: 'deadline',
  minimumMargin: 'minimum margin',
  validationDetails: 'validation error details',
  acceptsTests: 'test leads',
  testMode: 'test mode',
  rules: 'pricing rules',
  afterUnknown: 'what follows an unknown answer',
}

function nameOf({ part, id }: Conflict, campaign: ReturnType<typeof useDraft>['campaign']): string {
  if (part === 'campaign') return 'the campaign'
  const members = part === 'supplier' ? campaign.suppliers : campaign.buyers
  return members.find((member) => member.id === id)?.name ?? `${part} ${id}`
}

/** Somebody else saved while this page had changes: what became of them, and the way on. */
export function MovedNote() {
  const { moved, campaign, count, discard, dismissMoved } = useDraft()
  if (!moved || count === 0) return null
  const both = moved.conflicts.map((one) => `${SETTINGS[one.setting] ?? one.setting} of ${nameOf(one, campaign)}`)
  return (
    <div className={css.moved}>
      <Note tone={both.length > 0 ? 'warn' : 'info'} strong={`Version ${moved.version} was saved meanwhile.`} live>
        Your changes stand on top of it, not saved yet.{' '}
        {both.length > 0 && `You both changed ${both.join(', ')}: saving replaces theirs with yours. `}
        <span className="line wrap after">
          <Button size="xs" onClick={dismissMoved}>
            Keep mine
          </Button>
          <Button size="xs" onClick={discard}>
            Discard mine
          </Button>
        </span>
      </Note>
    </div>
  )
}

/** Leaving the page with changes asks first; its own tabs may be walked freely. */
export function LeaveGuard() {
  const { count } = useDraft()
  const guard = useBlocker({
    shouldBlockFn: ({ current, next }) => count > 0 && current.pathname !== next.pathname,
    enableBeforeUnload: () => count > 0,
    withResolver: true,
  })
  if (guard.status !== 'blocked') return null
  return (
    <Dialog title="Leave without saving?" opened onClose={guard.reset}>
      <p className="second">{count === 1 ? 'One change is' : `${count} changes are`} not saved and would be lost.</p>
      <DialogActions>
        <Button onClick={guard.reset}>Stay</Button>
        <Button variant="filled" onClick={guard.proceed}>
          Leave without saving
        </Button>
      </DialogActions>
    </Dialog>
  )
}
