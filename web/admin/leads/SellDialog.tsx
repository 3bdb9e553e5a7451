import { Button, Radio } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { buyersForLead, type HandOutcome, sellTo, sendAgain } from '../../../contract/api/lead-actions.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { call } from '../../lib/api.ts'
import { ask, refreshLive, wordsOf } from '../../lib/ask.ts'
import { money, shortId } from '../../lib/format.ts'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'
import { Note } from '../../ui/Note.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { useAccount } from '../account.ts'
import type { ReadLead } from './LeadDrawer.tsx'
import css from './leads.module.css'

type Asked = Reply<typeof sellTo>

const OUTCOMES: Record<HandOutcome, { tone: 'pos' | 'neg' | 'warn'; words: string }> = {
  accepted: { tone: 'pos', words: 'It is sold.' },
  resent: { tone: 'pos', words: 'It was sent again.' },
  calling: { tone: 'warn', words: 'The buyer is still being asked.' },
  duplicated: { tone: 'neg', words: 'The buyer says it has it already.' },
  rejected: { tone: 'neg', words: 'The buyer rejected it.' },
  errored: { tone: 'neg', words: 'The buyer could not be reached.' },
  timed_out: { tone: 'warn', words: 'It is not known whether the buyer took it.' },
  unknown: { tone: 'warn', words: 'It is not known whether the buyer took it.' },
}

function Outcome({ asked, onClose }: { asked: Asked; onClose: () => void }) {
  const { tone, words } = OUTCOMES[asked.outcome]
  return (
    <div className="stack">
      <Note tone={tone} strong={words} live>
        {asked.reason}
      </Note>
      <DialogActions>
        <Button variant="filled" onClick={onClose} data-autofocus>
          Done
        </Button>
      </DialogActions>
    </div>
  )
}

const RADIO = { labelWrapper: css.grow ?? '', radio: css.radio ?? '' }
type Choosable = Reply<typeof buyersForLead>['items'][number]

function Buyer({ item, currency }: { item: Choosable; currency: string }) {
  return (
    <Radio
      value={String(item.buyer.id)}
      disabled={item.obstacle !== null}
      label={
        <span className={css.buyer}>
          <span>{item.buyer.name}</span>
          <span className="num">{item.price === null ? '' : money(item.price, currency)}</span>
        </span>
      }
      description={item.obstacle ?? 'Nothing stands against it. Caps and balance are looked at when it is sold.'}
      classNames={RADIO}
    />
  )
}

/** Sells an unsold lead to a buyer of choice; those that cannot take it say why. */
export function SellDialog({ data, onClose }: { data: ReadLead; onClose: () => void }) {
  const account = useAccount()
  const [chosen, setChosen] = useState<string | null>(null)
  const params = { account: account.id, lead: data.lead.id }
  const buyers = useQuery(ask(buyersForLead, { params }))
  const selling = useMutation({
    mutationFn: (buyer: string) => call(sellTo, { params, body: { buyer } }),
    onSettled: refreshLive,
  })
  const { items, currency } = buyers.data ?? { items: [], currency: data.currency }
  const price = items.find(({ buyer }) => String(buyer.id) === chosen)?.price
  return (
    <Dialog title={`Sell ${shortId(data.lead.id)} to`} opened onClose={onClose}>
      {selling.data ? (
        <Outcome asked={selling.data} onClose={onClose} />
      ) : (
        <div className="stack">
          {selling.isError && <Note tone="neg" strong={wordsOf(selling.error)} live />}
          {buyers.isPending && <Bones lines={4} />}
          {buyers.isError && (
            <Failed title="The buyers could not be read" onRetry={() => void buyers.refetch()}>
              {wordsOf(buyers.error)}
            </Failed>
          )}
          <Radio.Group aria-label="Buyer" value={chosen} onChange={setChosen}>
            <div className={css.buyers}>
              {items.map((item) => (
                <Buyer key={item.buyer.id} item={item} currency={currency} />
              ))}
            </div>
          </Radio.Group>
          {buyers.data && items.length === 0 && <p className="quiet">The campaign has no buyers.</p>}
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="filled"
              disabled={chosen === null}
              loading={selling.isPending}
              onClick={() => chosen !== null && selling.mutate(chosen)}
            >
              {price === undefined || price === null ? 'Sell' : `Sell for ${money(price, currency)}`}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  )
}

/** Sends a lead once more to a buyer that has bought it. */
export function SendAgainDialog({ data, onClose }: { data: ReadLead; onClose: () => void }) {
  const account = useAccount()
  const sales = data.sales?.filter(({ test }) => !test) ?? []
  const [chosen, setChosen] = useState(sales[0]?.id ?? '')
  const sending = useMutation({
    mutationFn: () => call(sendAgain, { params: { account: account.id, lead: data.lead.id }, body: { sale: chosen } }),
    onSettled: refreshLive,
  })
  return (
    <Dialog title={`Send ${shortId(data.lead.id)} again`} opened onClose={onClose}>
      {sending.data ? (
        <Outcome asked={sending.data} onClose={onClose} />
      ) : (
        <div className="stack">
          {sending.isError && <Note tone="neg" strong={wordsOf(sending.error)} live />}
          <p className="second">The buyer has paid for it. Sending it again charges nothing.</p>
          {sales.length > 1 && (
            <Radio.Group aria-label="Buyer" value={chosen} onChange={setChosen}>
              <div className={css.buyers}>
                {sales.map((sale) => (
                  <Radio key={sale.id} value={sale.id} label={sale.buyer.name} classNames={RADIO} />
                ))}
              </div>
            </Radio.Group>
          )}
          <DialogActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="filled" loading={sending.isPending} onClick={() => sending.mutate()}>
              {sales.length === 1 ? `Send to ${sales[0]?.buyer.name ?? 'the buyer'}` : 'Send again'}
            </Button>
          </DialogActions>
        </div>
      )}
    </Dialog>
  )
}
