import { pauseSupplier, renameSupplier, resumeSupplier } from '../../../../contract/api/campaign-members.ts'
import { capsInWords, payoutInWords } from '../../../../contract/words.ts'
import { call } from '../../../lib/api.ts'
import { when } from '../../../lib/format.ts'
import { useNow } from '../../../lib/now.ts'
import { SwitchField } from '../../../ui/choices.tsx'
import { Fold, Folds } from '../../../ui/Fold.tsx'
import { NumberField } from '../../../ui/NumberField.tsx'
import { CapsEditor } from '../../../ui/rules/CapsEditor.tsx'
import { Status, StatusBadge } from '../../../ui/Status.tsx'
import { useAccount } from '../../account.ts'
import type { Campaign } from '../CampaignPage.tsx'
import { ChecksPart, checksInWords } from '../ChecksPart.tsx'
import { useDraft } from '../draft/Draft.tsx'
import css from '../editor.module.css'
import { FilterPart } from '../FilterPart.tsx'
import { MemberHead } from '../MemberHead.tsx'
import { usedOf } from '../usage.ts'
import { PayoutFields } from './PayoutFields.tsx'
import { Posting } from './Posting.tsx'

type Supplier = Campaign['suppliers'][number]

function Head({ supplier, onBack }: { supplier: Supplier; onBack: () => void }) {
  const account = useAccount()
  const now = useNow()
  const { canWrite } = useDraft()
  const params = { account: account.id, supplier: supplier.id }
  const { pause } = supplier
  const until = pause?.until ? `until ${when(pause.until, account.zone, now)}` : null
  return (
    <MemberHead
      name={supplier.name}
      back="All suppliers"
      onBack={onBack}
      facts={
        <>
          <Status state={supplier.status} />
          {supplier.testMode && <StatusBadge state="test" word="Test mode" />}
          <span className="quiet">
            {supplier.client.name !== supplier.name && `${supplier.client.name} · `}supplier {supplier.id}
          </span>
          {pause && (
            <span className="quiet">{[`by ${pause.by}`, until, pause.reason].filter(Boolean).join(' · ')}</span>
          )}
        </>
      }
      paused={supplier.status === 'paused'}
      meaning="Its posts are refused with code 1003 meanwhile. Nothing is queued."
      canWrite={canWrite}
      acts={{
        rename: (name) => call(renameSupplier, { params, body: { name } }),
        pause: (pausing) => call(pauseSupplier, { params, body: pausing }),
        resume: () => call(resumeSupplier, { params }),
      }}
    />
  )
}

function Terms({ id }: { id: number }) {
  const { campaign, settings, editSupplier, faultAt, canWrite } = useDraft()
  const part = settings.suppliers.get(id)
  if (!part) return null
  const { returns } = part
  return (
    <fieldset className={css.plain} disabled={!canWrite}>
      <PayoutFields
        value={part.payout}
        onChange={(payout) => editSupplier(id, { payout })}
        currency={campaign.currency}
        faultAt={(path) => faultAt(`suppliers.${id}.${path}`)}
      />
      <SwitchField
        label="Tell the payout in the answer"
        value={part.priced}
        onChange={(priced) => editSupplier(id, { priced })}
      />
      <SwitchField
        label="Takes returns"
        value={returns.accepted}
        onChange={(accepted) => editSupplier(id, { returns: { ...returns, accepted } })}
        hint="A return within the days takes the payout back."
      />
      {returns.accepted && (
        <NumberField
          label="For how long"
          whole
          suffix="days"
          value={returns.days}
          onChange={(days) => editSupplier(id, { returns: { ...returns, days } })}
          error={faultAt(`suppliers.${id}.returns.days`)}
        />
      )}
    </fieldset>
  )
}

/** One supplier: how it posts, what it earns, and what is taken of it. `told` is its key, if it was made just now. */
export function SupplierEditor(props: { supplier: Supplier; told?: string | undefined; onBack: () => void }) {
  const { supplier } = props
  const { base, campaign, settings, editSupplier, faultsUnder, canWrite } = useDraft()
  const place = `suppliers.${supplier.id}`
  const part = settings.suppliers.get(supplier.id)
  if (!part) return null
  const faults = faultsUnder(place)
  const has = (...names: string[]) => faults.some(({ path }) => names.some((name) => path.startsWith(name)))
  const filters = part.filters.length
  return (
    <div className={css.wide}>
      <div>
        <Head supplier={supplier} onBack={props.onBack} />
        <SwitchField
          label="Test mode"
          value={part.testMode}
          disabled={!canWrite}
          onChange={(testMode) => editSupplier(supplier.id, { testMode })}
          hint="Every post is a test lead: decided like a live one, sold to nobody. Off: leads are live."
        />
      </div>
      <Folds>
        <Fold title="Posting instructions" summary="Address, key, and a post to try" open>
          <Posting supplier={supplier} told={props.told} />
        </Fold>
        <Fold
          title="Payout and returns"
          summary={`${payoutInWords(part.payout, campaign.currency)}, ${
            part.returns.accepted ? `returns for ${part.returns.days} days` : 'no returns'
          }`}
          faulty={has('payout', 'returns')}
        >
          <Terms id={supplier.id} />
        </Fold>
        <Fold
          title="Filters"
          summary={filters === 0 ? 'Every lead is taken' : filters === 1 ? '1 filter' : `${filters} filters`}
          faulty={has('filters')}
        >
          <FilterPart
            value={part.filters}
            onChange={(next) => editSupplier(supplier.id, { filters: next })}
            faults={faultsUnder(`${place}.filters`)}
            trial={{ part: 'supplier', id: supplier.id, filters: part.filters }}
          />
        </Fold>
        <Fold title="Caps" summary={capsInWords(part.caps)} faulty={has('caps')}>
          <fieldset className={css.plain} disabled={!canWrite}>
            <CapsEditor
              value={part.caps}
              onChange={(caps) => editSupplier(supplier.id, { caps })}
              was={base.suppliers.get(supplier.id)?.caps ?? part.caps}
              used={usedOf(supplier.caps)}
              faults={faultsUnder(`${place}.caps`)}
            />
          </fieldset>
        </Fold>
        <Fold title="Outside checks" summary={checksInWords(part.checks)} faulty={has('checks')}>
          <ChecksPart
            value={part.checks}
            onChange={(checks) => editSupplier(supplier.id, { checks })}
            faults={faultsUnder(`${place}.checks`)}
          />
        </Fold>
      </Folds>
    </div>
  )
}
