import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { readCampaign } from '../../../contract/api/campaigns.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { distributionInWords } from '../../../contract/words.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { count, money, zoneCity } from '../../lib/format.ts'
import { inAddress, oneOf, useUrlState } from '../../lib/url-state.ts'
import { Facts, Page } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { CopyButton } from '../../ui/small.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { Buyers } from './Buyers.tsx'
import { Fields } from './Fields.tsx'
import { Suppliers } from './Suppliers.tsx'
import { Versions } from './Versions.tsx'

export type Campaign = Reply<typeof readCampaign>
const TABS = ['buyers', 'suppliers', 'fields', 'versions'] as const
const read = (raw: Record<string, unknown>) => ({ tab: oneOf(raw.tab, TABS) })

function About({ campaign }: { campaign: Campaign }) {
  return (
    <Facts
      rows={[
        ['Public name', campaign.publicName ?? '–'],
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
        ['Also known as', campaign.aliases.map(({ alias }) => alias).join(', ') || '–'],
      ]}
    />
  )
}

function Body({ campaign, tab }: { campaign: Campaign; tab: (typeof TABS)[number] }) {
  if (tab === 'suppliers') return <Suppliers campaign={campaign} />
  if (tab === 'fields') return <Fields campaign={campaign} />
  if (tab === 'versions') return <Versions campaign={campaign} />
  return <Buyers campaign={campaign} />
}

/** How a campaign is set: who sends, who buys at what price, what is checked, and what it was before. */
export function CampaignPage() {
  const account = useAccount()
  const params = useParams({ strict: false }) as { campaign?: string } // this route has it
  const { state, set } = useUrlState(read)
  const asked = useQuery(
    ask(readCampaign, { params: { account: account.id, campaign: params.campaign ?? '' } }, { live: true }),
  )
  const campaign = asked.data
  const tab = state.tab ?? 'buyers'
  return (
    <Page
      title={campaign?.name ?? 'Campaign'}
      fact={campaign && <StatusBadge state={campaign.status} />}
      back={{ to: `/${account.id}/campaigns`, label: 'All campaigns' }}
      actions={
        campaign && (
          <Link className="small" to={`/${account.id}/leads`} search={inAddress({ campaign: String(campaign.id) })}>
            Its leads
          </Link>
        )
      }
    >
      {campaign && (
        <>
          <About campaign={campaign} />
          <Tabs
            label="Parts of the campaign"
            tabs={[
              { key: 'buyers', label: 'Buyers', count: campaign.buyers.length },
              { key: 'suppliers', label: 'Suppliers', count: campaign.suppliers.length },
              { key: 'fields', label: 'Fields', count: campaign.fields.length },
              { key: 'versions', label: `Version ${count(campaign.version)}` },
            ]}
            value={tab}
            onChange={(next) => set({ tab: oneOf(next, TABS) }, { replace: true })}
          >
            <Body campaign={campaign} tab={tab} />
          </Tabs>
        </>
      )}
      {asked.isPending && <Bones lines={10} />}
      {asked.isError && !campaign && (
        <Failed title="This campaign could not be read" onRetry={() => asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
