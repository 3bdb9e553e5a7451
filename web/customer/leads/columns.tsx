import type { CustomerLead, LeadColumn } from '../../../contract/api/leads.ts'
import { money, shortId } from '../../lib/format.ts'
import { fieldColumn, fieldColumnId } from '../../ui/ColumnsMenu.tsx'
import { When } from '../../ui/Figure.tsx'
import type { Column, PhoneRow } from '../../ui/rows.ts'
import { Status, StatusBadge } from '../../ui/Status.tsx'

/** Fields worth a column until somebody chooses: who it is and how to reach them. The drawer has all of them. */
const SHOWN_TYPES: readonly LeadColumn['type'][] = ['text', 'phone', 'email', 'state', 'postal_code']
const MOST_COLUMNS = 4

/** The link, which stays. */
export const FIXED = 'time'

/** Which columns are there until somebody chooses: everything of ours, and a few of the fields. */
export function atFirst(fields: readonly LeadColumn[]): (id: string) => boolean {
  const some = new Set(
    fields
      .filter(({ type }) => SHOWN_TYPES.includes(type))
      .slice(0, MOST_COLUMNS)
      .map(fieldColumnId),
  )
  return (id) => !id.startsWith('field:') || some.has(id)
}

function State({ lead }: { lead: CustomerLead }) {
  if (lead.test) return <StatusBadge state="test" />
  return lead.returned ? <StatusBadge state="returned" /> : <Status state="accepted" word="Bought" />
}

const priceOf = (lead: CustomerLead) => (lead.test || lead.returned ? null : lead.price)

export function columnsOf(
  fields: readonly LeadColumn[],
  { zone, zoneText, currency }: { zone: string; zoneText: string; currency: string },
): Column<CustomerLead>[] {
  return [
    { id: FIXED, head: `Time (${zoneText})`, cell: (lead) => <When at={lead.at} zone={zone} /> },
    { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{shortId(lead.id)}</span> },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (lead) => lead.campaign.name },
    ...fields.map((field) => fieldColumn<CustomerLead>(field)),
    { id: 'state', head: 'Status', cell: (lead) => <State lead={lead} /> },
    { id: 'price', head: 'Price', align: 'end', cell: (lead) => money(priceOf(lead), currency) },
  ]
}

export const phoneRow = (lead: CustomerLead, zone: string, currency: string): PhoneRow => ({
  title: <span className="mono">{shortId(lead.id)}</span>,
  amount: money(priceOf(lead), currency),
  detail: (
    <>
      <State lead={lead} />
      <span>{lead.campaign.name}</span>
    </>
  ),
  aside: <When at={lead.at} zone={zone} />,
})
