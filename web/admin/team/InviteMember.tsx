import { Button } from '@mantine/core'
import { useState } from 'react'
import { teamInvitations } from '../../../contract/api/team.ts'
import { call } from '../../lib/api.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { type Rights, RightsFields } from './Rights.tsx'

/** Asks somebody into the team, by mail. */
export function InviteMember({ onClose }: { onClose: () => void }) {
  const account = useAccount()
  const [email, setEmail] = useState('')
  const [rights, setRights] = useState<Rights>({ role: 'member', grants: [] })
  const change = useChange(
    () => call(teamInvitations.invite, { params: { account: account.id }, body: { email, ...rights } }),
    onClose,
  )
  const general = wrongElsewhere(change.error, ['email'])
  return (
    <Dialog title="Invite to the team" opened onClose={onClose}>
      <Form label="Invite to the team" onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          data-autofocus
          hint="A link that works once, for seven days, goes to this address."
          value={email}
          error={wrongIn(change.error, 'email')}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RightsFields value={rights} onChange={setRights} />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Send the invitation
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
