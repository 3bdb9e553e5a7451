import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useCallback, useState } from 'react'
import type { Range } from '../../contract/ranges.ts'
import { money, time } from '../lib/format.ts'
import { Drawer } from './Drawer.tsx'
import { MoneyFigure } from './Figure.tsx'
import { FilterBar, type FilterTexts, SearchField } from './Filters.tsx'
import { type KitLead, LEADS } from './kit-data.ts'
import { Section } from './Page.tsx'
import { Pager } from './Pager.tsx'
import { RangePicker } from './RangePicker.tsx'
import type { Column } from './rows.ts'
import { Status, StatusBadge } from './Status.tsx'
import { CopyButton } from './small.tsx'
import { Table } from './Table.tsx'
import { type Step, Timeline } from './Timeline.tsx'

const ZONE = 'America/New_York'
const COLUMNS: readonly Column<KitLead>[] = [
  { id: 'time', head: 'Time (EST)', cell: (lead) => time(lead.time, ZONE, true), total: 'Total' },
  { id: 'lead', head: 'Lead', cell: (lead) => <span className="mono">{lead.id}</span> },
  { id: 'status', head: 'Status', cell: (lead) => <Status state={lead.state} /> },
  { id: 'reason', head: 'Buyer or reason', cell: (lead) => lead.reason },
  { id: 'supplier', head: 'Supplier', cell: (lead) => <span className="second">{lead.supplier}</span> },
  {
    id: 'revenue',
    head: 'Revenue',
    align: 'end',
    cell: (lead) => money(lead.revenue, 'USD'),
    total: money(19000, 'USD'),
  },
  { id: 'cost', head: 'Cost', align: 'end', cell: (lead) => money(lead.cost, 'USD'), total: money(9600, 'USD') },
]

const STEPS: readonly Step[] = [
  { key: '1', tone: 'neu', title: 'Received from Clearpath Media', detail: 'Direct post', aside: '2:41:07.112' },
  { key: '2', tone: 'neu', title: '14 fields valid', detail: 'Phone written as +1 530 555 0142', aside: '2 ms' },
  { key: '3', tone: 'warn', title: 'Brightwater Solar skipped', detail: 'Daily cap reached: 50 of 50.' },
  { key: '4', tone: 'neg', title: 'Redwood Home Energy rejected', detail: '“Outside service area”', aside: '412 ms' },
  { key: '5', tone: 'pos', title: 'Summit Ridge Solar accepted for $46.00', detail: 'Pricing rule 2', aside: '186 ms' },
  { key: '6', tone: 'neu', title: '$46.00 debited', detail: 'Balance $1,908.00 to $1,862.00.' },
]

const TEXTS: FilterTexts = { add: 'Filter', clear: 'Clear all', find: 'Find', remove: (label) => `Remove ${label}` }
const STATUSES = [
  { value: 'accepted', label: 'Accepted' },
  { value: 'failed', label: 'Failed' },
]
const TABS = [
  { key: 'timeline', label: 'Timeline' },
  { key: 'fields', label: 'Fields', count: 14 },
]

function LeadDrawer({
  id,
  go,
  onClose,
}: {
  id: string
  go: (by: number) => (() => void) | undefined
  onClose: () => void
}) {
  const [tab, setTab] = useState('timeline')
  return (
    <Drawer
      title={id}
      code
      aside={<CopyButton text={id} name="Copy id" />}
      lead={
        <>
          <div className="line">
            <MoneyFigure amount={4600} currency="USD" />
            <StatusBadge state="accepted" />
          </div>
          <p className="quiet">Paid $24.00 to Clearpath Media, $22.00 profit.</p>
        </>
      }
      tabs={TABS}
      tab={tab}
      onTab={setTab}
      actions={<Button leftSection={<IconArrowBackUp size={15} stroke={1.9} aria-hidden />}>Return</Button>}
      onClose={onClose}
      onPrevious={go(-1)}
      onNext={go(1)}
    >
      <Timeline steps={STEPS} />
    </Drawer>
  )
}

/** Table, filters and drawer working together on invented rows. */
export function KitLists() {
  const [open, setOpen] = useState<string | undefined>()
  const [status, setStatus] = useState<string | undefined>('accepted')
  const [range, setRange] = useState<Range>({ preset: 'today' })
  const [sought, setSought] = useState('')
  const go = (by: number) => {
    const next = LEADS[LEADS.findIndex((lead) => lead.id === open) + by]
    return next ? () => setOpen(next.id) : undefined
  }
  return (
    <Section title="List">
      <FilterBar
        search={<SearchField label="Id, e-mail, phone" value={sought} onChange={useCallback(setSought, [])} />}
        lead={<RangePicker chip="Date" range={range} onChange={setRange} today="2026-11-19" zone={ZONE} />}
        filters={[
          { key: 'status', label: 'Status', options: STATUSES, value: status, onChange: setStatus },
          { key: 'test', label: 'Test', options: STATUSES, value: undefined, onChange: () => undefined },
        ]}
        texts={TEXTS}
        onClear={() => setStatus(undefined)}
      />
      <Table
        label="Leads"
        columns={COLUMNS}
        rows={LEADS}
        id={(lead) => lead.id}
        current={open}
        link={{ href: (lead) => `#${lead.id}`, open: (lead) => setOpen(lead.id) }}
        phone={(lead) => ({
          title: <span className="mono">{lead.id}</span>,
          amount: money(lead.revenue, 'USD'),
          detail: (
            <>
              <Status state={lead.state} />
              <span>{lead.reason}</span>
            </>
          ),
          aside: time(lead.time, ZONE, true),
        })}
        phoneTotal={{ title: 'Total', amount: money(19000, 'USD') }}
      />
      <Pager fact="about 240 match" onNext={() => undefined} />
      {open && <LeadDrawer id={open} go={go} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}
