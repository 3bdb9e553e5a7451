import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import type { supplierInvitations } from '../../../contract/api/team.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { wordsOf } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { useChange } from '../login/login.ts'
import { Note } from '../Note.tsx'
import { StatusBadge } from '../Status.tsx'
import css from './people.module.css'

export type Waiting = Reply<(typeof supplierInvitations)['list']>['items'][number] & { detail?: string }

/** Invitations that wait: send again, which voids the link before, or cancel. */
export function WaitingList(props: {
  items: readonly Waiting[]
  zone: string
  /** Left out: only to be read. */
  sendAgain?: ((id: string) => Promise<unknown>) | undefined
  cancel?: ((id: string) => Promise<unknown>) | undefined
}) {
  const send = useChange((id: string) => props.sendAgain?.(id) ?? Promise.resolve())
  const cancel = useChange((id: string) => props.cancel?.(id) ?? Promise.resolve())
  const failed = send.error ?? cancel.error
  const sent = send.isSuccess && props.items.find(({ id }) => id === send.variables)
  const act = (one: Waiting, label: string, how: typeof send): ReactNode => (
    <Button
      size="xs"
      aria-label={`${label} the invitation of ${one.email}`}
      loading={how.isPending && how.variables === one.id}
      onClick={() => how.mutate(one.id)}
    >
      {label}
    </Button>
  )
  return (
    <>
      {failed && <Note tone="neg" strong={wordsOf(failed)} live />}
      {sent && (
        <Note tone="pos" strong="Sent again." live>
          The link {sent.email} had before opens nothing any more.
        </Note>
      )}
      <ul>
        {props.items.map((one) => (
          <li key={one.id} className={css.item}>
            <Line one={one} zone={props.zone} />
            {props.sendAgain && (
              <span className="line end">
                {act(one, 'Send again', send)}
                {act(one, 'Cancel', cancel)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}

function Line({ one, zone }: { one: Waiting; zone: string }) {
  const now = useNow()
  const expired = new Date(one.expiresAt).getTime() <= now
  return (
    <div className={css.who}>
      <p className="line wrap">
        <span>{one.email}</span>
        {one.detail && <span className="quiet">{one.detail}</span>}
        {expired && <StatusBadge state="pending" word="Link expired" />}
      </p>
      <p className="second">
        Invited by {one.invitedBy}, {when(one.sentAt, zone, now)}
      </p>
    </div>
  )
}
