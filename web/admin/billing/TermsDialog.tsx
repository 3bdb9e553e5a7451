import { Button } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import { type CustomerBilling, MOST_FEE_BP, setBillingTerms } from '../../../contract/api/billing.ts'
import { type BillingMode, billingModes, setBillingMode } from '../../../contract/api/customers.ts'
import { setWalletLimits, type Wallet } from '../../../contract/api/ledger.ts'
import { call } from '../../lib/api.ts'
import { basisPoints } from '../../lib/format.ts'
import { ChoiceCards, SwitchField } from '../../ui/choices.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { ChoiceField, Form } from '../../ui/fields.tsx'
import { useChange, wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { useAccount } from '../account.ts'
import { MODES } from '../customers/words.ts'
import { SurchargeNote } from './FeeForm.tsx'

type Billing = z.output<typeof CustomerBilling>
type Limits = Pick<z.output<typeof Wallet>, 'minimumBalance' | 'creditLimit'>
type Terms = Billing['terms']

const MEANINGS: Record<BillingMode, string> = {
  none: 'No money in the portal: nothing is debited.',
  manual: 'You credit and debit the balance by hand.',
  real_time: 'The customer pays by card. Begins when a card is saved.',
}

export function ModeDialog(props: { customer: number; mode: BillingMode; onClose: () => void }) {
  const account = useAccount()
  const [mode, setMode] = useState(props.mode)
  const change = useChange(
    () =>
      call(setBillingMode, {
        params: { account: account.id, customer: props.customer },
        body: { billingMode: mode },
      }),
    props.onClose,
  )
  const general = wrongElsewhere(change.error, [])
  return (
    <Dialog title="Billing mode" opened onClose={props.onClose}>
      <Form label="Billing mode" onSubmit={() => change.mutate(undefined)}>
        {general && <Note tone="neg" strong={general} live />}
        <ChoiceCards
          label="Billing mode"
          value={mode}
          onChange={setMode}
          options={billingModes.map((value) => ({ value, title: MODES[value], text: MEANINGS[value] }))}
        />
        <p className="quiet">The balance stays as it is; only later sales are billed another way.</p>
        <DialogActions>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}

function OwnFee({
  terms,
  set,
  error,
}: {
  terms: Terms
  set: (feeBp: number | null) => void
  error: string | undefined
}) {
  const own = terms.feeBp !== null
  return (
    <>
      <ChoiceField
        label="Deposit fee"
        value={own ? 'own' : 'portal'}
        onChange={(value) => set(value === 'own' ? 0 : null)}
        options={[
          { value: 'portal', label: 'As for everybody' },
          { value: 'own', label: 'Its own' },
        ]}
      />
      {terms.feeBp !== null && (
        <NumberField
          label="Its own fee"
          suffix="%"
          value={terms.feeBp / 100}
          error={error}
          hint="On top of every card payment; 0 is none."
          onChange={(percent) => set(Math.round(percent * 100))}
        />
      )}
      {own && (terms.feeBp ?? 0) > 0 && <SurchargeNote />}
    </>
  )
}

/** Saved one after the other: each is an agreement of its own, and saying it again changes nothing. */
function useTerms(customer: number, onClose: () => void) {
  const account = useAccount()
  const params = { account: account.id, customer }
  return useChange(async ({ terms, limits }: { terms: Terms; limits: Limits }) => {
    await call(setBillingTerms, { params, body: terms })
    await call(setWalletLimits, { params, body: limits })
  }, onClose)
}

const FIELDS = ['minimumDeposit', 'feeBp', 'minimumBalance', 'creditLimit']

/** What was agreed with one customer about money. */
export function TermsDialog(props: { customer: number; billing: Billing; wallet: Limits; onClose: () => void }) {
  const { billing } = props
  const { currency } = billing
  const [terms, setTerms] = useState(billing.terms)
  const [limits, setLimits] = useState<Limits>({
    minimumBalance: props.wallet.minimumBalance,
    creditLimit: props.wallet.creditLimit,
  })
  const change = useTerms(props.customer, props.onClose)
  const wrong = (field: string) => wrongIn(change.error, field) ?? undefined
  const general = wrongElsewhere(change.error, FIELDS)
  const { feeBp } = terms
  const feeFault =
    feeBp !== null && !(feeBp >= 0 && feeBp <= MOST_FEE_BP) ? `From 0 to ${basisPoints(MOST_FEE_BP)}.` : undefined
  const amounts = [terms.minimumDeposit, limits.minimumBalance ?? 0, limits.creditLimit]
  const submit = () => {
    if (!feeFault && !amounts.some(Number.isNaN)) change.mutate({ terms, limits })
  }
  const amountField = (label: string, value: number, set: (value: number) => void, field: string, hint: string) => (
    <MoneyField
      label={label}
      value={value}
      currency={currency}
      onChange={set}
      hint={hint}
      error={Number.isNaN(value) ? 'Write it like 150.00.' : wrong(field)}
    />
  )
  return (
    <Dialog title="Billing terms" opened onClose={props.onClose}>
      <Form label="Billing terms" onSubmit={submit}>
        {general && <Note tone="neg" strong={general} live />}
        {amountField(
          'Minimum deposit',
          terms.minimumDeposit,
          (minimumDeposit) => setTerms({ ...terms, minimumDeposit }),
          'minimumDeposit',
          'The least that is paid in at once.',
        )}
        <OwnFee terms={terms} set={(fee) => setTerms({ ...terms, feeBp: fee })} error={feeFault ?? wrong('feeBp')} />
        <SwitchField
          label="Minimum balance"
          value={limits.minimumBalance !== null}
          onChange={(on) => setLimits({ ...limits, minimumBalance: on ? 0 : null })}
          hint="Below it nothing is sold, unless an auto-recharge works."
        />
        {limits.minimumBalance !== null &&
          amountField(
            'Nothing is sold below',
            limits.minimumBalance,
            (minimumBalance) => setLimits({ ...limits, minimumBalance }),
            'minimumBalance',
            'The sale that takes the balance below it stands.',
          )}
        {amountField(
          'Credit limit',
          limits.creditLimit,
          (creditLimit) => setLimits({ ...limits, creditLimit }),
          'creditLimit',
          'So far below zero the balance may go by sales.',
        )}
        <SwitchField
          label="Auto-recharge is required"
          value={terms.rechargeRequired}
          onChange={(rechargeRequired) => setTerms({ ...terms, rechargeRequired })}
          hint="The portal asks for it first thing at log-in."
        />
        <DialogActions>
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={change.isPending}>
            Save
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
