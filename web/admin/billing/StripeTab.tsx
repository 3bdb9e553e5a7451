import { Button } from '@mantine/core'
import { useState } from 'react'
import { disconnectStripe, type StripeState } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { count, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { useChange } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { Facts, Section } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import { FeeForm } from './FeeForm.tsx'
import { StripeForm } from './StripeForm.tsx'
import { useStripe } from './stripe.ts'

type Connection = NonNullable<StripeState['connection']>

const ModeBadge = ({ mode }: { mode: Connection['mode'] }) =>
  mode === 'live' ? <StatusBadge state="live" word="Live mode" /> : <StatusBadge state="test" word="Test mode" />

function Webhook({ webhook }: { webhook: Connection['webhook'] }) {
  return (
    <span className="line wrap">
      {webhook.registered ? 'Registered at Stripe' : 'Not registered: payments are found by asking, minutes later'}
      <CopyButton text={webhook.url} name="Copy the webhook’s address" />
    </span>
  )
}

function Connected({ connection }: { connection: Connection }) {
  const account = useAccount()
  const now = useNow()
  return (
    <Facts
      rows={[
        ['Mode', <ModeBadge key="mode" mode={connection.mode} />],
        [
          'Account',
          <span key="id" className="mono">
            {connection.stripeAccountId}
          </span>,
        ],
        ['Publishable key', `ends in ${connection.publishableKeyLast4}`],
        [
          connection.restricted ? 'Restricted key' : 'Secret key',
          `ends in ${connection.secretKeyLast4}${connection.restricted ? '' : '; it may do everything'}`,
        ],
        ['Webhook', <Webhook key="webhook" webhook={connection.webhook} />],
        ['Connected', `${when(connection.connectedAt, account.zone, now)} by ${connection.connectedBy}`],
      ]}
    />
  )
}

function Disconnect({ state }: { state: StripeState }) {
  const account = useAccount()
  const { keep } = useStripe()
  const [asking, setAsking] = useState(false)
  const change = useChange(
    () => call(disconnectStripe, { params: { account: account.id } }),
    (after) => {
      setAsking(false)
      keep(after)
    },
  )
  return (
    <>
      <Button onClick={() => setAsking(true)}>Disconnect</Button>
      {asking && (
        <Dialog title="Disconnect Stripe" opened onClose={() => setAsking(false)}>
          <div className="stack">
            <p className="second">
              No card can be charged afterwards, and auto-recharges stop. {count(state.cards)} cards on file are
              forgotten: each customer saves its card again when Stripe is connected again. Balances and what was paid
              stay.
            </p>
            {state.undecided > 0 && (
              <Note tone="warn" strong={`${count(state.undecided)} charges are not decided yet.`}>
                What they end in can be read only while Stripe is connected.
              </Note>
            )}
            {change.isError && <Note tone="neg" strong={wordsOf(change.error)} live />}
            <DialogActions>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <Button variant="filled" loading={change.isPending} onClick={() => change.mutate(undefined)}>
                Disconnect Stripe
              </Button>
            </DialogActions>
          </div>
        </Dialog>
      )}
    </>
  )
}

function Keys({ state }: { state: StripeState }) {
  const account = useAccount()
  const [replacing, setReplacing] = useState(false)
  const { connection } = state
  const mayWrite = account.can.includes('stripe.write')
  if (!connection)
    return (
      <Section title="Connect Stripe">
        <div className="stack">
          <p className="second">
            Customers then save a card and pay in by themselves. The money goes to your own Stripe account.
          </p>
          {mayWrite && <StripeForm state={state} />}
        </div>
      </Section>
    )
  return (
    <Section title="Stripe">
      <div className="stack">
        <Connected connection={connection} />
        {replacing && <StripeForm state={state} />}
        {mayWrite && (
          <div className="line wrap">
            <Button onClick={() => setReplacing(!replacing)}>{replacing ? 'Keep the keys' : 'Replace the keys'}</Button>
            <Disconnect state={state} />
          </div>
        )}
      </div>
    </Section>
  )
}

/** The account's own Stripe: keys by their last four, the webhook, the fee. */
export function StripeTab() {
  const { asked } = useStripe()
  const { data } = asked
  if (asked.isError && !data)
    return (
      <Failed title="Stripe’s state could not be read" onRetry={() => asked.refetch()}>
        {wordsOf(asked.error)}
      </Failed>
    )
  if (!data) return <Bones lines={8} />
  return (
    <>
      <Keys key={data.connection?.connectedAt ?? 'none'} state={data} />
      <Section title="Deposit fee">
        <FeeForm key={data.depositFeeBp} state={data} />
      </Section>
    </>
  )
}
