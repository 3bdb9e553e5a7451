import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ClientName, createClient, renameClient } from '../../../contract/api/clients.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form, TextField } from '../../ui/fields.tsx'
import { useAccount } from '../account.ts'

/** Names a Client: a new one, or one that is there. */
export function NameDialog(props: {
  client?: { id: number; name: string }
  onDone: (client: { id: number }) => void
  onClose: () => void
}) {
  const { client, onDone, onClose } = props
  const account = useAccount()
  const [name, setName] = useState(client?.name ?? '')
  const [tried, setTried] = useState(false)
  const naming = useMutation({
    mutationFn: (given: string) => {
      const params = { account: account.id }
      const body = { name: given }
      return client
        ? call(renameClient, { params: { ...params, client: client.id }, body })
        : call(createClient, { params, body })
    },
    onSuccess: onDone,
  })
  const result = ClientName.safeParse(name)
  const wrong = tried && !result.success ? 'Enter a name of at most 120 characters.' : null
  const title = client ? 'Rename Client' : 'New Client'
  return (
    <Dialog title={title} opened onClose={onClose}>
      <Form
        label={title}
        onSubmit={() => {
          setTried(true)
          if (result.success) naming.mutate(result.data)
        }}
      >
        <TextField
          label="Name"
          data-autofocus
          maxLength={120}
          value={name}
          onChange={(event) => {
            naming.reset()
            setName(event.currentTarget.value)
          }}
          error={wrong ?? (naming.isError ? wordsOf(naming.error) : null)}
          hint="A company you buy from, sell to, or both."
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={naming.isPending}>
            {client ? 'Rename' : 'Make Client'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
