import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { addBuyer } from '../../../../contract/api/campaigns.ts'
import type { Fault } from '../../../../contract/faults.ts'
import { BuyerPart } from '../../../../contract/settings.ts'
import { ApiError, call } from '../../../lib/api.ts'
import { wordsOf } from '../../../lib/ask.ts'
import { TextField } from '../../../ui/fields.tsx'
import { MoneyField } from '../../../ui/MoneyField.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useAccount } from '../../account.ts'
import { ClientField } from '../ClientField.tsx'
import { clientNamed } from '../client.ts'
import { useDraft } from '../draft/Draft.tsx'
import { faultsOfDraft, faultsUnder } from '../draft/faults.ts'
import css from '../editor.module.css'
import { BuyerSections } from './BuyerSections.tsx'
import { DeliveryAddress, DeliveryKind } from './DeliverySection.tsx'
import { type BuyerForm, faultAt } from './form.ts'
import { StatesField } from './StatesField.tsx'

const NEW: BuyerPart = { ...BuyerPart.parse({ price: 0, position: 1 }), price: Number.NaN }
/** No buyer has this id: the new one among the others while its faults are looked for. */
const NEW_ID = 0

/** The server names the buyer by the id it would have had. */
const fromServer = (path: string) => path.replace(/^(settings|buyers\.\d+)\./, '')

function useAdding(onAdded: (id: number) => void) {
  const account = useAccount()
  const { campaign, refresh } = useDraft()
  return useMutation({
    mutationFn: async (form: { client: string; name: string; part: BuyerPart }) => {
      const client = await clientNamed(account.id, form.client.trim())
      const { position: _, ...settings } = form.part
      const added = await call(addBuyer, {
        params: { account: account.id, campaign: campaign.id },
        body: { client, name: form.name.trim() || form.client.trim(), settings },
      })
      await refresh()
      return added.id
    },
    onSuccess: onAdded,
  })
}

function useNewBuyer(tried: boolean, error: Error | null): BuyerForm {
  const { settings } = useDraft()
  const [part, setPart] = useState(NEW)
  const faults = useMemo((): Fault[] => {
    if (!tried) return []
    const whole = { ...settings, suppliers: new Map(), buyers: new Map([[NEW_ID, part]]) }
    return faultsUnder(faultsOfDraft(whole), `buyers.${NEW_ID}`)
  }, [tried, settings, part])
  const refused =
    error instanceof ApiError && error.field
      ? [{ path: fromServer(error.field), message: error.message.replace(`${error.field}: `, '') }]
      : []
  return {
    id: null,
    part,
    was: undefined,
    change: (change) => setPart((before) => ({ ...before, ...change })),
    faults: [...faults, ...refused],
    used: { caps: {}, budget: {} },
  }
}

/** Four things first: who, for how much, how, and from where. The rest has defaults behind one line each. */
export function AddBuyer({ onAdded, onCancel }: { onAdded: (id: number) => void; onCancel: () => void }) {
  const { campaign } = useDraft()
  const [client, setClient] = useState('')
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const adding = useAdding(onAdded)
  const form = useNewBuyer(tried, adding.error)
  const submit = () => {
    setTried(true)
    const whole = BuyerPart.safeParse(form.part)
    if (client.trim() && whole.success) adding.mutate({ client, name, part: whole.data })
  }
  return (
    <Section title="Add a buyer">
      <form
        className={css.form}
        aria-label="Add a buyer"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {adding.isError && (
          <Note tone="neg" strong={wordsOf(adding.error)} live>
            No buyer was added.
          </Note>
        )}
        <div className={css.narrow}>
          <ClientField
            value={client}
            onChange={setClient}
            error={tried && !client.trim() ? 'Name the company that buys.' : null}
            hint="The company that buys."
          />
          <TextField
            label="Name here (optional)"
            value={name}
            maxLength={120}
            onChange={(event) => setName(event.currentTarget.value)}
            error={faultAt(form, 'name')}
            hint="Where one Client buys in several ways. Else it is called as its Client."
          />
          <MoneyField
            label="Price"
            currency={campaign.currency}
            value={form.part.price}
            onChange={(price) => form.change({ price })}
            error={faultAt(form, 'price')}
            hint="For every lead; rules below can make it depend on the lead."
          />
          <StatesField form={form} />
        </div>
        <DeliveryKind form={form} />
        {form.part.delivery.kind !== 'store' && (
          <div className={css.narrow}>
            <DeliveryAddress form={form} />
          </div>
        )}
        <BuyerSections form={form} essentials />
        <div className="line">
          <Button type="submit" variant="filled" loading={adding.isPending}>
            Add buyer
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
      </form>
    </Section>
  )
}
