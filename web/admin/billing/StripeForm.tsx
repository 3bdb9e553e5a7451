import { useState } from 'react'
import { connectStripe, type StripeState } from '../../../contract/api/billing.ts'
import { call } from '../../lib/api.ts'
import { Form, SecretField, TextField } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { useAccount } from '../account.ts'
import { Saving, type StepProps } from '../portal/Saving.tsx'
import { useStripe } from './stripe.ts'

const FIELDS = ['publishableKey', 'secretKey']

/** What a restricted key must be allowed, as Stripe's own page calls it. */
const WRITES = [
  'Customers',
  'PaymentMethods',
  'SetupIntents',
  'PaymentIntents',
  'Checkout Sessions',
  'Charges and Refunds',
  'Webhook Endpoints',
]
const READS = ['Balance transactions', 'Disputes']

const KeyRights = () => (
  <p className="quiet">
    In Stripe under Developers, API keys, Create restricted key. Write: {WRITES.join(', ')}. Read: {READS.join(', ')}. A
    secret key works too, but may do everything.
  </p>
)

/** The two keys, tried at Stripe before they are kept. */
export function StripeForm({ state, done }: { state: StripeState } & StepProps) {
  const account = useAccount()
  const { keep } = useStripe()
  const [publishableKey, setPublishableKey] = useState('')
  const [secretKey, setSecretKey] = useState('')
  const change = useChange(
    () => call(connectStripe, { params: { account: account.id }, body: { publishableKey, secretKey } }),
    (after) => {
      keep(after)
      setPublishableKey('')
      setSecretKey('')
      done?.go()
    },
  )
  return (
    <Form label="Stripe keys" onSubmit={() => change.mutate(undefined)}>
      <TextField
        label="Publishable key"
        placeholder="pk_live_…"
        autoComplete="off"
        spellCheck={false}
        value={publishableKey}
        error={wrongIn(change.error, 'publishableKey')}
        onChange={(event) => setPublishableKey(event.currentTarget.value)}
      />
      <SecretField
        label="Restricted or secret key"
        placeholder="rk_live_…"
        autoComplete="off"
        value={secretKey}
        error={wrongIn(change.error, 'secretKey')}
        hint="Tried at Stripe, stored encrypted, and shown again only by its last four."
        onChange={(event) => setSecretKey(event.currentTarget.value)}
      />
      <KeyRights />
      <Saving
        change={change}
        error={wrongElsewhere(change.error, FIELDS)}
        label={state.connection ? 'Replace the keys' : 'Connect'}
        done={done}
      />
    </Form>
  )
}
