import { pauseBuyer, renameBuyer, resumeBuyer } from '../../../../contract/api/campaign-members.ts'
import { call } from '../../../lib/api.ts'
import { Status } from '../../../ui/Status.tsx'
import { useAccount } from '../../account.ts'
import type { Campaign } from '../CampaignPage.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { MemberHead } from '../MemberHead.tsx'
import { usedOf } from '../usage.ts'
import { BuyerSections } from './BuyerSections.tsx'
import type { BuyerForm } from './form.ts'
import { Pauses } from './Pauses.tsx'

type Buyer = Campaign['buyers'][number]

function useForm(buyer: Buyer): BuyerForm | null {
  const { base, settings, editBuyer, faultsUnder } = useDraft()
  const part = settings.buyers.get(buyer.id)
  if (!part) return null
  return {
    id: buyer.id,
    part,
    was: base.buyers.get(buyer.id),
    change: (change) => editBuyer(buyer.id, change),
    faults: faultsUnder(`buyers.${buyer.id}`),
    used: { caps: usedOf(buyer.caps), budget: usedOf(buyer.budget) },
  }
}

/** One buyer with all of its settings. */
export function BuyerEditor({ buyer, onBack }: { buyer: Buyer; onBack: () => void }) {
  const account = useAccount()
  const { canWrite } = useDraft()
  const form = useForm(buyer)
  const params = { account: account.id, buyer: buyer.id }
  if (!form) return null
  return (
    <div className={css.wide}>
      <div>
        <MemberHead
          name={buyer.name}
          back="All buyers"
          onBack={onBack}
          facts={
            <>
              {buyer.running && <Status state="active" />}
              <span className="quiet">
                {buyer.client.name !== buyer.name && `${buyer.client.name} · `}buyer {buyer.id}
              </span>
            </>
          }
          paused={buyer.pauses.some(({ owner }) => owner === 'operator')}
          meaning="It gets no leads meanwhile; they go to the others. A call that is out already is finished and billed."
          canWrite={canWrite}
          acts={{
            rename: (name) => call(renameBuyer, { params, body: { name } }),
            pause: (pausing) => call(pauseBuyer, { params, body: pausing }),
            resume: () => call(resumeBuyer, { params }),
          }}
        />
        <Pauses pauses={buyer.pauses} />
      </div>
      <BuyerSections form={form} />
    </div>
  )
}
