import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { TeamLead } from '../../../contract/api/leads.ts'
import { about, asOf, money, shortId, zoneName } from '../../lib/format.ts'
import { stateOf } from '../../lib/lead.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { When } from '../../ui/Figure.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column, PhoneRow } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { CLEAR, isFiltered, leadsAt, readAddress } from './address.ts'
import { LeadDrawer } from './LeadDrawer.tsx'
import { LeadFilters } from './LeadFilters.tsx'

const buyersOf = (lead: TeamLead) => lead.buyers?.map((buyer) => buyer.name).join(', ') ?? ''
const outcome = (lead: TeamLead) => lead.reason ?? buyersOf(lead)
/** Only what was earned is an amount: tests, failures and returns have none. */
const earned = (lead: TeamLead, amount: number | undefined) => (stateOf(lead) === 'accepted' ? amount : null)

function columnsOf(zone: string, currency: string, zoneText: string): Column<TeamLead>[] {
  return [
    {
      id: 'time',
      head: `Time (${zoneText})`,
      cell: (lead) => <When at={lead.at} zone={zone} seconds />,
    },
    { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{shortId(lead.id)}</span> },
    { id: 'status', head: 'Status', cell: (lead) => <Status state={stateOf(lead)} /> },
    { id: 'outcome', head: 'Buyer or reason', cut: true, cell: outcome },
    {
      id: 'campaign',
      head: 'Campaign',
      cut: true,
      cell: (lead) => <span className="second">{lead.campaign.name}</span>,
    },
    {
      id: 'supplier',
      head: 'Supplier',
      cut: true,
      cell: (lead) => <span className="second">{lead.supplier?.name}</span>,
    },
    { id: 'revenue', head: 'Revenue', align: 'end', cell: (lead) => money(earned(lead, lead.revenue), currency) },
    {
      id: 'cost',
      head: 'Cost',
      align: 'end',
      cell: (lead) => <span className="second">{money(earned(lead, lead.payout), currency)}</span>,
    },
  ]
}

const phoneRow = (lead: TeamLead, zone: string, currency: string): PhoneRow => ({
  title: <span className="mono">{shortId(lead.id)}</span>,
  amount: money(earned(lead, lead.revenue), currency),
  detail: (
    <>
      <Status state={stateOf(lead)} />
      <span>{outcome(lead) || lead.campaign.name}</span>
    </>
  ),
  aside: <When at={lead.at} zone={zone} seconds />,
})

/** Every lead, newest first; a row opens the drawer, which has its own address. */
export function LeadsPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const leads = useQuery(leadsAt(account.id, state))
  const { data } = leads
  const zone = data?.zone ?? account.zone
  const zoneText = zoneName(zone, now)
  const columns = useMemo(() => columnsOf(zone, account.currency, zoneText), [zone, account.currency, zoneText])
  const pager = usePaging(state.cursor, data?.next, (cursor) => set({ cursor, lead: undefined }))
  const estimate = data?.estimate
  const at = data?.items.findIndex((lead) => lead.id === state.lead) ?? -1
  const beside = (by: number) => {
    const next = at < 0 ? undefined : data?.items[at + by]
    return next && (() => set({ lead: next.id }, { replace: true }))
  }
  return (
    <Page
      title="Leads"
      fact={estimate !== null && estimate !== undefined ? `${about(estimate)} match` : null}
      asOf={data ? asOf(data.asOf, zone) : null}
      toolbar={<LeadFilters state={state} set={set} />}
      flush
    >
      <Table
        label="Leads"
        columns={columns}
        rows={data?.items}
        id={(lead) => lead.id}
        current={state.lead}
        link={{ href: (lead) => href({ lead: lead.id }), open: (lead, how) => set({ lead: lead.id }, how) }}
        phone={(lead) => phoneRow(lead, zone, account.currency)}
        hidden={state.campaign ? HIDE_CAMPAIGN : undefined}
        flush
        skeleton={16}
        instead={listState(leads, {
          what: 'leads',
          filtered: isFiltered(state) || state.range !== 'last_7',
          onClear: () => set({ ...CLEAR, range: 'last_90' }),
          empty: 'Leads appear here within a second of being posted.',
          action: <Link to={`/${account.id}/campaigns`}>Find a supplier’s key in its campaign</Link>,
        })}
      />
      <Pager {...pager} />
      {state.lead && (
        <LeadDrawer
          id={state.lead}
          tab={state.tab ?? 'timeline'}
          onTab={(tab) => set({ tab }, { replace: true })}
          onClose={() => set({ lead: undefined, tab: undefined })}
          onPrevious={beside(-1)}
          onNext={beside(1)}
        />
      )}
    </Page>
  )
}

const HIDE_CAMPAIGN = ['campaign']
