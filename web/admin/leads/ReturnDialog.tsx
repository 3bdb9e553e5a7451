import { Button, Checkbox, Switch } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { returnLead } from '../../../contract/api/returns.ts'
import { call } from '../../lib/api.ts'
import { refreshLive, wordsOf } from '../../lib/ask.ts'
import { money, shortId, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Form } from '../../ui/fields.tsx'
import { Note } from '../../ui/Note.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'
import css from './leads.module.css'
import { NOTHING_SAID, ReturnFields, reasonOf } from './ReturnFields.tsx'

type Returning = NonNullable<ReadLead['returning']>
type Sale = Returning['sales'][number]

const sum = (sales: readonly Sale[], of: (sale: Sale) => number) => sales.reduce((total, sale) => total + of(sale), 0)

/** Who bears how much of it, before it is done. */
function Sums(props: { credit: number; back: number | null; supplier: string; currency: string }) {
  const { credit, back, supplier, currency } = props
  return (
    <dl className={css.sums}>
      <dt>The balance that paid gets</dt>
      <dd>{money(credit, currency)}</dd>
      {back !== null && (
        <>
          <dt>{supplier} gives back</dt>
          <dd>{money(back, currency)}</dd>
          <dt>You bear</dt>
          <dd>{money(Math.max(0, credit - back), currency)}</dd>
        </>
      )}
    </dl>
  )
}

function useReturn(lead: string, onClose: () => void) {
  const account = useAccount()
  return useMutation({
    mutationFn: (body: { reason: string; note: string; refund: boolean; toSupplier: boolean; sales: string[] }) =>
      call(returnLead, { params: { account: account.id, lead }, body }),
    onSuccess: () => {
      refreshLive()
      onClose()
    },
  })
}

/** Which of several sales; one needs no choice. */
function SaleChoice(props: {
  sales: readonly Sale[]
  chosen: readonly string[]
  set: (ids: string[]) => void
  currency: string
}) {
  const { sales, chosen, set, currency } = props
  if (sales.length < 2) return null
  return (
    <fieldset className="plain stack">
      <legend className="strong">Sales to return</legend>
      {sales.map((sale) => (
        <Checkbox
          key={sale.id}
          label={`${sale.buyer?.name ?? 'Sale'}, ${money(sale.price, currency)}`}
          checked={chosen.includes(sale.id)}
          onChange={({ currentTarget: { checked } }) =>
            set(checked ? [...chosen, sale.id] : chosen.filter((id) => id !== sale.id))
          }
        />
      ))}
    </fieldset>
  )
}

function termsWords(sale: Sale | undefined, supplier: string, zone: string, now: number): string {
  if (!sale?.takenBackUntil) return `${supplier} takes no returns by its terms.`
  const until = when(sale.takenBackUntil, zone, now)
  return sale.toSupplier ? `It takes returns until ${until}.` : `Its time for returns ended ${until}.`
}

/** Returns a lead: what goes back to whom is said before it is done. */
export function ReturnDialog({
  data,
  returning,
  onClose,
}: {
  data: ReadLead
  returning: Returning
  onClose: () => void
}) {
  const now = useNow()
  const { lead, currency, zone } = data
  const { sales } = returning
  const [chosen, setChosen] = useState(sales.map(({ id }) => id))
  const [saying, setSaying] = useState(NOTHING_SAID)
  const [refund, setRefund] = useState(true)
  const [toSupplier, setToSupplier] = useState(sales.every((sale) => sale.toSupplier))
  const [tried, setTried] = useState(false)
  const doing = useReturn(lead.id, onClose)
  const supplier = lead.supplier?.name ?? 'The supplier'
  const some = sales.filter(({ id }) => chosen.includes(id))
  const credit = refund ? sum(some, (sale) => sale.credit) : 0
  const whole = some.length === sales.length
  const billed = sum(some, (sale) => sale.credit) > 0
  const reason = reasonOf(saying)
  const submit = () => {
    setTried(true)
    if (reason && some.length > 0) doing.mutate({ reason, note: saying.note, refund, toSupplier, sales: chosen })
  }
  return (
    <Dialog title={`Return ${shortId(lead.id)}`} opened onClose={onClose}>
      <Form onSubmit={submit} label="Return">
        {doing.isError && (
          <Note tone="neg" strong={wordsOf(doing.error)} live>
            {lead.returned ? '' : 'Look at the lead again before you repeat it.'}
          </Note>
        )}
        <SaleChoice sales={sales} chosen={chosen} set={setChosen} currency={currency} />
        <ReturnFields saying={saying} tried={tried} onChange={setSaying} />
        {billed && (
          <Switch
            label="Give back what was paid"
            description={
              refund
                ? 'The exact amount, to the balance that paid.'
                : 'It is marked without a refund, and the audit log says so.'
            }
            checked={refund}
            onChange={(event) => setRefund(event.currentTarget.checked)}
          />
        )}
        <Switch
          label={`${supplier} takes it back`}
          description={termsWords(some[0], supplier, zone, now)}
          checked={toSupplier}
          onChange={(event) => setToSupplier(event.currentTarget.checked)}
        />
        <Sums
          credit={credit}
          back={whole ? (toSupplier ? returning.payoutBack : 0) : null}
          supplier={supplier}
          currency={currency}
        />
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" loading={doing.isPending} disabled={some.length === 0}>
            {credit > 0 ? `Return, credit ${money(credit, currency)}` : 'Return without a credit'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  )
}
