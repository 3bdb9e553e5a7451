import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { portalFigures } from '../../contract/api/figures.ts'
import { type CustomerLead, type LeadColumn, listPortalLeads } from '../../contract/api/leads.ts'
import { writeRange } from '../../contract/ranges.ts'
import { ask } from '../lib/ask.ts'
import { about, asOf, MISSING, money, phoneNumber, shortId, zoneName } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { usePaging } from '../lib/paging.ts'
import { rangeOr, todayIn } from '../lib/ranges.ts'
import { oneOf, useUrlState, word } from '../lib/url-state.ts'
import { When } from '../ui/Figure.tsx'
import { FilterBar, SearchField } from '../ui/Filters.tsx'
import { listState } from '../ui/ListState.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { RangePicker } from '../ui/RangePicker.tsx'
import type { Column } from '../ui/rows.ts'
import { Status, StatusBadge } from '../ui/Status.tsx'
import { Table } from '../ui/Table.tsx'
import { LeadDrawer } from './LeadDrawer.tsx'
import { useMe } from './me.ts'
import { texts } from './texts.ts'

const RETURNS = ['returned', 'kept'] as const
const readAddress = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_28')),
  search: word(raw.search),
  campaign: word(raw.campaign),
  returned: oneOf(raw.returned, RETURNS),
  cursor: word(raw.cursor),
  lead: word(raw.lead),
})
type Address = ReturnType<typeof readAddress>
const CLEAR: Partial<Address> = { search: undefined, campaign: undefined, returned: undefined, cursor: undefined }

/** Fields worth a column: who it is and how to reach them. The drawer has all of them. */
const SHOWN_TYPES = ['text', 'phone', 'email', 'state', 'postal_code'] as const
const MOST_COLUMNS = 4

function shown(field: LeadColumn, value: CustomerLead['data'][string] | undefined): string {
  if (value === null || value === undefined) return MISSING
  return field.type === 'phone' ? phoneNumber(String(value)) : String(value)
}

function State({ lead }: { lead: CustomerLead }) {
  if (lead.test) return <StatusBadge state="test" />
  return lead.returned ? <StatusBadge state="returned" /> : <Status state="accepted" word="Bought" />
}

const priceOf = (lead: CustomerLead) => (lead.test || lead.returned ? null : lead.price)

function columnsOf(
  fields: readonly LeadColumn[],
  zone: string,
  zoneText: string,
  currency: string,
): Column<CustomerLead>[] {
  const some = fields.filter((field) => SHOWN_TYPES.some((type) => type === field.type)).slice(0, MOST_COLUMNS)
  return [
    { id: 'time', head: `Time (${zoneText})`, cell: (lead) => <When at={lead.at} zone={zone} /> },
    { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{shortId(lead.id)}</span> },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (lead) => lead.campaign.name },
    ...some.map(
      (field): Column<CustomerLead> => ({
        id: `field:${field.name}`,
        head: field.label,
        cut: true,
        cell: (lead) => <span className="second num">{shown(field, lead.data[field.name])}</span>,
      }),
    ),
    { id: 'state', head: 'Status', cell: (lead) => <State lead={lead} /> },
    { id: 'price', head: 'Price', align: 'end', cell: (lead) => money(priceOf(lead), currency) },
  ]
}

function Filters({ state, set }: { state: Address; set: (change: Partial<Address>) => void }) {
  const me = useMe()
  const now = useNow()
  const campaigns = useQuery(ask(portalFigures, { query: { range: 'last_90' } })).data?.campaigns ?? []
  return (
    <FilterBar
      search={
        <SearchField
          label="Id, e-mail, phone"
          value={state.search ?? ''}
          onChange={useCallback((search: string) => set({ search, cursor: undefined }), [set])}
        />
      }
      lead={
        <RangePicker
          chip="Date"
          range={rangeOr(state.range, 'last_28')}
          onChange={(range) => set({ range: writeRange(range), cursor: undefined })}
          today={todayIn(me.zone, now)}
          zone={me.zone}
        />
      }
      filters={[
        {
          key: 'campaign',
          label: 'Campaign',
          value: state.campaign,
          options: campaigns.map(({ id, name }) => ({ value: String(id), label: name })),
          onChange: (campaign) => set({ campaign, cursor: undefined }),
        },
        {
          key: 'returned',
          label: 'Returns',
          value: state.returned,
          options: [
            { value: 'returned', label: 'Returned' },
            { value: 'kept', label: 'Not returned' },
          ],
          onChange: (value) => set({ returned: oneOf(value, RETURNS), cursor: undefined }),
        },
      ]}
      texts={texts.filters}
      onClear={() => set(CLEAR)}
    />
  )
}

const NO_FIELDS: LeadColumn[] = []

/** The leads one bought, newest first. */
export function LeadsPage() {
  const me = useMe()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const { range, search, campaign, returned, cursor } = state
  const asked = useQuery(ask(listPortalLeads, { query: { range, search, campaign, returned, cursor } }, { live: true }))
  const { data } = asked
  const zone = data?.zone ?? me.zone
  const zoneText = zoneName(zone, now)
  const fields = data?.columns ?? NO_FIELDS
  const columns = useMemo(() => columnsOf(fields, zone, zoneText, me.currency), [fields, zone, zoneText, me.currency])
  const pager = usePaging(cursor, data?.next, (next) => set({ cursor: next, lead: undefined }))
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
      toolbar={<Filters state={state} set={set} />}
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
          amount: money(priceOf(lead), me.currency),
          detail: (
            <>
              <State lead={lead} />
              <span>{lead.campaign.name}</span>
            </>
          ),
          aside: <When at={lead.at} zone={zone} />,
        })}
        flush
        skeleton={16}
        instead={listState(asked, {
          what: 'leads',
          filtered: Boolean(search || campaign || returned || cursor) || range !== 'last_28',
          onClear: () => set({ ...CLEAR, range: 'last_90' }),
          empty: 'Leads appear here the moment they are bought for you.',
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
