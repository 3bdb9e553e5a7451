import type { DuplicateCheck } from '../../../contract/settings.ts'
import { CheckField, SwitchField } from '../../ui/choices.tsx'
import { ChoiceField, FieldError } from '../../ui/fields.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Section } from '../../ui/Page.tsx'
import { ChecksPart } from './ChecksPart.tsx'
import { useDraft } from './draft/Draft.tsx'
import css from './editor.module.css'
import { FilterPart } from './FilterPart.tsx'

const MATCH = [
  { value: 'any', label: 'Any of these fields is the same' },
  { value: 'all', label: 'All of these fields are the same' },
]
const SCOPE = [
  { value: 'campaign', label: 'The lead is a duplicate for the whole campaign' },
  { value: 'buyer', label: 'Only buyers that bought it before are passed over' },
]

function startOf(fields: readonly { name: string; type: string }[]): DuplicateCheck {
  const usual = fields.filter(({ type }) => type === 'phone' || type === 'email').map(({ name }) => name)
  return { days: 30, fields: usual.slice(0, 5), match: 'any', scope: 'campaign' }
}

function Fields({ check, onChange }: { check: DuplicateCheck; onChange: (fields: string[]) => void }) {
  const { settings, faultsUnder, faultAt } = useDraft()
  const fault = faultAt('campaign.duplicates.fields') ?? faultsUnder('campaign.duplicates.fields')[0]?.message
  const toggle = (name: string, on: boolean) =>
    onChange(on ? [...check.fields, name] : check.fields.filter((one) => one !== name))
  return (
    <fieldset className={css.bare}>
      <legend>Compared fields, at most five</legend>
      <div className={css.checks}>
        {settings.campaign.fields
          .filter(({ name, consent }) => name !== '' && (!consent || check.fields.includes(name)))
          .map(({ name, label }) => (
            <CheckField
              key={name}
              label={label}
              value={check.fields.includes(name)}
              disabled={!check.fields.includes(name) && check.fields.length >= 5}
              onChange={(on) => toggle(name, on)}
            />
          ))}
      </div>
      {fault && <FieldError>{fault}</FieldError>}
    </fieldset>
  )
}

function Duplicates() {
  const { base, settings, editCampaign, faultAt, canWrite } = useDraft()
  const { duplicates, fields } = settings.campaign
  const change = (next: Partial<DuplicateCheck>) =>
    duplicates && editCampaign({ duplicates: { ...duplicates, ...next } })
  return (
    <fieldset className={css.plain} disabled={!canWrite}>
      <SwitchField
        label="Duplicate check"
        value={duplicates !== null}
        onChange={(on) => editCampaign({ duplicates: on ? (base.campaign.duplicates ?? startOf(fields)) : null })}
        hint="The same post again within a minute is always a duplicate, and no customer is sold the same person twice."
      />
      {duplicates && (
        <>
          <NumberField
            label="Look back"
            whole
            suffix="days"
            value={duplicates.days}
            onChange={(days) => change({ days })}
            error={faultAt('campaign.duplicates.days')}
            hint="Compared with the accepted leads of so many days, 1 to 365."
          />
          <Fields check={duplicates} onChange={(names) => change({ fields: names })} />
          <ChoiceField
            label="A lead is the same when"
            value={duplicates.match}
            onChange={(match) => change({ match: match === 'all' ? 'all' : 'any' })}
            options={MATCH}
          />
          <ChoiceField
            label="Then"
            value={duplicates.scope}
            onChange={(scope) => change({ scope: scope === 'buyer' ? 'buyer' : 'campaign' })}
            options={SCOPE}
          />
        </>
      )}
    </fieldset>
  )
}

function Filters() {
  const { settings, editCampaign, faultsUnder } = useDraft()
  const { filters } = settings.campaign
  return (
    <FilterPart
      value={filters}
      onChange={(next) => editCampaign({ filters: next })}
      faults={faultsUnder('campaign.filters')}
      trial={{ part: 'campaign', filters }}
    />
  )
}

function OutsideChecks() {
  const { settings, editCampaign, faultsUnder } = useDraft()
  return (
    <ChecksPart
      value={settings.campaign.checks}
      onChange={(checks) => editCampaign({ checks })}
      faults={faultsUnder('campaign.checks')}
    />
  )
}

/** What a lead must pass before any buyer is looked at. */
export function ChecksTab() {
  return (
    <div className={css.wide}>
      <Section title="Filters">
        <p className="quiet before">Of all suppliers’ leads. A lead that does not pass is answered with code 1010.</p>
        <Filters />
      </Section>
      <Section title="Duplicates">
        <Duplicates />
      </Section>
      <Section title="Outside checks">
        <p className="quiet before">Asked of every lead that passed the filters, in this order, before any buyer.</p>
        <OutsideChecks />
      </Section>
    </div>
  )
}
