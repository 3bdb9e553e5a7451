import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { changeStatementSender, readStatementSender, type Sender } from '../../../contract/api/statements.ts'
import { call } from '../../lib/api.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { TextAreaField } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'

const FIELDS = ['legalName', 'address', 'taxId']

function SenderForm({ sender, onClose }: { sender: Sender; onClose: () => void }) {
  const account = useAccount()
  const [value, setValue] = useState(sender)
  const saving = useChange(() => call(changeStatementSender, { params: { account: account.id }, body: value }), onClose)
  const general = wrongElsewhere(saving.error, FIELDS)
  const set = (change: Partial<Sender>) => setValue((before) => ({ ...before, ...change }))
  return (
    <Form label="Your details" onSubmit={() => saving.mutate(undefined)}>
      {general && <Note tone="neg" strong={general} live />}
      <TextField
        label="Legal name"
        hint="Left empty: the portal’s company name."
        data-autofocus
        value={value.legalName}
        error={wrongIn(saving.error, 'legalName')}
        onChange={(event) => set({ legalName: event.currentTarget.value })}
      />
      <TextAreaField
        label="Address, optional"
        value={value.address}
        error={wrongIn(saving.error, 'address')}
        onChange={(event) => set({ address: event.currentTarget.value })}
      />
      <TextField
        label="Tax id, optional"
        value={value.taxId}
        error={wrongIn(saving.error, 'taxId')}
        onChange={(event) => set({ taxId: event.currentTarget.value })}
      />
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" loading={saving.isPending}>
          Save
        </Button>
      </DialogActions>
    </Form>
  )
}

/** Who the account is on the statements that are issued from now on. */
export function SenderDialog({ onClose }: { onClose: () => void }) {
  const account = useAccount()
  const asked = useQuery(ask(readStatementSender, { params: { account: account.id } }, { live: true }))
  return (
    <Dialog title="Your details on statements" opened onClose={onClose}>
      {asked.data && <SenderForm sender={asked.data} onClose={onClose} />}
      {!asked.data && !asked.isError && <Bones lines={5} />}
      {!asked.data && asked.isError && (
        <Failed title="They could not be read" onRetry={() => void asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Dialog>
  )
}
