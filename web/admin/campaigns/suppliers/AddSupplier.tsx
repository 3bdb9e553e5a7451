import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { addSupplier } from '../../../../contract/api/campaigns.ts'
import { type Payout, SupplierPart } from '../../../../contract/settings.ts'
import { ApiError, call } from '../../../lib/api.ts'
import { wordsOf } from '../../../lib/ask.ts'
import { SwitchField } from '../../../ui/choices.tsx'
import { Form, TextField } from '../../../ui/fields.tsx'
import { Note } from '../../../ui/Note.tsx'
import { Section } from '../../../ui/Page.tsx'
import { useAccount } from '../../account.ts'
import { ClientField } from '../ClientField.tsx'
import { clientNamed } from '../client.ts'
import { useDraft } from '../draft/Draft.tsx'
import { PayoutFields } from './PayoutFields.tsx'

export interface Added {
  id: number
  key: string
}

function amountFault(payout: Payout): string | undefined {
  if (payout.kind === 'fixed') return Number.isNaN(payout.amount) ? 'Enter an amount; 0 is nothing.' : undefined
  return payout.rate >= 0 && payout.rate <= 10_000 ? undefined : 'A percentage from 0 to 100.'
}

function useAdding(onAdded: (added: Added) => void) {
  const account = useAccount()
  const { campaign, refresh } = useDraft()
  return useMutation({
    mutationFn: async (form: { client: string; name: string; payout: Payout; testMode: boolean }) => {
      const client = await clientNamed(account.id, form.client.trim())
      const settings = SupplierPart.parse({ payout: form.payout, testMode: form.testMode })
      const added = await call(addSupplier, {
        params: { account: account.id, campaign: campaign.id },
        body: { client, name: form.name.trim() || form.client.trim(), settings },
      })
      await refresh()
      return added
    },
    onSuccess: ({ id, key }) => onAdded({ id, key }),
  })
}

/** Who sends leads, and for how much; the rest has defaults and waits on the supplier's own page. */
export function AddSupplier({ onAdded, onCancel }: { onAdded: (added: Added) => void; onCancel: () => void }) {
  const { campaign } = useDraft()
  const [client, setClient] = useState('')
  const [name, setName] = useState('')
  const [payout, setPayout] = useState<Payout>({ kind: 'fixed', amount: Number.NaN })
  const [testMode, setTestMode] = useState(true)
  const [tried, setTried] = useState(false)
  const adding = useAdding(onAdded)
  const wrong = amountFault(payout)
  const taken = adding.error instanceof ApiError && adding.error.field === 'name' ? adding.error.message : null
  const submit = () => {
    setTried(true)
    if (client.trim() && !wrong) adding.mutate({ client, name, payout, testMode })
  }
  return (
    <Section title="Add a supplier">
      <Form onSubmit={submit} label="Add a supplier">
        {adding.isError && !taken && (
          <Note tone="neg" strong={wordsOf(adding.error)} live>
            No supplier was added.
          </Note>
        )}
        <ClientField
          value={client}
          onChange={setClient}
          error={tried && !client.trim() ? 'Name the company that sends the leads.' : null}
          hint="The company that sends the leads."
        />
        <TextField
          label="Name here (optional)"
          value={name}
          maxLength={120}
          onChange={(event) => setName(event.currentTarget.value)}
          error={taken}
          hint="Where one Client sends from several sources. Else it is called as its Client."
        />
        <PayoutFields
          value={payout}
          onChange={setPayout}
          currency={campaign.currency}
          faultAt={() => (tried ? wrong : undefined)}
        />
        <SwitchField
          label="Test mode"
          value={testMode}
          onChange={setTestMode}
          hint="Every post is a test lead: decided like a live one, sold to nobody. Switch it off to go live."
        />
        <div className="line">
          <Button type="submit" variant="filled" loading={adding.isPending}>
            Add supplier
          </Button>
          <Button onClick={onCancel}>Cancel</Button>
        </div>
      </Form>
    </Section>
  )
}
