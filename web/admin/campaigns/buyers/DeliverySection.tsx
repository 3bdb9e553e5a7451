import { ChoiceCards } from '../../../ui/choices.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { ValueChips } from '../../../ui/rules/ValueChips.tsx'
import { DeliveryEditor } from '../../delivery/DeliveryEditor.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { Labelled } from '../Labelled.tsx'
import { DELIVERY_KINDS, newDirectPost, newEmail } from './delivery.ts'
import { type BuyerForm, faultAt, faultsIn } from './form.ts'

/** Which way; a way that was left comes back as it was saved. */
export function DeliveryKind({ form }: { form: BuyerForm }) {
  const { campaign, settings, canWrite } = useDraft()
  const { part, was, change } = form
  const { fields } = settings.campaign
  const choose = (kind: typeof part.delivery.kind) => {
    if (kind === part.delivery.kind) return
    if (was?.delivery.kind === kind) return change({ delivery: was.delivery })
    if (kind === 'store') return change({ delivery: { kind } })
    if (kind === 'email') return change({ delivery: newEmail([], campaign.publicName ?? campaign.name, fields) })
    change({ delivery: newDirectPost('', fields) })
  }
  return (
    <Labelled label="How the lead arrives">
      <ChoiceCards
        label="How the lead arrives"
        value={part.delivery.kind}
        onChange={choose}
        options={DELIVERY_KINDS}
        disabled={!canWrite}
      />
    </Labelled>
  )
}

/** The one thing that a way cannot do without: where to. */
export function DeliveryAddress({ form }: { form: BuyerForm }) {
  const { part, change } = form
  const { delivery } = part
  if (delivery.kind === 'direct_post') {
    return (
      <TextField
        label="Address of the buyer’s system"
        type="url"
        placeholder="https://"
        value={delivery.call.url}
        onChange={(event) =>
          change({ delivery: { ...delivery, call: { ...delivery.call, url: event.currentTarget.value } } })
        }
        error={faultAt(form, 'delivery.call.url')}
        hint="All fields that buyers see are sent as JSON; body, headers and answers can be changed below."
      />
    )
  }
  if (delivery.kind !== 'email') return null
  return (
    <Labelled label="Send to">
      <ValueChips
        label="Send to"
        kind="email"
        value={delivery.to}
        onChange={(to) => change({ delivery: { ...delivery, to } })}
        error={faultAt(form, 'delivery.to') ?? faultsIn(form, 'delivery.to')[0]?.message}
      />
    </Labelled>
  )
}

/** How a lead reaches the buyer, in full. */
export function DeliverySection({ form }: { form: BuyerForm }) {
  const { campaign, settings, canWrite } = useDraft()
  const { part, change } = form
  return (
    <fieldset className={css.bare} disabled={!canWrite}>
      <div className={css.form}>
        <DeliveryKind form={form} />
        <DeliveryEditor
          value={part.delivery}
          onChange={(delivery) => change({ delivery })}
          faultAt={(path) => faultAt(form, `delivery.${path}`)}
          fields={settings.campaign.fields}
          test={{ campaign: campaign.id, currency: campaign.currency, price: part.price }}
        />
      </div>
    </fieldset>
  )
}
