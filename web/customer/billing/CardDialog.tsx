import { Button } from '@mantine/core'
import { useState } from 'react'
import { wordsOf } from '../../lib/ask.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Note } from '../../ui/Note.tsx'
import type { Billing } from './asked.ts'
import { CardLine } from './CardLine.tsx'
import { useCardRemoval, useCardSetup } from './card-setup.ts'

function Removing({
  card,
  onBack,
  onDone,
}: {
  card: NonNullable<Billing['card']>
  onBack: () => void
  onDone: () => void
}) {
  const removal = useCardRemoval(onDone)
  return (
    <div className="stack">
      {removal.isError && (
        <Note tone="neg" strong={wordsOf(removal.error)} live>
          The card is still on file.
        </Note>
      )}
      <CardLine card={card} end />
      <p>Auto-recharge stops until you add another card. What was charged stays, and so does your balance.</p>
      <DialogActions>
        <Button onClick={onBack}>Keep the card</Button>
        <Button variant="filled" loading={removal.isPending} onClick={() => removal.mutate()}>
          Remove the card
        </Button>
      </DialogActions>
    </div>
  )
}

/** The card on file: another one in its place, or none. Numbers are entered on the hosted page only. */
export function CardDialog({ billing, onClose }: { billing: Billing; onClose: () => void }) {
  const [removing, setRemoving] = useState(false)
  const setup = useCardSetup()
  const { card } = billing
  const leaving = setup.isPending || setup.isSuccess
  return (
    <Dialog title={removing ? 'Remove the card' : card ? 'Your card' : 'Add a card'} opened onClose={onClose}>
      {removing && card ? (
        <Removing card={card} onBack={() => setRemoving(false)} onDone={onClose} />
      ) : (
        <div className="stack">
          {setup.isError && (
            <Note tone="neg" strong={wordsOf(setup.error)} live>
              {card ? 'The card on file stays.' : 'No card was saved.'}
            </Note>
          )}
          {card && <CardLine card={card} end />}
          <p>
            You enter the card on the secure page of our payment company; nothing is charged. It is kept for deposits,
            auto-recharge and what you agree on.
          </p>
          <DialogActions>
            {card && <Button onClick={() => setRemoving(true)}>Remove</Button>}
            <Button variant="filled" loading={leaving} onClick={() => setup.mutate()}>
              {card ? 'Use another card' : 'Add a card'}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  )
}
