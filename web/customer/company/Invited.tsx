import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ownInvitations } from '../../../contract/api/team.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Section } from '../../ui/Page.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { useMe } from '../me.ts'
import css from './company.module.css'
import { roleWords } from './roles.ts'

type Invitation = Reply<(typeof ownInvitations)['list']>['items'][number]

function Line({ one }: { one: Invitation }) {
  const me = useMe()
  const now = useNow()
  const expired = new Date(one.expiresAt).getTime() <= now
  return (
    <div className={css.who}>
      <p className="line wrap">
        <span>{one.email}</span>
        <span className="quiet">{roleWords(one)}</span>
        {expired && <StatusBadge state="pending" word="Link expired" />}
      </p>
      <p className="quiet">
        {one.invitedBy}, {when(one.sentAt, me.zone, now)}
      </p>
    </div>
  )
}

/** Who was asked in and has not come yet: send again, which voids the link before, or cancel. */
export function Invited({ may }: { may: boolean }) {
  const asked = useQuery(ask(ownInvitations.list, { query: { limit: 100 } }, { live: true }))
  const send = useChange((invitation: string) => call(ownInvitations.sendAgain, { params: { invitation } }))
  const cancel = useChange((invitation: string) => call(ownInvitations.cancel, { params: { invitation } }))
  const failed = send.error ?? cancel.error
  const items = asked.data?.items ?? []
  const sent = send.isSuccess && items.find(({ id }) => id === send.variables)
  if (items.length === 0) return null
  const act = (one: Invitation, label: string, how: typeof send) => (
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
    <Section title="Invited">
      {failed && <Note tone="neg" strong={wordsOf(failed)} live />}
      {sent && (
        <Note tone="pos" strong="Sent again." live>
          The link {sent.email} had before opens nothing any more.
        </Note>
      )}
      <ul>
        {items.map((one) => (
          <li key={one.id} className={css.item}>
            <Line one={one} />
            {may && (
              <span className="line">
                {act(one, 'Send again', send)}
                {act(one, 'Cancel', cancel)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
