import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Dialog, DialogActions } from '../Dialog.tsx'
import { Form, TextField } from '../fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../login/login.ts'
import { Note } from '../Note.tsx'

/** Asks somebody in by mail; what they may do, and whatever else is asked, are fields of whoever opens it. */
export function InviteDialog(props: {
  title: string
  /** Fields besides the address that can be wrong. */
  fields?: readonly string[]
  invite: (email: string) => Promise<unknown>
  onClose: () => void
  children: (error: unknown) => ReactNode
}) {
  const { title, fields = [], onClose } = props
  const [email, setEmail] = useState('')
  const change = useChange(() => props.invite(email), onClose)
  const general = wrongElsewhere(change.error, ['email', ...fields])
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form label={title} onSubmit={() => change.mutate(undefined)}>
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
        {props.children(change.error)}
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
