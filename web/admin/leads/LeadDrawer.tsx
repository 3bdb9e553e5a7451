import { Button } from '@mantine/core'
import { IconFileCertificate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { CONSENT_RECORD_PATHS } from '../../../contract/api/consent.ts'
import { type LeadAction, readLead } from '../../../contract/api/leads.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { instant, money, shortId } from '../../lib/format.ts'
import { stateOf } from '../../lib/lead.ts'
import { oneOf } from '../../lib/url-state.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { LeadFields } from '../../ui/LeadFields.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { useAccount } from '../account.ts'
import { TABS } from './address.ts'
import { LeadButtons, LeadDialog } from './LeadActions.tsx'
import { LeadMoney } from './LeadMoney.tsx'
import { LeadTimeline } from './LeadTimeline.tsx'

export type ReadLead = Reply<typeof readLead>
type Tab = (typeof TABS)[number]

export type LeadDrawerProps = {
  id: string
  tab: Tab
  onTab: (tab: Tab) => void
  onClose: () => void
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** "Paid $24.00 to Clearpath Media, $22.00 profit." */
function sentence({ lead, profit, currency }: ReadLead): string {
  const supplier = lead.supplier?.name
  if (lead.returned && lead.returnReason) return `Returned: ${lead.returnReason}`
  if (lead.inProcess) return 'Its buyers are being asked.'
  if (stateOf(lead) === 'unknown') return 'It is not known whether a buyer took it.'
  if (stateOf(lead) === 'accepted' && supplier) {
    const paid = `Paid ${money((lead.payout ?? 0) - (lead.returnedPayout ?? 0), currency)} to ${supplier}`
    return profit === undefined ? `${paid}.` : `${paid}, ${money(profit, currency)} profit.`
  }
  return [lead.reason, supplier && `from ${supplier}`].filter(Boolean).join(', ')
}

function Lead({ data }: { data: ReadLead }) {
  const { lead } = data
  const state = stateOf(lead)
  const buyers = lead.buyers?.map((buyer) => buyer.name).join(', ')
  return (
    <>
      <div className="line wrap">
        {lead.revenue > 0 && <MoneyFigure amount={lead.revenue} currency={data.currency} />}
        <StatusBadge state={state} />
        {buyers && <span className="second cut">by {buyers}</span>}
      </div>
      <p className="quiet">{instant(lead.at, data.zone)}</p>
      <p className="quiet">{sentence(data)}</p>
    </>
  )
}

function Body({ data, tab }: { data: ReadLead; tab: Tab }) {
  if (tab === 'fields') return <LeadFields fields={data.fields ?? []} system="How it came" zone={data.zone} />
  if (tab === 'money') return <LeadMoney data={data} />
  return <LeadTimeline data={data} />
}

const hasConsent = ({ fields }: ReadLead): boolean => fields?.some(({ consent }) => consent) === true

/** All that came with it, as a paper. */
function ConsentButton({ account, data }: { account: number; data: ReadLead }) {
  const path = CONSENT_RECORD_PATHS.console.replace(':account', String(account)).replace(':lead', data.lead.id)
  return (
    <Button component="a" href={path} download leftSection={<IconFileCertificate size={15} stroke={1.9} aria-hidden />}>
      Consent record
    </Button>
  )
}

function actionsOf(account: number, data: ReadLead, onAction: (action: LeadAction) => void) {
  const { can } = data.lead
  if (can.length === 0 && !hasConsent(data)) return null
  return (
    <>
      {can.length > 0 && <LeadButtons can={can} onAction={onAction} />}
      {hasConsent(data) && <ConsentButton account={account} data={data} />}
    </>
  )
}

/** One lead: what happened to it and why, what is in it, and where the money went. */
export function LeadDrawer({ id, tab, onTab, ...walk }: LeadDrawerProps) {
  const account = useAccount()
  const asked = useQuery(ask(readLead, { params: { account: account.id, lead: id } }, { live: true }))
  const [doing, setDoing] = useState<LeadAction | null>(null)
  // while the next lead is under way the one before is not shown under its name
  const data = asked.data?.lead.id === id ? asked.data : undefined
  const tabs = [
    { key: 'timeline', label: 'Timeline' },
    { key: 'fields', label: 'Fields', ...(data?.fields && { count: data.fields.filter((f) => !f.system).length }) },
    { key: 'money', label: 'Money' },
  ]
  return (
    <Drawer
      title={shortId(id)}
      code
      aside={<CopyButton text={id} name="Copy the whole id" />}
      lead={data ? <Lead data={data} /> : <Bones lines={2} />}
      tabs={tabs}
      tab={tab}
      onTab={(key) => onTab(oneOf(key, TABS) ?? 'timeline')}
      actions={data && actionsOf(account.id, data, setDoing)}
      {...walk}
    >
      {data && <Body data={data} tab={tab} />}
      {data && doing && <LeadDialog key={id} doing={doing} data={data} onClose={() => setDoing(null)} />}
      {!data && !asked.isError && <Bones lines={8} />}
      {!data && asked.isError && (
        <Failed title="This lead could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Drawer>
  )
}
