import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { deliveryInWords } from '../../../../contract/delivery-words.ts'
import { moneyInWords, scheduleInWords } from '../../../../contract/words.ts'
import { useUrlState, word } from '../../../lib/url-state.ts'
import { Sortable } from '../../../ui/Sortable.tsx'
import { Empty } from '../../../ui/States.tsx'
import { Status, StatusBadge } from '../../../ui/Status.tsx'
import type { Campaign } from '../CampaignPage.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { capsUsedInWords } from '../usage.ts'
import { AddBuyer } from './AddBuyer.tsx'
import { BuyerEditor } from './BuyerEditor.tsx'
import buyersCss from './buyers.module.css'
import { useBuyerOrder } from './order.ts'
import { Pauses } from './Pauses.tsx'

type Buyer = Campaign['buyers'][number]

const read = (raw: Record<string, unknown>) => ({ buyer: word(raw.buyer), add: word(raw.add) })

/** Until the period ends it takes no lead, whatever its filters say. */
const isFull = ({ caps, budget }: Buyer) => [...caps, ...budget].some(({ used, limit }) => used >= limit)

function State({ buyer }: { buyer: Buyer }) {
  if (!buyer.running) return null
  return isFull(buyer) ? <StatusBadge state="paused" word="Cap reached" /> : <Status state="active" />
}

/** What of the buyer is worth knowing before it is opened, as the draft has it. */
function Row({ buyer }: { buyer: Buyer }) {
  const { set } = useUrlState(read)
  const { campaign, settings } = useDraft()
  const part = settings.buyers.get(buyer.id)
  if (!part) return null
  const filters =
    part.filters.length === 0 ? 'every lead' : `${part.filters.length} filter${part.filters.length > 1 ? 's' : ''}`
  return (
    <>
      <div className={css.rowMain}>
        <button type="button" className={css.rowTitle} onClick={() => set({ buyer: String(buyer.id) })}>
          {buyer.name}
        </button>
        <State buyer={buyer} />
        <span className="quiet">
          {buyer.client.name !== buyer.name && `${buyer.client.name} · `}buyer {buyer.id}
        </span>
        <span className={buyersCss.price}>
          {Number.isNaN(part.price) ? '–' : moneyInWords(part.price, campaign.currency)}
          {part.rules.length > 0 && <span className="share small">and {part.rules.length} by rule</span>}
        </span>
      </div>
      <p className="second">
        {[deliveryInWords(part.delivery), filters, scheduleInWords(part.schedule), capsUsedInWords(buyer.caps)].join(
          ' · ',
        )}
      </p>
      <Pauses pauses={buyer.pauses} />
    </>
  )
}

function List({ onAdd }: { onAdd: () => void }) {
  const { campaign, canWrite } = useDraft()
  const { buyers, move } = useBuyerOrder()
  const add = canWrite && (
    <Button
      variant={buyers.length === 0 ? 'filled' : 'default'}
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
      onClick={onAdd}
    >
      Add buyer
    </Button>
  )
  if (buyers.length === 0) {
    return (
      <Empty title="No buyers yet" action={add}>
        Until there is one, every lead fails with “no buyers available”.
      </Empty>
    )
  }
  return (
    <div className={css.wide}>
      <div>
        <div className={css.head}>
          <p className="quiet">In the order of distribution. Drag to change it.</p>
          {add}
        </div>
        <Sortable
          label="Buyers"
          items={buyers}
          id={({ id }) => String(id)}
          name={({ name }) => name}
          onMove={move}
          fixed={!canWrite}
        >
          {({ id }) => {
            const buyer = campaign.buyers.find((one) => one.id === id)
            return buyer && <Row buyer={buyer} />
          }}
        </Sortable>
      </div>
    </div>
  )
}

/** Who buys: the list in order, one of them, or a new one. */
export function Buyers() {
  const { state, set } = useUrlState(read)
  const { campaign, canWrite } = useDraft()
  if (state.add && canWrite) {
    return (
      <AddBuyer
        onCancel={() => set({ add: undefined })}
        onAdded={(id) => set({ add: undefined, buyer: String(id) }, { replace: true })}
      />
    )
  }
  const buyer = campaign.buyers.find(({ id }) => String(id) === state.buyer)
  if (!buyer) return <List onAdd={() => set({ add: '1' })} />
  return <BuyerEditor key={buyer.id} buyer={buyer} onBack={() => set({ buyer: undefined })} />
}
