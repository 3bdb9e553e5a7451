import { Button } from '@mantine/core'
import { type Card, removeCard } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { cardName } from '../../lib/card.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'

/** The operator takes a card away; only the customer can save another. */
export function RemoveCardDialog(props: {
  customer: { id: number; company: string }
  card: Card
  onClose: () => void
}) {
  const { customer, card, onClose } = props
  const account = useAccount()
  const change = useChange(() => call(removeCard, { params: { account: account.id, customer: customer.id } }), onClose)
  return (
    <Dialog title="Remove the card" opened onClose={onClose}>
      <div className="stack">
        <p className="second">
          {cardName(card)} of {customer.company} cannot be charged any more, and its auto-recharge stops working. The
          billing mode stays. Only the customer can save a card again.
        </p>
        {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="filled" loading={change.isPending} onClick={() => change.mutate(undefined)}>
            Remove the card
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  )
}
