import { Button } from '@mantine/core'
import { type readCustomer, setCustomerStatus } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'

type Customer = Reply<typeof readCustomer>

function balanceNote({ balance, currency }: Customer['wallet']): string {
  if (balance > 0)
    return `${money(balance, currency)} is owed to it. Once it is closed, refund it or note how it was paid.`
  if (balance < 0)
    return `It owes ${money(-balance, currency)}. Once it is closed, note how it was paid or write it off.`
  return 'Its balance is empty.'
}

/** Closes a customer, or opens it again. */
export function StatusDialog({ customer, onClose }: { customer: Customer; onClose: () => void }) {
  const account = useAccount()
  const closing = customer.status === 'active'
  const params = { account: account.id, customer: customer.id }
  const change = useChange(
    () => call(setCustomerStatus, { params, body: { status: closing ? 'closed' : 'active' } }),
    onClose,
  )
  return (
    <Dialog title={closing ? `Close ${customer.company}` : `Open ${customer.company} again`} opened onClose={onClose}>
      <div className="stack">
        {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
        {closing ? (
          <>
            <p>
              It buys nothing from now on and pays nothing in. Returns and disputes of what it bought are still booked
              on its balance, and its people still see their leads and statements.
            </p>
            <p className="second">{balanceNote(customer.wallet)}</p>
          </>
        ) : (
          <p>Its buyers sell again as soon as its balance allows it.</p>
        )}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => change.mutate(undefined)}>
            {closing ? 'Close the customer' : 'Open it again'}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
