import { ChoiceCards, TextAreaField } from '../../../ui/choices.tsx'
import { TextField } from '../../../ui/fields.tsx'
import { ValueChips } from '../../../ui/rules/ValueChips.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
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
    <ChoiceCards
      label="How the lead arrives"
      value={part.delivery.kind}
      onChange={choose}
      options={DELIVERY_KINDS}
      disabled={!canWrite}
    />
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
    <ValueChips
      label="Send to"
      kind="email"
      value={delivery.to}
      onChange={(to) => change({ delivery: { ...delivery, to } })}
      error={faultAt(form, 'delivery.to') ?? faultsIn(form, 'delivery.to')[0]?.message}
    />
  )
}

function EmailTexts({ form }: { form: BuyerForm }) {
  const { delivery } = form.part
  if (delivery.kind !== 'email') return null
  return (
    <>
      <TextField
        label="Subject"
        value={delivery.subject}
        onChange={(event) => form.change({ delivery: { ...delivery, subject: event.currentTarget.value } })}
        error={faultAt(form, 'delivery.subject')}
      />
      <TextAreaField
        label="Text"
        maxRows={16}
        value={delivery.body}
        onChange={(event) => form.change({ delivery: { ...delivery, body: event.currentTarget.value } })}
        error={faultAt(form, 'delivery.body')}
        hint="A field's value stands where its name does: {{ first_name }}."
      />
    </>
  )
}

/** How a lead reaches the buyer, in full. */
export function DeliverySection({ form }: { form: BuyerForm }) {
  return (
    <div className={css.wide}>
      <DeliveryKind form={form} />
      <div className={css.narrow}>
        <DeliveryAddress form={form} />
        <EmailTexts form={form} />
      </div>
    </div>
  )
}
