import { Button } from '@mantine/core'
import { useState } from 'react'
import { changeTeamMember, type listTeam, removeTeamMember } from '../../../contract/api/team.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { day } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Drawer } from '../../ui/Drawer.tsx'
import { Form } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { type Rights, RightsFields } from './Rights.tsx'

export type Member = Reply<typeof listTeam>['items'][number]
type Walk = { onPrevious: (() => void) | undefined; onNext: (() => void) | undefined }

function Removing({ member, onClose, onDone }: { member: Member; onClose: () => void; onDone: () => void }) {
  const account = useAccount()
  const params = { account: account.id, user: member.id }
  const change = useChange(() => call(removeTeamMember, { params }), onDone)
  return (
    <Dialog title={`Take ${member.name} out of the team`} opened onClose={onClose}>
      <div className="stack">
        {change.error && <Note tone="neg" strong={wordsOf(change.error)} live />}
        <p className="second">
          {member.email} sees nothing of {account.name} from now on. What {member.name} did stays in the audit log.
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => change.mutate(undefined)}>
            Take out of the team
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

/** One person of the team: role and grants, and the way out. */
export function MemberDrawer({ member, walk, onClose }: { member: Member; walk: Walk; onClose: () => void }) {
  const account = useAccount()
  const now = useNow()
  const [rights, setRights] = useState<Rights>({ role: member.role, grants: member.grants })
  const [removing, setRemoving] = useState(false)
  const params = { account: account.id, user: member.id }
  const change = useChange(() => call(changeTeamMember, { params, body: rights }))
  const general = wrongElsewhere(change.error, ['role'])
  return (
    <Drawer
      title={member.name}
      lead={
        <p className="quiet">
          {texts.roles[member.role]} since {day(member.since, account.zone, now)}, {member.email}, two-factor log-in{' '}
          {member.secondFactor ? 'on' : 'off'}
        </p>
      }
      onClose={onClose}
      {...walk}
    >
      <Form label="Role and grants" onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        {change.isSuccess && <Note tone="pos" strong="Saved. It counts from the next click." live />}
        <RightsFields value={rights} onChange={setRights} error={wrongIn(change.error, 'role')} />
        <div className="line wrap">
          <Button type="submit" variant="filled" loading={change.isPending}>
            Save
          </Button>
          <Button onClick={() => setRemoving(true)}>Take out of the team</Button>
        </div>
      </Form>
      {removing && <Removing member={member} onClose={() => setRemoving(false)} onDone={onClose} />}
    </Drawer>
  )
}
