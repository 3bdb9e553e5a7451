import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { setCampaignStatus } from '../../../contract/api/campaigns.ts'
import { consoleFigures } from '../../../contract/api/figures.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { distributionInWords } from '../../../contract/words.ts'
import { call } from '../../lib/api.ts'
import { ask, refreshLive, wordsOf } from '../../lib/ask.ts'
import { money, percent, when, zoneCity } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { inAddress, oneOf, useUrlState } from '../../lib/url-state.ts'
import { Note } from '../../ui/Note.tsx'
import { Facts, Section, Split } from '../../ui/Page.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { CopyButton, Reasons } from '../../ui/small.tsx'
import { Trend, type TrendMetric } from '../../ui/Trend.tsx'
import { useAccount } from '../account.ts'
import type { Campaign } from './CampaignPage.tsx'
import { NextSteps } from './NextSteps.tsx'

const METRICS = ['leads', 'accepted', 'revenue', 'profit'] as const
type Metric = (typeof METRICS)[number]
type Figures = Reply<typeof consoleFigures>

const read = (raw: Record<string, unknown>) => ({
  range: writeRange(rangeOr(raw.range, 'last_7')),
  metric: oneOf(raw.metric, METRICS),
})

const metricsOf = ({ totals }: Figures): TrendMetric<Metric>[] => [
  { key: 'leads', label: 'Leads in' },
  {
    key: 'accepted',
    label: 'Accepted',
    detail: totals.leads === 0 ? 'no leads yet' : `${percent(totals.accepted, totals.leads)} of leads in`,
  },
  { key: 'revenue', label: 'Revenue', money: true },
  {
    key: 'profit',
    label: 'Profit',
    money: true,
    detail: totals.revenue === 0 ? 'no revenue yet' : `${percent(totals.profit, totals.revenue)} margin`,
  },
]

function CampaignTrend({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const query = { range: state.range, campaign: campaign.id }
  const asked = useQuery(ask(consoleFigures, { params: { account: account.id }, query }, { live: true }))
  const picker = (
    <RangePicker
      range={rangeOr(state.range, 'last_7')}
      onChange={(range) => set({ range: writeRange(range) }, { replace: true })}
      today={todayIn(account.zone, now)}
      zone={account.zone}
    />
  )
  return (
    <Section title="Figures" aside={picker}>
      {asked.data && (
        <Trend
          label="Figures"
          metrics={metricsOf(asked.data)}
          value={state.metric ?? 'leads'}
          onChange={(metric) => set({ metric }, { replace: true })}
          data={asked.data}
        />
      )}
      {asked.isPending && <Bones lines={6} />}
      {asked.isError && !asked.data && (
        <Failed title="The figures could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
      {asked.data && asked.data.failed.length > 0 && (
        <div className="after">
          <Section title="Why leads failed">
            <Reasons
              rows={asked.data.failed.map((one) => ({ name: one.words, count: one.leads, text: String(one.leads) }))}
            />
          </Section>
        </div>
      )}
    </Section>
  )
}

function About({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  return (
    <Facts
      rows={[
        ['Public name', campaign.publicName ?? 'none: outsiders see its number'],
        [
          'Campaign id',
          <span key="id" className="line">
            <span className="mono">{campaign.id}</span>
            <CopyButton text={String(campaign.id)} name="Copy campaign id" />
          </span>,
        ],
        ['Distribution', distributionInWords(campaign.distribution)],
        ['Duplicates', campaign.duplicates],
        [
          'Minimum margin',
          campaign.minimumMargin === null ? 'not checked' : money(campaign.minimumMargin, campaign.currency),
        ],
        ['Filters', campaign.filters.length > 0 ? campaign.filters.join(' · ') : 'none'],
        ['Time zone', zoneCity(campaign.zone)],
        [
          'Leads',
          <Link key="leads" to={`/${account.id}/leads`} search={inAddress({ campaign: String(campaign.id) })}>
            All its leads
          </Link>,
        ],
        ['Also known as', campaign.aliases.map(({ alias }) => alias).join(', ') || '–'],
      ]}
    />
  )
}

/** Who paused it, since when, until when and why. */
function PauseNote({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const now = useNow()
  const resume = useMutation({
    mutationFn: () =>
      call(setCampaignStatus, {
        params: { account: account.id, campaign: campaign.id },
        body: { status: 'active' },
      }),
    onSuccess: refreshLive,
  })
  if (campaign.status === 'active') return null
  const { pause } = campaign
  const told = pause && [
    `By ${pause.by} since ${when(pause.since, account.zone, now)}`,
    pause.until ? `until ${when(pause.until, account.zone, now)}, then it runs again by itself` : 'until it is resumed',
  ]
  return (
    <Note tone="warn" strong={campaign.status === 'paused' ? 'Paused: every post is refused.' : 'Archived.'}>
      {campaign.status === 'archived' && 'It takes no posts and stays readable. '}
      {told && `${told.join(', ')}${pause?.reason ? `: ${pause.reason}` : ''}. `}
      {campaign.can.write && (
        <Button size="xs" loading={resume.isPending} onClick={() => resume.mutate()}>
          {campaign.status === 'paused' ? 'Resume it' : 'Bring it back'}
        </Button>
      )}
    </Note>
  )
}

/** How the campaign does, and how it is set, at a glance. */
export function Overview({ campaign }: { campaign: Campaign }) {
  return (
    <div className="stack">
      <PauseNote campaign={campaign} />
      <NextSteps campaign={campaign} />
      <Split>
        <CampaignTrend campaign={campaign} />
        <Section title="How it is set">
          <About campaign={campaign} />
        </Section>
      </Split>
    </div>
  )
}
