import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { type Card, type CustomerBilling, customerBilling } from '../../../contract/api/billing.ts'
import type { readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { cardEnd, cardName } from '../../lib/card.ts'
import { basisPoints, money } from '../../lib/format.ts'
import { Note } from '../../ui/Note.tsx'
import { Facts, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { useAccount } from '../account.ts'
import { MODES } from '../customers/words.ts'
import { ChargeDialog } from './ChargeDialog.tsx'
import { Charges } from './Charges.tsx'
import { Closing } from './Closing.tsx'
import { RechargeFacts } from './RechargeFacts.tsx'
import { RemoveCardDialog } from './RemoveCardDialog.tsx'
import { Reversals } from './Reversals.tsx'
import { ModeDialog, TermsDialog } from './TermsDialog.tsx'
import { cardNote } from './words.ts'

type Customer = Reply<typeof readCustomer>
type Billing = z.output<typeof CustomerBilling>
type Asking = 'mode' | 'terms' | 'charge' | 'remove'

function CardShown({ card }: { card: Card | null }) {
  if (!card) return 'None on file'
  const note = cardNote(card)
  return (
    <>
      {cardName(card)}, {cardEnd(card)} {note && <StatusBadge {...note} />}
    </>
  )
}

function Mode({ billing }: { billing: Billing }) {
  return (
    <>
      {MODES[billing.billingMode]}{' '}
      {billing.wantsCard && <StatusBadge state="pending" word="Real-Time once a card is saved" />}
    </>
  )
}

function rowsOf({ billing, customer }: { billing: Billing; customer: Customer }): [string, ReactNode][] {
  const { terms, currency, minimumDeposit, feeBp } = billing
  const { minimumBalance, creditLimit } = customer.wallet
  const fee = feeBp === 0 ? 'no fee' : `${basisPoints(feeBp)} fee`
  return [
    ['Mode', <Mode key="mode" billing={billing} />],
    ['Card', <CardShown key="card" card={billing.card} />],
    ['Deposits', `from ${money(minimumDeposit, currency)}, ${fee}${terms.feeBp === null ? '' : ' of its own'}`],
    ['Minimum', minimumBalance === null ? 'none' : `nothing is sold below ${money(minimumBalance, currency)}`],
    ['Credit limit', creditLimit === 0 ? 'none' : money(creditLimit, currency)],
  ]
}

/** A card that was removed leaves the mode as it is. */
const paysByCard = ({ card, billingMode }: Billing): boolean => card !== null || billingMode === 'real_time'

function Actions({ billing, open, onAsk }: { billing: Billing; open: boolean; onAsk: (asking: Asking) => void }) {
  const { can } = useAccount()
  const mayCharge = can.includes('wallet.charge')
  return (
    <div className="line wrap after">
      {mayCharge && open && billing.card && billing.stripe && (
        <Button onClick={() => onAsk('charge')}>Charge the card</Button>
      )}
      {mayCharge && <Button onClick={() => onAsk('terms')}>Change terms</Button>}
      {can.includes('customer.write') && open && <Button onClick={() => onAsk('mode')}>Billing mode</Button>}
      {mayCharge && billing.card && (
        <Button variant="subtle" onClick={() => onAsk('remove')}>
          Remove the card
        </Button>
      )}
    </div>
  )
}

function Dialogs(props: { customer: Customer; billing: Billing; asking: Asking | null; onClose: () => void }) {
  const { customer, billing, asking, onClose } = props
  const { card } = billing
  switch (asking) {
    case null:
      return null
    case 'mode':
      return <ModeDialog customer={customer.id} mode={billing.billingMode} onClose={onClose} />
    case 'terms':
      return <TermsDialog customer={customer.id} billing={billing} wallet={customer.wallet} onClose={onClose} />
    case 'charge':
      return card && <ChargeDialog customer={customer} billing={{ ...billing, card }} onClose={onClose} />
    case 'remove':
      return card && <RemoveCardDialog customer={customer} card={card} onClose={onClose} />
  }
}

/** How a customer pays: mode, card, terms, auto-recharge, what its card was charged, and how its balance is closed. */
export function BillingPanel({ customer }: { customer: Customer }) {
  const account = useAccount()
  const [asking, setAsking] = useState<Asking | null>(null)
  const params = { account: account.id, customer: customer.id }
  const asked = useQuery(ask(customerBilling, { params }, { live: true }))
  const billing = asked.data
  const open = customer.status === 'active'
  if (asked.isError && !billing)
    return (
      <Failed title="Billing could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  if (!billing) return <Bones lines={6} />
  return (
    <>
      {!open && <Closing customer={{ ...customer, byCard: paysByCard(billing) }} />}
      <Section title="Billing">
        <div className="stack">
          {billing.stripe?.delayed && (
            <Note tone="warn" strong="Card payments are delayed.">
              Stripe cannot be reached. What is charged now is charged once it can be.
            </Note>
          )}
          <Facts rows={rowsOf({ billing, customer })} />
          <RechargeFacts customer={customer.id} />
        </div>
        <Actions billing={billing} open={open} onAsk={setAsking} />
      </Section>
      {(billing.stripe || billing.card) && (
        <>
          <Charges customer={customer.id} />
          <Reversals customer={customer.id} />
        </>
      )}
      <Dialogs customer={customer} billing={billing} asking={asking} onClose={() => setAsking(null)} />
    </>
  )
}
