import { useState } from 'react'
import { MOST_FEE_BP, type StripeState, setDepositFee } from '../../../contract/api/billing.ts'
import { asCents, shareOf } from '../../../contract/money.ts'
import { call } from '../../lib/api.ts'
import { money } from '../../lib/format.ts'
import { Form } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { Note } from '../../ui/Note.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { useAccount } from '../account.ts'
import { Saving, type StepProps } from '../portal/Saving.tsx'
import { useStripe } from './stripe.ts'

const EXAMPLE = asCents(100_00)

/** Card networks and the law have their say about it. */
export function SurchargeNote() {
  return (
    <Note tone="warn" strong="Check that you may.">
      Card networks and many states limit surcharges: Visa allows 3% at most and none on debit cards, and for consumers
      in the EU and the UK there may be none at all.
    </Note>
  )
}

/** What is put on top of every card charge. */
export function FeeForm({ state, done }: { state: StripeState } & StepProps) {
  const account = useAccount()
  const { keep } = useStripe()
  const [feeBp, setFeeBp] = useState(state.depositFeeBp)
  const change = useChange(
    () => call(setDepositFee, { params: { account: account.id }, body: { feeBp } }),
    (after) => {
      keep(after)
      done?.go()
    },
  )
  const wrong = Number.isNaN(feeBp) || feeBp < 0 || feeBp > MOST_FEE_BP ? 'From 0 to 15%.' : undefined
  const fee = wrong ? 0 : shareOf(EXAMPLE, feeBp)
  const total = `${money(EXAMPLE, account.currency)} + ${money(fee, account.currency)} = ${money(EXAMPLE + fee, account.currency)}`
  return (
    <Form label="Deposit fee" onSubmit={() => !wrong && change.mutate(undefined)}>
      <NumberField
        label="Deposit fee"
        suffix="%"
        value={feeBp / 100}
        error={wrong ?? wrongIn(change.error, 'feeBp') ?? undefined}
        hint={`Of a deposit of ${money(EXAMPLE, account.currency)} the card pays ${total}.`}
        onChange={(percent) => {
          change.reset()
          setFeeBp(Math.round(percent * 100))
        }}
      />
      {feeBp > 0 && <SurchargeNote />}
      <Saving change={change} error={wrongElsewhere(change.error, ['feeBp'])} done={done} />
    </Form>
  )
}
