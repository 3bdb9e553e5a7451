import { Button, Checkbox, Switch } from '@mantine/core'
import { IconDownload, IconPlus } from '@tabler/icons-react'
import { type CSSProperties, useState } from 'react'
import { count, hourOfDay, money, moneyShort } from '../lib/format.ts'
import { BarChart } from './BarChart.tsx'
import { Chart } from './Chart.tsx'
import { Dialog, DialogActions } from './Dialog.tsx'
import { MoneyFigure, TextFigure } from './Figure.tsx'
import { ChoiceField, SecretField, TextField } from './fields.tsx'
import css from './kit.module.css'
import { BEFORE, DAYS, HOURS, TODAY } from './kit-data.ts'
import { type Metric, MetricTabs } from './MetricTabs.tsx'
import { Note } from './Note.tsx'
import { Section, Well } from './Page.tsx'
import { Bones, Empty, Failed, NoMatch } from './States.tsx'
import { STATES, Status, StatusBadge } from './Status.tsx'
import { CopyButton, KeyCap, Reasons, Sparkline, UsageBar } from './small.tsx'

export function Statuses() {
  return (
    <div className={css.col}>
      <div className={css.row}>
        {STATES.map((state) => (
          <StatusBadge key={state} state={state} />
        ))}
        <StatusBadge state="paused" word="Paused by Halyard Leads" />
      </div>
      <div className={css.row}>
        <Status state="accepted" />
        <Status state="active" />
        <Status state="approved" />
      </div>
      <UsageBar used={11} limit={15} label="11 of 15 leads" next="4 left today" />
      <UsageBar used={8} limit={10} label="8 of 10 leads" next="2 left today" />
      <UsageBar used={50} limit={50} label="50 of 50 leads" next="resets at 12:00 AM" />
      <Reasons
        rows={[
          { name: 'No buyers available', count: 118, text: '118' },
          { name: 'Filtered', count: 74, text: '74' },
        ]}
      />
    </div>
  )
}

function PayDialog() {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button onClick={() => setOpened(true)}>Dialog</Button>
      <Dialog title="Add funds" opened={opened} onClose={() => setOpened(false)}>
        <TextField label="Amount" leftSection="$" defaultValue="1,500.00" hint="Between $250.00 and $50,000.00." />
        <DialogActions>
          <Button onClick={() => setOpened(false)}>Cancel</Button>
          <Button variant="filled">Pay $1,545.00</Button>
        </DialogActions>
      </Dialog>
    </>
  )
}

export function Actions() {
  return (
    <div className={css.row}>
      <Button variant="filled">Approve</Button>
      <Button leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}>Export</Button>
      <Button variant="subtle">Discard</Button>
      <Button disabled>Not now</Button>
      <Button size="xs" leftSection={<IconPlus size={14} stroke={2} aria-hidden />}>
        Small
      </Button>
      <PayDialog />
      <CopyButton text="0x7Q4M2K" name="Copy id" />
      <KeyCap>Esc</KeyCap>
      <Sparkline values={[3, 5, 4, 8, 6, 9, 12]} />
      <Switch label="On" defaultChecked />
      <Checkbox label="Chosen" defaultChecked />
    </div>
  )
}

export function Fields() {
  const [choice, setChoice] = useState('manual')
  return (
    <div className={css.col}>
      <TextField label="Minimum deposit" leftSection="$" defaultValue="250.00" hint="Between $10.00 and $50,000.00." />
      <TextField
        label="Deposit fee"
        defaultValue="18"
        rightSection="%"
        error="At most 15. Some states limit card fees."
      />
      <SecretField label="Password" defaultValue="secret" />
      <ChoiceField
        label="Billing mode"
        value={choice}
        onChange={setChoice}
        options={[
          { value: 'none', label: 'None' },
          { value: 'manual', label: 'Manual' },
        ]}
      />
    </div>
  )
}

export function States() {
  return (
    <div className={css.two}>
      <Well>
        <Empty title="No leads yet" action={<Button variant="filled">Open API specs</Button>}>
          Send a test lead and it appears here within a second.
        </Empty>
      </Well>
      <Well>
        <NoMatch title="No lead matches" label="Remove that filter" onClear={() => undefined}>
          182 leads match without <strong className="strong">State is any of AK</strong>.
        </NoMatch>
      </Well>
      <Well>
        <Bones />
      </Well>
      <Well>
        <Failed title="The leads could not be read" onRetry={() => undefined}>
          The server did not answer. Nothing was changed.
        </Failed>
      </Well>
    </div>
  )
}

export function Notes() {
  return (
    <div className={css.two}>
      <Note tone="warn" strong="Auto-recharge stopped after three declines.">
        Your campaigns run until the balance is below $250.00. <a href="#notes">Change card</a>
      </Note>
      <Note tone="neg" strong="Campaigns are paused for balance.">
        Add $138.00 or more and they resume at once. <a href="#notes">Add funds</a>
      </Note>
      <Note tone="pos" strong="$1,500.00 added.">
        Balance $3,362.00. Residential Solar runs again.
      </Note>
      <Note tone="info" strong="Supplier 2057 is in test mode.">
        Its leads are not counted or paid.
      </Note>
    </div>
  )
}

type Key = 'leads' | 'accepted' | 'revenue' | 'cost' | 'profit'
const dollars = (amount: number) => money(amount, 'USD')
const short = (amount: number) => moneyShort(amount, 'USD')
const METRICS: readonly Metric<Key>[] = [
  { key: 'leads', label: 'Leads in', value: <TextFigure text={count(1284)} />, detail: '+6.2% on last Thu' },
  { key: 'accepted', label: 'Accepted', value: <TextFigure text="871" />, detail: '67.8% of leads in' },
  {
    key: 'revenue',
    label: 'Revenue',
    value: <MoneyFigure amount={3614200} currency="USD" />,
    detail: '+8.1% on last Thu',
  },
  { key: 'cost', label: 'Cost', value: <MoneyFigure amount={2248650} currency="USD" />, detail: '$25.82 a lead' },
  { key: 'profit', label: 'Profit', value: <MoneyFigure amount={1365550} currency="USD" />, detail: '37.8% margin' },
]
const HOUR_LABELS = HOURS.map((hour) => ({ short: hourOfDay(hour), long: hourOfDay(hour) }))
const SO_FAR = HOURS.map((hour) => TODAY[hour] ?? null)
const DAY_LABELS = DAYS.map((_, i) => ({ short: `Nov ${i + 1}`, long: `November ${i + 1}` }))

export function Pictures() {
  const [metric, setMetric] = useState<Key>('revenue')
  return (
    <>
      <MetricTabs label="Today" metrics={METRICS} value={metric} onChange={setMetric}>
        <Chart
          title="Revenue by hour"
          labels={HOUR_LABELS}
          values={SO_FAR}
          before={BEFORE}
          names={{ values: 'Today', before: 'Thursday, November 12' }}
          unfinished
          format={dollars}
          axis={short}
          fact="by hour, account zone America/New_York"
        />
      </MetricTabs>
      <Section title="Spend by day">
        <BarChart
          title="Spend by day"
          labels={DAY_LABELS}
          values={DAYS.map((value) => value * 100)}
          name="Spend"
          format={dollars}
          axis={short}
        />
      </Section>
      <Well>
        <p className="quiet">Balance</p>
        <MoneyFigure amount={186200} currency="USD" size="balance" />
      </Well>
    </>
  )
}

const TOKENS =
  'canvas sheet sunken raised hover pressed control ink-3 ink-2 ink brand brand-hover brand-line brand-area brand-soft'
// a custom property is all that a component may set
const swatch = (token: string): CSSProperties => ({ '--swatch': `var(--${token})` })

export function Surfaces() {
  return (
    <div className={css.swatches}>
      {TOKENS.split(' ').map((token) => (
        <div key={token} className="small">
          <i style={swatch(token)} />
          {token}
        </div>
      ))}
    </div>
  )
}
