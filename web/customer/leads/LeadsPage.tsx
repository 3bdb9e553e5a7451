import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { LeadColumn } from '../../../contract/api/leads.ts'
import { about, asOf, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { ColumnsMenu, hiddenOf } from '../../ui/ColumnsMenu.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { Table } from '../../ui/Table.tsx'
import { ExportLeads } from '../exports/ExportLeads.tsx'
import { useMe } from '../me.ts'
import { CLEAR, isFiltered, leadsAt, readAddress } from './address.ts'
import { atFirst, columnsOf, FIXED, phoneRow } from './columns.tsx'
import { LeadDrawer } from './LeadDrawer.tsx'
import { LeadFilters } from './LeadFilters.tsx'
import { TestLead } from './TestLead.tsx'

const NO_FIELDS: LeadColumn[] = []

/** The leads one bought, newest first. */
export function LeadsPage() {
  const me = useMe()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const asked = useQuery(leadsAt(state))
  const { data } = asked
  const zone = data?.zone ?? me.zone
  const zoneText = zoneName(zone, now)
  const fields = data?.columns ?? NO_FIELDS
  const columns = useMemo(
    () => columnsOf(fields, { zone, zoneText, currency: me.currency }),
    [fields, zone, zoneText, me.currency],
  )
  const isShown = useMemo(() => atFirst(fields), [fields])
  const hidden = useMemo(() => hiddenOf(columns, state.columns, isShown), [columns, state.columns, isShown])
  const pager = usePaging(state.cursor, data?.next, (next) => set({ cursor: next, lead: undefined }))
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
      actions={
        <>
          {me.can.includes('portal.lead.test') && <TestLead />}
          {me.can.includes('portal.lead.export') && <ExportLeads address={state} />}
          <ColumnsMenu
            columns={columns}
            fixed={FIXED}
            atFirst={isShown}
            value={state.columns}
            onChange={(chosen) => set({ columns: chosen }, { replace: true })}
          />
        </>
      }
      toolbar={<LeadFilters state={state} set={set} />}
      flush
    >
      <Table
        label="Leads"
        columns={columns}
        rows={data?.items}
        id={(lead) => lead.sale}
        current={data?.items[at]?.sale}
        link={{ href: (lead) => href({ lead: lead.id }), open: (lead, how) => set({ lead: lead.id }, how) }}
        phone={(lead) => phoneRow(lead, zone, me.currency)}
        hidden={hidden}
        flush
        skeleton={16}
        instead={listState(asked, {
          what: 'leads',
          filtered: isFiltered(state),
          onClear: () => set({ ...CLEAR, range: 'last_90' }),
          empty: 'Leads appear here the moment they are bought for you.',
        })}
      />
      <Pager {...pager} />
      {state.lead && (
        <LeadDrawer
          id={state.lead}
          zone={state.zone}
          tab={state.tab ?? 'fields'}
          onTab={(tab) => set({ tab }, { replace: true })}
          onClose={() => set({ lead: undefined, tab: undefined })}
          onPrevious={beside(-1)}
          onNext={beside(1)}
        />
      )}
    </Page>
  )
}
