import type { Distribution } from '../../../contract/settings.ts'
import { moneyInWords } from '../../../contract/words.ts'
import { ChoiceCards, SwitchField } from '../../ui/choices.tsx'
import { MoneyField } from '../../ui/MoneyField.tsx'
import { NumberField } from '../../ui/NumberField.tsx'
import { Section } from '../../ui/Page.tsx'
import { Sortable } from '../../ui/Sortable.tsx'
import { useBuyerOrder } from './buyers/order.ts'
import { useDraft } from './draft/Draft.tsx'
import css from './editor.module.css'

const METHODS: { value: Distribution; title: string; text: string }[] = [
  {
    value: 'waterfall',
    title: 'Waterfall',
    text: 'Buyers are asked in their order. The first that takes the lead gets it.',
  },
  {
    value: 'highest_bidder',
    title: 'Highest bidder',
    text: 'Who pays most for this lead is asked first; at the same price the order decides.',
  },
  {
    value: 'round_robin',
    title: 'Round robin',
    text: 'In turns: of the leads they could have had, all buyers get the same share.',
  },
  {
    value: 'weighted',
    title: 'Weighted',
    text: 'In turns, each buyer in proportion to its weight from 1 to 1,000.',
  },
  {
    value: 'send_to_all',
    title: 'Send to all',
    text: 'Every buyer that takes it gets the lead, up to a limit, in the order below.',
  },
]

/** The order of buyers and, where it counts, their weights. */
function Order({ distribution }: { distribution: Distribution }) {
  const { settings, editBuyer, faultAt, canWrite } = useDraft()
  const { buyers, move } = useBuyerOrder()
  const weighted = distribution === 'weighted'
  if (buyers.length === 0) return <p className="quiet">No buyers yet.</p>
  return (
    <Sortable
      label="Buyers in order"
      items={buyers}
      id={(buyer) => String(buyer.id)}
      name={(buyer) => buyer.name}
      onMove={move}
      fixed={!canWrite}
    >
      {(buyer) => (
        <div className={css.rowMain}>
          <span className="strong">{buyer.name}</span>
          <span className="quiet">{moneyInWords(settings.buyers.get(buyer.id)?.price ?? 0, buyer.currency)}</span>
          {weighted && (
            <span className="end">
              <NumberField
                label={`Weight of ${buyer.name}`}
                hideLabel
                whole
                value={settings.buyers.get(buyer.id)?.weight ?? 1}
                onChange={(weight) => editBuyer(buyer.id, { weight })}
                error={faultAt(`buyers.${buyer.id}.weight`)}
                disabled={!canWrite}
              />
            </span>
          )}
        </div>
      )}
    </Sortable>
  )
}

function Limits() {
  const { base, campaign, settings, editCampaign, faultAt, canWrite } = useDraft()
  const { distribution, sellLimit, deadlineSeconds, minimumMargin } = settings.campaign
  return (
    <div className={css.narrow}>
      {distribution === 'send_to_all' && (
        <NumberField
          label="Sell limit"
          whole
          value={sellLimit}
          onChange={(limit) => editCampaign({ sellLimit: limit })}
          error={faultAt('campaign.sellLimit')}
          hint="The most buyers one lead is sold to, 1 to 50."
          disabled={!canWrite}
        />
      )}
      <NumberField
        label="Deadline"
        whole
        suffix="seconds"
        value={deadlineSeconds}
        onChange={(seconds) => editCampaign({ deadlineSeconds: seconds })}
        error={faultAt('campaign.deadlineSeconds')}
        hint="After so long no further buyer is called for a lead; the supplier gets its answer. At most 120."
        disabled={!canWrite}
      />
      <SwitchField
        label="Minimum margin"
        value={minimumMargin !== null}
        onChange={(on) => editCampaign({ minimumMargin: on ? (base.campaign.minimumMargin ?? 0) : null })}
        hint="A buyer is passed over where its price, less the payout it causes, leaves you less."
        disabled={!canWrite}
      />
      {minimumMargin !== null && (
        <MoneyField
          label="At least"
          currency={campaign.currency}
          value={minimumMargin}
          onChange={(amount) => editCampaign({ minimumMargin: amount })}
          error={faultAt('campaign.minimumMargin')}
          disabled={!canWrite}
        />
      )}
    </div>
  )
}

/** How the campaign chooses among the buyers that could have a lead. */
export function DistributionTab() {
  const { settings, editCampaign, canWrite } = useDraft()
  const { distribution } = settings.campaign
  return (
    <div className={css.wide}>
      <Section title="Method">
        <ChoiceCards
          label="Distribution"
          value={distribution}
          onChange={(value) => editCampaign({ distribution: value })}
          options={METHODS}
          disabled={!canWrite}
        />
      </Section>
      <Section title={distribution === 'weighted' ? 'Order and weights' : 'Order'}>
        <Order distribution={distribution} />
      </Section>
      <Section title="Limits">
        <Limits />
      </Section>
    </div>
  )
}
