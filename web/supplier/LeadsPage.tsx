import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SupplierLead } from '../../contract/api/leads.ts'
import { about, asOf, money, shortId, zoneName } from '../lib/format.ts'
import { stateOf } from '../lib/lead.ts'
import { useNow } from '../lib/now.ts'
import { usePaging } from '../lib/paging.ts'
import { useUrlState } from '../lib/url-state.ts'
import { When } from '../ui/Figure.tsx'
import { listState } from '../ui/ListState.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import type { Column } from '../ui/rows.ts'
import { Status } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { CLEAR, isFiltered, leadsAt, readAddress } from './address.ts'
import { LeadDrawer } from './LeadDrawer.tsx'
import { LeadFilters } from './LeadFilters.tsx'
import { usePortal } from './portal.ts'

/** Only what is paid is an amount, also where a return was not taken off it. */
const earned = (lead: SupplierLead) => {
  const sold = lead.status === 'accepted' && !lead.test
  return sold && !(lead.returned && lead.revenue === 0) ? lead.revenue : null
}

function columnsOf(zone: string, zoneText: string, currency: string): Column<SupplierLead>[] {
  return [
    { id: 'time', head: `Time (${zoneText})`, cell: (lead) => <When at={lead.at} zone={zone} seconds /> },
    { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{shortId(lead.id)}</span> },
    { id: 'status', head: 'Status', cell: (lead) => <Status state={stateOf(lead)} /> },
    { id: 'reason', head: 'Reason', cut: true, cell: (lead) => lead.reason },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (lead) => lead.campaign.name },
    {
      id: 'supplier',
      head: 'Supplier',
      cut: true,
      cell: (lead) => (
        <span className="second">
          {lead.supplier.name} ({lead.supplier.id})
        </span>
      ),
    },
    { id: 'revenue', head: 'Revenue', align: 'end', cell: (lead) => money(earned(lead), currency) },
  ]
}

/** Every lead one posted, newest first. */
export function LeadsPage() {
  const portal = usePortal()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const asked = useQuery(leadsAt(portal.account, state))
  const { data } = asked
  const zone = data?.zone ?? portal.zone
  const zoneText = zoneName(zone, now)
  const columns = useMemo(() => columnsOf(zone, zoneText, portal.currency), [zone, zoneText, portal.currency])
  const pager = usePaging(state.cursor, data?.next, (cursor) => set({ cursor, lead: undefined }))
  const at = data?.items.findIndex((lead) => lead.id === state.lead) ?? -1
  const beside = (by: number) => {
    const next = at < 0 ? undefined : data?.items[at + by]
    return next && (() => set({ lead: next.id }, { replace: true }))
  }
  return (
    <Page
      title="Leads"
      fact={data?.estimate === null || data?.estimate === undefined ? null : `${about(data.estimate)} match`}
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
        phone={(lead) => ({
          title: <span className="mono">{shortId(lead.id)}</span>,
          amount: money(earned(lead), portal.currency),
          detail: (
            <>
              <Status state={stateOf(lead)} />
              <span>{lead.reason ?? lead.campaign.name}</span>
            </>
          ),
          aside: <When at={lead.at} zone={zone} seconds />,
        })}
        flush
        skeleton={16}
        instead={listState(asked, {
          what: 'leads',
          filtered: isFiltered(state) || state.range !== 'last_28',
          onClear: () => set({ ...CLEAR, range: 'last_90' }),
          empty: 'Leads appear here within a second of being posted.',
        })}
      />
      <Pager {...pager} />
      {state.lead && (
        <LeadDrawer
          id={state.lead}
          onClose={() => set({ lead: undefined })}
          onPrevious={beside(-1)}
          onNext={beside(1)}
        />
      )}
    </Page>
  )
}
