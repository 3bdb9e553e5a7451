import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { readPortalLead } from '../../contract/api/leads.ts'
import type { Reply } from '../../contract/endpoint.ts'
import { ask, wordsOf } from '../lib/ask.ts'
import { count, instant, money, shortId, when } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { Drawer } from '../ui/Drawer.tsx'
import { MoneyFigure } from '../ui/Figure.tsx'
import { LeadFields } from '../ui/LeadFields.tsx'
import { Facts } from '../ui/Page.tsx'
import { Bones, Failed } from '../ui/States.tsx'
import { StatusBadge } from '../ui/Status.tsx'
import { CopyButton } from '../ui/small.tsx'

type Lead = Reply<typeof readPortalLead>
type Sale = Lead['sales'][number]

function Lead({ data }: { data: Lead }) {
  const sale = data.sales[0]
  if (!sale) return null
  const state = sale.test ? 'test' : sale.returnedAt ? 'returned' : 'accepted'
  return (
    <>
      <div className="line wrap">
        <MoneyFigure amount={sale.price} currency={data.currency} />
        <StatusBadge state={state} {...(state === 'accepted' && { word: 'Bought' })} />
        <span className="second cut">{data.campaign.name}</span>
      </div>
      <p className="quiet">{instant(sale.at, data.zone)}</p>
    </>
  )
}

const DELIVERED = { store: 'Kept in this portal', direct_post: 'To your system', email: 'By e-mail' }

/** An amount, and the balance before and after it. */
function entryRows(name: string, entry: Sale['debit'], currency: string): (readonly [string, string])[] {
  if (!entry) return []
  const balance = `${money(entry.balanceBefore, currency)} to ${money(entry.balanceAfter, currency)}`
  return [
    [name, money(entry.amount, currency)],
    [`Balance, entry ${count(entry.entry)}`, balance],
  ]
}

function returnRows({ returnedAt, returnReason }: Sale, zone: string, now: number): (readonly [string, string])[] {
  if (!returnedAt) return []
  return [['Returned', when(returnedAt, zone, now)], ...(returnReason ? ([['Reason', returnReason]] as const) : [])]
}

function SaleFacts({ sale, data }: { sale: Sale; data: Lead }) {
  const now = useNow()
  return (
    <Facts
      rows={[
        ['Price', money(sale.price, data.currency)],
        ['Bought', when(sale.at, data.zone, now)],
        ['Delivery', DELIVERED[sale.delivery]],
        ...entryRows('Debited', sale.debit, data.currency),
        ...returnRows(sale, data.zone, now),
        ...entryRows('Given back', sale.credit, data.currency),
      ]}
    />
  )
}

type Props = {
  id: string
  onClose: () => void
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** One lead one bought: everything in it, numbers to call, and what it cost. */
export function LeadDrawer({ id, ...walk }: Props) {
  const [tab, setTab] = useState('fields')
  const asked = useQuery(ask(readPortalLead, { params: { lead: id } }))
  const data = asked.data?.id === id ? asked.data : undefined
  return (
    <Drawer
      title={shortId(id)}
      code
      aside={<CopyButton text={id} name="Copy the whole id" />}
      lead={data ? <Lead data={data} /> : <Bones lines={2} />}
      tabs={[
        { key: 'fields', label: 'Fields', ...(data && { count: data.fields.length }) },
        { key: 'money', label: 'Price' },
      ]}
      tab={tab}
      onTab={setTab}
      {...walk}
    >
      {data && tab === 'fields' && <LeadFields fields={data.fields} system="How it came" zone={data.zone} />}
      {data && tab === 'money' && (
        <div className="stack">
          {data.sales.map((sale) => (
            <SaleFacts key={sale.id} sale={sale} data={data} />
          ))}
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
