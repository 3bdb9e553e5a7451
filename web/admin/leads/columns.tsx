import type { LeadColumn, TeamLead } from '../../../contract/api/leads.ts'
import { MISSING, money, shortId } from '../../lib/format.ts'
import { stateOf } from '../../lib/lead.ts'
import { fieldColumn } from '../../ui/ColumnsMenu.tsx'
import { When } from '../../ui/Figure.tsx'
import type { Column, PhoneRow } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'

const buyersOf = (lead: TeamLead) => lead.buyers?.map((buyer) => buyer.name).join(', ') ?? ''
const UNSETTLED = 'Not known whether a buyer took it'
function outcome(lead: TeamLead): string {
  if (lead.returned) return lead.returnReason ?? buyersOf(lead)
  if (lead.unknown) return [buyersOf(lead), UNSETTLED].filter(Boolean).join(', ')
  return lead.reason ?? buyersOf(lead)
}

/** What is left of it after returns; tests and what was not sold have none. */
const left = (lead: TeamLead, amount: number | undefined, back: number | undefined): number | null => {
  if (lead.test || lead.status === 'failed' || lead.status === 'duplicated' || amount === undefined) return null
  const rest = amount - (back ?? 0)
  return lead.returned && rest === 0 ? null : rest
}
const revenueOf = (lead: TeamLead) => left(lead, lead.revenue, lead.returnedRevenue)
const costOf = (lead: TeamLead) => left(lead, lead.payout, lead.returnedPayout)

const second = (text: string | undefined) => <span className="second">{text}</span>

/** The usual ones. Each can be hidden but the first, which is the link. */
function usualColumns(zone: string, currency: string, zoneText: string): Column<TeamLead>[] {
  return [
    { id: 'time', head: `Time (${zoneText})`, cell: (lead) => <When at={lead.at} zone={zone} seconds /> },
    { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{shortId(lead.id)}</span> },
    { id: 'status', head: 'Status', cell: (lead) => <Status state={stateOf(lead)} /> },
    { id: 'outcome', head: 'Buyer or reason', cut: true, cell: outcome },
    { id: 'campaign', head: 'Campaign', cut: true, cell: (lead) => second(lead.campaign.name) },
    { id: 'supplier', head: 'Supplier', cut: true, cell: (lead) => second(lead.supplier?.name) },
    { id: 'code', head: 'Code', align: 'end', cell: (lead) => second(String(lead.code ?? MISSING)) },
    { id: 'revenue', head: 'Revenue', align: 'end', cell: (lead) => money(revenueOf(lead), currency) },
    {
      id: 'cost',
      head: 'Cost',
      align: 'end',
      cell: (lead) => <span className="second">{money(costOf(lead), currency)}</span>,
    },
  ]
}
/** The link, which stays. */
export const FIXED = 'time'
export const isShownAtFirst = (id: string) => !id.startsWith('field:') && id !== 'code'

/** All columns there are, a campaign's fields before the money. */
export function columnsOf(
  fields: readonly LeadColumn[],
  how: { zone: string; currency: string; zoneText: string },
): Column<TeamLead>[] {
  const usual = usualColumns(how.zone, how.currency, how.zoneText)
  const money = usual.findIndex(({ id }) => id === 'revenue')
  return [...usual.slice(0, money), ...fields.map((field) => fieldColumn<TeamLead>(field)), ...usual.slice(money)]
}

export const phoneRow = (lead: TeamLead, zone: string, currency: string): PhoneRow => ({
  title: <span className="mono">{shortId(lead.id)}</span>,
  amount: money(revenueOf(lead), currency),
  detail: (
    <>
      <Status state={stateOf(lead)} />
      <span>{outcome(lead) || lead.campaign.name}</span>
    </>
  ),
  aside: <When at={lead.at} zone={zone} seconds />,
})
