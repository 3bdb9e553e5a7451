import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { DEFAULT_CHARGES_A_DAY, type RechargeTerms, setRecharge } from '../../../contract/api/recharge.ts'
import { consentSentence } from '../../../contract/consent.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { CheckField } from '../../ui/choices.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FieldError, Form } from '../../ui/fields.tsx'
import { wrongElsewhere, wrongIn } from '../../ui/login/login.ts'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { Note } from '../../ui/Note.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { offeredAmounts } from './amounts.ts'
import type { Recharge } from './asked.ts'
import css from './billing.module.css'
import { mostADay } from './recharge-words.ts'

const FIELDS = ['threshold', 'amount', 'mostChargesADay', 'mostAmountADay']

/** What was agreed to, or something to begin with: a charge brings the balance well above where it is made. */
function firstTerms({ set, terms }: Recharge): RechargeTerms {
  if (set) {
    const { threshold, amount, mostChargesADay, mostAmountADay } = set
    return { threshold, amount, mostChargesADay, mostAmountADay }
  }
  const [amount = terms.minimumDeposit] = offeredAmounts(Math.max(terms.minimumDeposit, terms.minimumBalance))
  const threshold = Math.max(terms.minimumBalance, Math.floor(amount / 2))
  return { threshold, amount, mostChargesADay: DEFAULT_CHARGES_A_DAY, mostAmountADay: null }
}

type Faults = Partial<Record<keyof RechargeTerms, string>>

function faultsOf(wish: RechargeTerms, { terms }: Recharge): Faults {
  const words = (amount: number) => money(amount, terms.currency)
  const faults: Faults = {}
  if (Number.isNaN(wish.threshold)) faults.threshold = 'Write it like 150.00.'
  else if (wish.threshold < terms.minimumBalance)
    faults.threshold = `At least ${words(terms.minimumBalance)}: under that nothing is sold to you.`
  if (Number.isNaN(wish.amount)) faults.amount = 'Write it like 150.00.'
  else if (wish.amount < terms.minimumDeposit) faults.amount = `At least ${words(terms.minimumDeposit)}.`
  if (Number.isNaN(wish.mostChargesADay)) faults.mostChargesADay = 'A number from 1 to 50.'
  if (wish.mostAmountADay !== null && !(wish.mostAmountADay >= wish.amount))
    faults.mostAmountADay = `At least one charge: ${words(wish.amount)}.`
  return faults
}

function Fields(props: {
  wish: RechargeTerms
  onWish: (wish: RechargeTerms) => void
  recharge: Recharge
  wrong: (field: keyof RechargeTerms) => string | undefined
}) {
  const { wish, onWish, recharge, wrong } = props
  const { currency } = recharge.terms
  const set = (change: Partial<RechargeTerms>) => onWish({ ...wish, ...change })
  return (
    <>
      <MoneyField
        label="When the balance falls below"
        value={wish.threshold}
        onChange={(threshold) => set({ threshold })}
        currency={currency}
        error={wrong('threshold')}
      />
      <MoneyField
        label="Charge"
        value={wish.amount}
        onChange={(amount) => set({ amount })}
        currency={currency}
        error={wrong('amount')}
      />
      <MoneyField
        label="At most a day"
        value={mostADay(wish, recharge)}
        onChange={(mostAmountADay) => set({ mostAmountADay })}
        currency={currency}
        error={wrong('mostAmountADay')}
        {...(wish.mostAmountADay === null && { hint: 'Ten charges’ worth, unless you say another.' })}
      />
      <NumberField
        label="And at most so many charges a day"
        whole
        value={wish.mostChargesADay}
        onChange={(mostChargesADay) => set({ mostChargesADay })}
        error={wrong('mostChargesADay')}
      />
    </>
  )
}

/** Sets the auto-recharge, with the sentence that is agreed to: it is kept as it was shown. */
export function RechargeForm(props: { recharge: Recharge; onDone: () => void }) {
  const { recharge, onDone } = props
  const [wish, setWish] = useState(() => firstTerms(recharge))
  const [agreed, setAgreed] = useState(false)
  const [tried, setTried] = useState(false)
  const saving = useMutation({
    mutationFn: () => {
      const consent = consentSentence(wish, recharge.terms)
      return call(setRecharge, { body: { ...wish, on: true, consent } })
    },
    onSuccess: () => {
      refreshLive()
      onDone()
    },
    onError: refreshLive,
  })
  const faults = faultsOf(wish, recharge)
  const good = Object.keys(faults).length === 0
  const wrong = (field: keyof RechargeTerms) => faults[field] ?? wrongIn(saving.error, field) ?? undefined
  const general = wrongElsewhere(saving.error, FIELDS)
  const submit = () => {
    setTried(true)
    if (good && agreed) saving.mutate()
  }
  return (
    <Form onSubmit={submit} label="Auto-recharge">
      {general && (
        <Note tone="neg" strong={wordsOf(saving.error)} live>
          Nothing was changed.
        </Note>
      )}
      <Fields wish={wish} onWish={setWish} recharge={recharge} wrong={wrong} />
      {good && (
        <div className={css.consent}>
          <CheckField label={consentSentence(wish, recharge.terms)} value={agreed} onChange={setAgreed} />
          {tried && !agreed && (
            <p className={css.wrong} role="alert">
              <FieldError>Please agree to this first.</FieldError>
            </p>
          )}
        </div>
      )}
      <Button type="submit" variant="filled" size="md" loading={saving.isPending} disabled={!good}>
        {recharge.set?.on ? 'Save auto-recharge' : 'Turn on auto-recharge'}
      </Button>
    </Form>
  )
}

export function RechargeDialog({ recharge, onClose }: { recharge: Recharge; onClose: () => void }) {
  return (
    <Dialog title="Auto-recharge" opened onClose={onClose}>
      <RechargeForm recharge={recharge} onDone={onClose} />
    </Dialog>
  )
}
