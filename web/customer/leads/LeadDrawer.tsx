import { Button } from '@mantine/core'
import { IconFileCertificate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { CONSENT_RECORD_PATHS } from '../../../contract/api/consent.ts'
import { readPortalLead } from '../../../contract/api/leads.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { count, duration, instant, money, shortId, when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { oneOf } from '../../lib/url-state.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { LeadFields } from '../../ui/LeadFields.tsx'
import { Facts } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { TABS } from './address.ts'

type Lead = Reply<typeof readPortalLead>
type Sale = Lead['sales'][number]

function Lead({ data, zone }: { data: Lead; zone: string }) {
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
      <p className="quiet">{instant(sale.at, zone)}</p>
    </>
  )
}

const DELIVERED = { store: 'Kept in this portal', direct_post: 'Sent to your system', email: 'Sent by e-mail' }

/** How it came; a system that was called has answered. */
function deliveryOf({ delivery, ms }: Sale): string {
  return delivery === 'direct_post' && ms > 0
    ? `${DELIVERED[delivery]}, which took it in ${duration(ms)}`
    : DELIVERED[delivery]
}

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

function SaleFacts({ sale, data, zone }: { sale: Sale; data: Lead; zone: string }) {
  const now = useNow()
  return (
    <Facts
      rows={[
        ['Price', money(sale.price, data.currency)],
        ['Bought', when(sale.at, zone, now)],
        ['Delivery', deliveryOf(sale)],
        ...entryRows('Debited', sale.debit, data.currency),
        ...returnRows(sale, zone, now),
        ...entryRows('Given back', sale.credit, data.currency),
      ]}
    />
  )
}

type Tab = (typeof TABS)[number]
type Props = {
  id: string
  /** Whose days and clock the list is in; left out: the account's. */
  zone: string | undefined
  tab: Tab
  onTab: (tab: Tab) => void
  onClose: () => void
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

const hasConsent = ({ fields }: Lead): boolean => fields.some(({ consent }) => consent)

/** What was agreed to, as a paper to show. */
function ConsentButton({ data }: { data: Lead }) {
  return (
    <Button
      component="a"
      href={CONSENT_RECORD_PATHS.portal.replace(':lead', data.id)}
      download
      leftSection={<IconFileCertificate size={15} stroke={1.9} aria-hidden />}
    >
      Consent record
    </Button>
  )
}

/** One lead one bought: everything in it, numbers to call, what it cost and how it came. */
export function LeadDrawer({ id, zone: chosen, tab, onTab, ...walk }: Props) {
  const asked = useQuery(ask(readPortalLead, { params: { lead: id } }, { live: true }))
  const data = asked.data?.id === id ? asked.data : undefined
  const zone = chosen ?? data?.zone ?? 'UTC'
  return (
    <Drawer
      title={shortId(id)}
      code
      aside={<CopyButton text={id} name="Copy the whole id" />}
      lead={data ? <Lead data={data} zone={zone} /> : <Bones lines={2} />}
      tabs={[
        { key: 'fields', label: 'Fields', ...(data && { count: data.fields.filter((one) => !one.system).length }) },
        { key: 'money', label: 'Purchase' },
      ]}
      tab={tab}
      onTab={(key) => onTab(oneOf(key, TABS) ?? 'fields')}
      actions={data && hasConsent(data) && <ConsentButton data={data} />}
      {...walk}
    >
      {data && tab === 'fields' && <LeadFields fields={data.fields} system="How it came" zone={zone} />}
      {data && tab === 'money' && (
        <div className="stack">
          {data.sales.map((sale) => (
            <SaleFacts key={sale.id} sale={sale} data={data} zone={zone} />
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
