import { SUB_IDS, SystemField } from '../../../../contract/fields.ts'
import { CheckField } from '../../../ui/choices.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from './fields.module.css'

const LABELS: Partial<Record<SystemField, string>> = {
  supplier: 'Supplier',
  supplier_client: 'Client of the supplier',
  source_address: 'Source address',
  received_at: 'Received at',
}
const labelOf = (name: SystemField) => LABELS[name] ?? `Sub id ${name.slice(-1)}`
const isPosted = (name: SystemField) => SUB_IDS.some((one) => one === name)

/** What every lead has besides what is posted, with the same flags. */
export function SystemFields() {
  const { settings, editCampaign, canWrite } = useDraft()
  const { systemFields } = settings.campaign
  const set = (name: SystemField, flags: Partial<(typeof systemFields)[SystemField]>) =>
    editCampaign({ systemFields: { ...systemFields, [name]: { ...systemFields[name], ...flags } } })
  return (
    <Section title="System fields">
      <p className="quiet before">Every lead has them. By default a buyer sees only when it came.</p>
      <ul className={css.system}>
        {SystemField.options.map((name) => (
          <li key={name}>
            <span className="strong">{labelOf(name)}</span>
            <span className="mono quiet">{name}</span>
            {isPosted(name) && (
              <CheckField
                label={`Show ${labelOf(name)} in API specs`}
                value={!systemFields[name].hiddenFromSpecs}
                disabled={!canWrite}
                onChange={(shown) => set(name, { hiddenFromSpecs: !shown })}
              />
            )}
            <CheckField
              label={`Show ${labelOf(name)} to buyers`}
              value={!systemFields[name].hiddenFromBuyers}
              disabled={!canWrite}
              onChange={(shown) => set(name, { hiddenFromBuyers: !shown })}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
