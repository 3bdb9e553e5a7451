import { useState } from 'react'
import { teamInvitations } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { InviteDialog } from '../../ui/people/InviteDialog.tsx'
import { useAccount } from '../account.ts'
import { type Rights, RightsFields } from './Rights.tsx'

/** Asks somebody into the team, by mail. */
export function InviteMember({ onClose }: { onClose: () => void }) {
  const account = useAccount()
  const [rights, setRights] = useState<Rights>({ role: 'member', grants: [] })
  const params = { account: account.id }
  return (
    <InviteDialog
      title="Invite to the team"
      invite={(email) => call(teamInvitations.invite, { params, body: { email, ...rights } })}
      onClose={onClose}
    >
      {() => <RightsFields value={rights} onChange={setRights} />}
    </InviteDialog>
  )
}
