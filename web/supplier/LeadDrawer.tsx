import { useQuery } from '@tanstack/react-query'
import { readSupplierLead } from '../../contract/api/leads.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { instant, money, shortId } from '../lib/format.ts'
import { stateOf } from '../lib/lead.ts'
import { Drawer } from '../ui/Drawer.tsx'
import { MoneyFigure } from '../ui/Figure.tsx'
import { LeadFields } from '../ui/LeadFields.tsx'
import { Facts } from '../ui/Page.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { StatusBadge } from '../ui/Status.tsx'
import { CopyButton } from '../ui/small.tsx'
import { usePortal } from './portal.ts'

type Props = {
  id: string
  onClose: () => void
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** One lead as it was posted, what was answered, and what it earns. */
export function LeadDrawer({ id, ...walk }: Props) {
  const portal = usePortal()
  const asked = useQuery(ask(readSupplierLead, { params: { account: portal.account, lead: id } }))
  const data = asked.data?.lead.id === id ? asked.data : undefined
  return (
    <Drawer
      title={shortId(id)}
      code
      aside={<CopyButton text={id} name="Copy the whole id" />}
      lead={
        data ? (
          <>
            <div className="line wrap">
              {data.lead.revenue > 0 && <MoneyFigure amount={data.lead.revenue} currency={data.currency} />}
              <StatusBadge state={stateOf(data.lead)} />
            </div>
            <p className="quiet">{instant(data.lead.at, data.zone)}</p>
          </>
        ) : (
          <Bones lines={2} />
        )
      }
      {...walk}
    >
      {data && (
        <div className="stack">
          <Facts
            rows={[
              ['Campaign', data.lead.campaign.name],
              ['Supplier', `${data.lead.supplier.name} (${data.lead.supplier.id})`],
              ['Answered', `${data.lead.status.toUpperCase()}, code ${data.lead.code}`],
              ...(data.lead.reason ? ([['Reason', data.lead.reason]] as const) : []),
              ...(data.returnReason ? ([['Returned', data.returnReason]] as const) : []),
              ...(data.takenBack > 0 ? ([['Taken back', money(-data.takenBack, data.currency)]] as const) : []),
            ]}
          />
          <LeadFields fields={data.fields} system="How it came" zone={data.zone} />
        </div>
      )}
      {!data && !asked.isError && <Bones lines={8} />}
      {!data && asked.isError && (
        <Failed title="This lead could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Drawer>
  )
}
