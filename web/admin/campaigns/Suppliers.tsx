import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { revealKey } from '../../../contract/api/campaign-members.ts'
import { call } from '../../lib/api.ts'
import { wordsOf } from '../../lib/ask.ts'
import { FieldError } from '../../ui/fields.tsx'
import { Empty } from '../../ui/States.tsx'
import { Status, StatusBadge } from '../../ui/Status.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'
import css from './parts.module.css'
import { Usages } from './Usage.tsx'

type Supplier = Campaign['suppliers'][number]

/** The key's last four; the whole of it is asked for, which the audit log keeps. */
function PostingKey({ supplier, can }: { supplier: Supplier; can: boolean }) {
  const account = useAccount()
  const reveal = useMutation({
    mutationFn: () => call(revealKey, { params: { account: account.id, supplier: supplier.id } }),
  })
  return (
    <div className={css.key}>
      <code className="mono">{reveal.data?.key ?? `•••• ${supplier.keyLastFour}`}</code>
      {reveal.data && <CopyButton text={reveal.data.key} name={`Copy the key of ${supplier.name}`} />}
      {can && !reveal.data && (
        <Button
          size="xs"
          loading={reveal.isPending}
          onClick={() => reveal.mutate()}
          aria-label={`Reveal the key of ${supplier.name}`}
        >
          Reveal
        </Button>
      )}
      {reveal.isError && <FieldError>{wordsOf(reveal.error)}</FieldError>}
    </div>
  )
}

function SupplierPart({ supplier, campaign }: { supplier: Supplier; campaign: Campaign }) {
  const { returns } = supplier
  return (
    <li>
      <div className={css.head}>
        <h3>{supplier.name}</h3>
        <Status state={supplier.status} />
        {supplier.testMode && <StatusBadge state="test" word="Test mode" />}
        <span className="quiet">
          {supplier.client.name !== supplier.name && `${supplier.client.name} · `}supplier {supplier.id}
        </span>
      </div>
      <div className={css.cols}>
        <div>
          <h4>Posting key</h4>
          <PostingKey supplier={supplier} can={campaign.can.write} />
        </div>
        <div>
          <h4>Payout</h4>
          <p>{supplier.payout}</p>
          <p className="quiet">{returns.accepted ? `Takes returns for ${returns.days} days` : 'Takes no returns'}</p>
        </div>
        <div>
          <h4>Caps</h4>
          <Usages caps={supplier.caps} currency={campaign.currency} />
        </div>
        <div>
          <h4>Filters</h4>
          {supplier.filters.length === 0 && <p>Every lead is taken</p>}
          {supplier.filters.map((filter) => (
            <p key={filter}>{filter}</p>
          ))}
        </div>
      </div>
    </li>
  )
}

/** Who sends leads, with the key to send them with. */
export function Suppliers({ campaign }: { campaign: Campaign }) {
  if (campaign.suppliers.length === 0) {
    return <Empty title="No suppliers yet">A supplier gets a key of its own and starts in test mode.</Empty>
  }
  return (
    <ul className={css.list}>
      {campaign.suppliers.map((supplier) => (
        <SupplierPart key={supplier.id} supplier={supplier} campaign={campaign} />
      ))}
    </ul>
  )
}
