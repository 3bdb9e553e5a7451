import type { RulesOnTrial } from '../../../../contract/api/effect.ts'
import { deliveryInWords } from '../../../../contract/delivery-words.ts'
import { budgetInWords, capsInWords, moneyInWords, scheduleInWords } from '../../../../contract/words.ts'
import { zoneCity } from '../../../lib/format.ts'
import { SwitchField } from '../../../ui/choices.tsx'
import { Fold, Folds } from '../../../ui/Fold.tsx'
import { ChoiceField } from '../../../ui/fields.tsx'
import { MoneyField } from '../../../ui/MoneyField.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { BudgetEditor, CapsEditor } from '../../../ui/rules/CapsEditor.tsx'
import { EffectLine } from '../../../ui/rules/EffectLine.tsx'
import { ruleCounts } from '../../../ui/rules/effect.ts'
import { PricingRules } from '../../../ui/rules/PricingRules.tsx'
import { SchedulePicker } from '../../../ui/rules/SchedulePicker.tsx'
import { ChecksPart, checksInWords } from '../ChecksPart.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { FilterPart } from '../FilterPart.tsx'
import { useRuleEffect } from '../rule-effect.ts'
import { useRuleProps } from '../rule-props.ts'
import { zonesWith } from '../zones.ts'
import { DeliverySection } from './DeliverySection.tsx'
import { type BuyerForm, faultAt, faultsIn, isFaulty } from './form.ts'

type Props = { form: BuyerForm }

/** A buyer that is not there yet has had no leads to miss. */
const trialOf = ({ id, part }: BuyerForm): RulesOnTrial | null =>
  id === null ? null : { part: 'buyer', id, filters: part.filters, rules: part.rules }

const counted = (n: number, one: string) => (n === 1 ? `1 ${one}` : `${n} ${one}s`)

function Pricing({ form }: Props) {
  const { campaign } = useDraft()
  const rules = useRuleProps()
  const { effect, failed } = useRuleEffect(trialOf(form))
  const { part, was, change } = form
  return (
    <div className="stack">
      <PricingRules
        {...rules}
        value={part.rules}
        onChange={(next) => change({ rules: next })}
        price={Number.isNaN(part.price) ? null : part.price}
        onPrice={(price) => change({ price: price ?? Number.NaN })}
        {...(was && { priceWas: was.price })}
        {...(faultAt(form, 'price') && { priceError: faultAt(form, 'price') ?? '' })}
        currency={campaign.currency}
        faults={faultsIn(form, 'rules')}
        {...(effect && effect.leads > 0 && { counts: ruleCounts(effect) })}
      />
      {form.id !== null && <EffectLine effect={effect} failed={failed} />}
      <div className={css.narrow}>
        <MoneyField
          label="Floor"
          currency={campaign.currency}
          value={part.floor}
          onChange={(floor) => change({ floor })}
          error={faultAt(form, 'floor')}
          hint="Below this price the buyer is passed over, whatever its rules say."
        />
      </div>
    </div>
  )
}

function Filters({ form }: Props) {
  return (
    <FilterPart
      value={form.part.filters}
      onChange={(filters) => form.change({ filters })}
      faults={faultsIn(form, 'filters')}
      trial={trialOf(form)}
    />
  )
}

function Hours({ form }: Props) {
  const { settings, canWrite } = useDraft()
  const { part, was, change } = form
  const campaignZone = settings.campaign.zone
  const options = [
    { value: '', label: `The campaign’s (${zoneCity(campaignZone)})` },
    ...zonesWith(part.zone ?? campaignZone),
  ]
  return (
    <div className="stack">
      <div className={css.narrow}>
        <ChoiceField
          label="Time zone"
          value={part.zone ?? ''}
          onChange={(zone) => change({ zone: zone || null })}
          options={options}
          error={faultAt(form, 'zone')}
          hint={
            was && was.zone !== part.zone
              ? 'With saving, what is used of its caps is counted anew by this clock.'
              : 'For its hours and its caps.'
          }
        />
      </div>
      <SchedulePicker
        value={part.schedule}
        onChange={(schedule) => change({ schedule })}
        zone={part.zone ?? campaignZone}
        faults={faultsIn(form, 'schedule')}
        readOnly={!canWrite}
      />
    </div>
  )
}

function Caps({ form }: Props) {
  const { campaign, canWrite } = useDraft()
  const { part, was, change, used } = form
  return (
    <fieldset className={css.plain} disabled={!canWrite}>
      <p className="quiet">0 is unlimited. A cap that is reached passes the lead on; nothing is queued.</p>
      <CapsEditor
        value={part.caps}
        onChange={(caps) => change({ caps })}
        {...(was && { was: was.caps })}
        used={used.caps}
        faults={faultsIn(form, 'caps')}
      />
      <BudgetEditor
        value={part.budget}
        onChange={(budget) => change({ budget })}
        {...(was && { was: was.budget })}
        used={used.budget}
        currency={campaign.currency}
        faults={faultsIn(form, 'budget')}
      />
    </fieldset>
  )
}

const AFTER_UNKNOWN = [
  { value: 'go_on', label: 'Ask the next buyer' },
  { value: 'stop', label: 'Stop: leave the lead at that' },
]

function More({ form }: Props) {
  const { settings, canWrite } = useDraft()
  const { part, change } = form
  return (
    <fieldset className={css.plain} disabled={!canWrite}>
      <NumberField
        label="Weight"
        whole
        value={part.weight}
        onChange={(weight) => change({ weight })}
        error={faultAt(form, 'weight')}
        hint={
          settings.campaign.distribution === 'weighted'
            ? 'Its part of the leads it could have, 1 to 1,000.'
            : 'Counts only while the campaign is distributed by weight.'
        }
      />
      <SwitchField
        label="Takes test leads"
        value={part.acceptsTests}
        onChange={(acceptsTests) => change({ acceptsTests })}
        hint="Test leads are really sent to it. Off: a test is taken as accepted at its price, without a call."
      />
      {part.delivery.kind === 'direct_post' && (
        <ChoiceField
          label="When its answer is unknown"
          value={part.afterUnknown}
          onChange={(value) => change({ afterUnknown: value === 'stop' ? 'stop' : 'go_on' })}
          options={AFTER_UNKNOWN}
          hint="A time-out or a cut line after the lead was sent: place and money stay reserved until you settle it."
        />
      )}
    </fieldset>
  )
}

/** All settings of a buyer, each part folded behind a line that says what it is now. */
export function BuyerSections({ form, essentials }: Props & { essentials?: boolean }) {
  const { campaign, settings } = useDraft()
  const { part } = form
  const price = Number.isNaN(part.price) ? 'no price yet' : moneyInWords(part.price, campaign.currency)
  const rules = part.rules.length > 0 ? `${counted(part.rules.length, 'rule')}, otherwise ${price}` : price
  const hours = `${scheduleInWords(part.schedule)}, ${zoneCity(part.zone ?? settings.campaign.zone)} time`
  const budget = part.budget.on ? `, budget ${budgetInWords(part.budget, campaign.currency)}` : ''
  const more = [`weight ${part.weight}`, part.acceptsTests ? 'takes tests' : 'no tests'].join(', ')
  return (
    <Folds>
      <Fold
        title="Price"
        summary={rules}
        open={!essentials && form.id !== null}
        faulty={isFaulty(form, 'price', 'rules', 'floor')}
      >
        <Pricing form={form} />
      </Fold>
      <Fold title="Delivery" summary={deliveryInWords(part.delivery)} faulty={isFaulty(form, 'delivery')}>
        <DeliverySection form={form} />
      </Fold>
      <Fold
        title="Filters"
        summary={part.filters.length === 0 ? 'takes every lead' : counted(part.filters.length, 'filter')}
        faulty={isFaulty(form, 'filters')}
      >
        <Filters form={form} />
      </Fold>
      <Fold title="Hours" summary={hours} faulty={isFaulty(form, 'schedule', 'zone')}>
        <Hours form={form} />
      </Fold>
      <Fold
        title="Caps and budget"
        summary={`${capsInWords(part.caps)}${budget}`}
        faulty={isFaulty(form, 'caps', 'budget')}
      >
        <Caps form={form} />
      </Fold>
      <Fold title="Outside checks" summary={checksInWords(part.checks)} faulty={isFaulty(form, 'checks')}>
        <ChecksPart
          value={part.checks}
          onChange={(checks) => form.change({ checks })}
          faults={faultsIn(form, 'checks')}
        />
      </Fold>
      <Fold title="More" summary={more} faulty={isFaulty(form, 'weight', 'acceptsTests', 'afterUnknown')}>
        <More form={form} />
      </Fold>
    </Folds>
  )
}
