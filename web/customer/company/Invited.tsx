import { useQuery } from '@tanstack/react-query'
import { ownInvitations } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { Section } from '../../ui/Page.tsx'
import { roleWords } from '../../ui/people/roles.ts'
import { WaitingList } from '../../ui/people/Waiting.tsx'
import { useMe } from '../me.ts'

/** Who was asked in and has not come yet. */
export function Invited({ may }: { may: boolean }) {
  const me = useMe()
  const asked = useQuery(ask(ownInvitations.list, { query: { limit: 100 } }, { live: true }))
  const items = asked.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title="Invited">
      <WaitingList
        zone={me.zone}
        items={items.map((one) => ({ ...one, detail: roleWords(one) }))}
        {...(may && {
          sendAgain: (invitation) => call(ownInvitations.sendAgain, { params: { invitation } }),
          cancel: (invitation) => call(ownInvitations.cancel, { params: { invitation } }),
        })}
      />
    </Section>
  )
}
