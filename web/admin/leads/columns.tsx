import { Button, Menu } from '@mantine/core'
import { IconCheck, IconColumns3 } from '@tabler/icons-react'
import type { LeadColumn, TeamLead } from '../../../contract/api/leads.ts'
import { MISSING, money, phoneNumber, shortId } from '../../lib/format.ts'
import { stateOf } from '../../lib/lead.ts'
import { When } from '../../ui/Figure.tsx'
import type { Column, PhoneRow } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import css from './leads.module.css'

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
const AT_FIRST_HIDDEN: readonly string[] = ['code']
const FIXED: readonly string[] = ['time']

const FIELD = 'field:'
function shown(field: LeadColumn, lead: TeamLead): string {
  const value = lead.data?.[field.name]
  if (value === null || value === undefined || value === '') return MISSING
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  return field.type === 'phone' ? phoneNumber(String(value)) : String(value)
}
const fieldColumn = (field: LeadColumn): Column<TeamLead> => ({
  id: FIELD + field.name,
  head: field.label,
  cut: true,
  cell: (lead) => <span className="second num">{shown(field, lead)}</span>,
})

/** All columns there are, a campaign's fields before the money. */
export function columnsOf(
  fields: readonly LeadColumn[],
  how: { zone: string; currency: string; zoneText: string },
): Column<TeamLead>[] {
  const usual = usualColumns(how.zone, how.currency, how.zoneText)
  const money = usual.findIndex(({ id }) => id === 'revenue')
  return [...usual.slice(0, money), ...fields.map(fieldColumn), ...usual.slice(money)]
}

/** In the address stand the columns that are turned around: hidden ones shown, shown ones hidden. */
const turnedOf = (text: string | undefined): string[] => text?.split(',').filter(Boolean) ?? []
const isShownAtFirst = (id: string) => !id.startsWith(FIELD) && !AT_FIRST_HIDDEN.includes(id)

export function hiddenOf(columns: readonly Column<TeamLead>[], text: string | undefined): string[] {
  const turned = turnedOf(text)
  return columns.map(({ id }) => id).filter((id) => isShownAtFirst(id) === turned.includes(id))
}

/** Which columns are shown; the choice is part of the address, so a link shows what its sender saw. */
export function ColumnsMenu(props: {
  columns: readonly Column<TeamLead>[]
  value: string | undefined
  onChange: (value: string | undefined) => void
}) {
  const turned = turnedOf(props.value)
  const hidden = hiddenOf(props.columns, props.value)
  const turn = (id: string) =>
    props.onChange(turned.includes(id) ? turned.filter((one) => one !== id).join(',') : [...turned, id].join(','))
  return (
    <Menu position="bottom-end" closeOnItemClick={false}>
      <Menu.Target>
        <Button className="hide-phone" leftSection={<IconColumns3 size={15} stroke={1.9} aria-hidden />}>
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css.columns ?? ''}>
        {props.columns
          .filter(({ id }) => !FIXED.includes(id))
          .map(({ id, head }) => (
            <Menu.Item
              key={id}
              role="menuitemcheckbox"
              aria-checked={!hidden.includes(id)}
              rightSection={hidden.includes(id) ? null : <IconCheck size={15} stroke={2} aria-hidden />}
              onClick={() => turn(id)}
            >
              {head}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  )
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
