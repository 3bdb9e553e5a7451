import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { deviceName } from '../../lib/device.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Note } from '../Note.tsx'
import { Bones, Failed } from '../States.tsx'
import { Status } from '../Status.tsx'
import css from './login.module.css'
import { type LoginApi, useChange } from './login.ts'

/** Each browser with a way to end its session; this one's ends by logging out. */
export function Sessions({ of, zone }: { of: LoginApi; zone: string }) {
  const now = useNow()
  const asked = useQuery(ask(of.sessions, {}, { live: true }))
  const end = useChange((session: string) => call(of.revokeSession, { params: { session } }))
  const endOthers = useChange(() => call(of.revokeOthers))
  const failed = end.error ?? endOthers.error
  const items = asked.data?.items
  if (asked.isError && !items) {
    return (
      <Failed title="The sessions could not be read" onRetry={() => void asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  }
  if (!items) return <Bones lines={3} />
  return (
    <>
      {failed && <Note tone="neg" strong={wordsOf(failed)} live />}
      <ul>
        {items.map((session) => (
          <li key={session.id} className={css.item}>
            <div>
              <p>{deviceName(session.userAgent)}</p>
              <p className="second num">
                {session.ip}, {session.current ? 'now' : `last used ${when(session.lastSeenAt, zone, now)}`}
              </p>
            </div>
            <div className="end">
              {session.current ? (
                <Status state="active" word="This browser" />
              ) : (
                <Button
                  size="xs"
                  aria-label={`End the session of ${deviceName(session.userAgent)} at ${session.ip}`}
                  loading={end.isPending && end.variables === session.id}
                  onClick={() => end.mutate(session.id)}
                >
                  End
                </Button>
              )}
            </div>
          </li>
        ))}
      </ul>
      {items.length > 1 && (
        <div className="line after">
          <Button loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
            End all others
          </Button>
        </div>
      )}
    </>
  )
}
