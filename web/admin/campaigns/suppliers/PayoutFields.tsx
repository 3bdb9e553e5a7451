import type { Payout } from '../../../../contract/settings.ts'
import { ChoiceField } from '../../../ui/fields.tsx'
import { MoneyField } from '../../../ui/MoneyField.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import css from '../editor.module.css'

const KINDS = [
  { value: 'fixed', label: 'Fixed amount a lead' },
  { value: 'share', label: 'Share of what it sells for' },
]

/** What the supplier earns: an amount or a percentage, kept as whole cents and basis points. */
export function PayoutFields(props: {
  value: Payout
  onChange: (payout: Payout) => void
  currency: string
  faultAt: (path: string) => string | undefined
}) {
  const { value, onChange, currency, faultAt } = props
  const kind = (next: string) =>
    onChange(next === 'fixed' ? { kind: 'fixed', amount: Number.NaN } : { kind: 'share', rate: Number.NaN })
  return (
    <div className={css.row}>
      <ChoiceField label="Payout" value={value.kind} onChange={kind} options={KINDS} />
      {value.kind === 'fixed' ? (
        <MoneyField
          label="Amount a lead"
          currency={currency}
          value={value.amount}
          onChange={(amount) => onChange({ kind: 'fixed', amount })}
          error={faultAt('payout.amount')}
          hint="Owed once for each accepted lead."
        />
      ) : (
        <NumberField
          label="Share"
          suffix="%"
          value={value.rate / 100}
          onChange={(percent) => onChange({ kind: 'share', rate: Math.round(percent * 100) })}
          error={faultAt('payout.rate')}
          hint="Of the sum of the lead’s sales, 0 to 100."
        />
      )}
    </div>
  )
}
