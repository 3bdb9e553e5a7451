import { Button } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { readCustomer } from '../../../contract/api/customers.ts'
import { viewAsCustomer } from '../../../contract/api/team.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import { StatusDialog } from './StatusDialog.tsx'

type Customer = Reply<typeof readCustomer>

/** Says what looking is before it begins: the customer can read that somebody did. */
function ViewDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const account = useAccount()
  const params = { account: account.id, customer: customer.id }
  const view = useMutation({
    mutationFn: () => call(viewAsCustomer, { params }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <Dialog title={`View as ${customer.company}`} opened onClose={onClose}>
      <div className="stack">
        {view.isError && <Note tone="neg" strong={wordsOf(view.error)} live />}
        <p>
          You see the portal as its owner does, for half an hour, and can change nothing. The customer can read in its
          activity that you looked.
        </p>
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={view.isPending || view.isSuccess} onClick={() => view.mutate()}>
            View as customer
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}

/** What is done with a customer as a whole. */
export function CustomerActions({ customer }: { customer: Customer }) {
  const { can } = useAccount()
  const [asking, setAsking] = useState<'view' | 'status' | null>(null)
  const onClose = () => setAsking(null)
  return (
    <>
      {can.includes('customer.view_as') && (
        <Button aria-label="View as customer" onClick={() => setAsking('view')}>
          <span className="line">
            <IconEye size={15} stroke={1.9} aria-hidden />
            <span className="hide-phone">View as customer</span>
          </span>
        </Button>
      )}
      {can.includes('wallet.credit') && (
        <Button onClick={() => setAsking('status')}>{customer.status === 'active' ? 'Close' : 'Open again'}</Button>
      )}
      {asking === 'view' && <ViewDialog customer={customer} onClose={onClose} />}
      {asking === 'status' && <StatusDialog customer={customer} onClose={onClose} />}
    </>
  )
}
