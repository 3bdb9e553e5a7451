import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { readCampaign } from '../../../contract/api/campaigns.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { usePathParam } from '../../lib/router.ts'
import { oneOf, useUrlState } from '../../lib/url-state.ts'
import { Page } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { Buyers } from './buyers/Buyers.tsx'
import { CampaignMenu } from './CampaignMenu.tsx'
import { ChecksTab } from './ChecksTab.tsx'
import { DistributionTab } from './DistributionTab.tsx'
import { DraftProvider, useDraft } from './draft/Draft.tsx'
import { LeaveGuard, MovedNote } from './draft/Notes.tsx'
import { TABS, type Tab } from './draft/places.ts'
import { SaveBar } from './draft/SaveBar.tsx'
import css from './editor.module.css'
import { FieldsTab } from './fields/FieldsTab.tsx'
import { Overview } from './Overview.tsx'
import { SettingsTab } from './SettingsTab.tsx'
import { Suppliers } from './suppliers/Suppliers.tsx'
import { Versions } from './Versions.tsx'

export type Campaign = Reply<typeof readCampaign>

const read = (raw: Record<string, unknown>) => ({
  tab: oneOf(raw.tab, TABS),
  // what is open in a tab closes with it
  buyer: undefined,
  supplier: undefined,
  add: undefined,
  cursor: undefined,
})

function Body({ tab, campaign }: { tab: Tab; campaign: Campaign }) {
  switch (tab) {
    case 'overview':
      return <Overview campaign={campaign} />
    case 'buyers':
      return <Buyers />
    case 'suppliers':
      return <Suppliers />
    case 'fields':
      return <FieldsTab />
    case 'distribution':
      return <DistributionTab />
    case 'checks':
      return <ChecksTab />
    case 'settings':
      return <SettingsTab />
    case 'versions':
      return <Versions campaign={campaign} />
  }
}

function tabsOf({ campaign, settings }: ReturnType<typeof useDraft>) {
  return [
    { key: 'overview', label: 'Overview' },
    { key: 'buyers', label: 'Buyers', count: campaign.buyers.length },
    { key: 'suppliers', label: 'Suppliers', count: campaign.suppliers.length },
    { key: 'fields', label: 'Fields', count: settings.campaign.fields.length },
    { key: 'distribution', label: 'Distribution' },
    { key: 'checks', label: 'Filters and checks' },
    { key: 'settings', label: 'Settings' },
    { key: 'versions', label: 'Versions', count: campaign.version },
  ]
}

function Whole({ campaign }: { campaign: Campaign }) {
  const account = useAccount()
  const { state, set } = useUrlState(read)
  const draft = useDraft()
  const tab = state.tab ?? 'overview'
  return (
    <Page
      title={campaign.name}
      fact={<StatusBadge state={campaign.status} />}
      back={{ to: `/${account.id}/campaigns`, label: 'All campaigns' }}
      actions={<CampaignMenu campaign={campaign} />}
      foot={<SaveBar />}
    >
      <LeaveGuard />
      <div className={css.tabbed}>
        <Tabs
          label="Parts of the campaign"
          tabs={tabsOf(draft)}
          value={tab}
          onChange={(next) =>
            set(
              { tab: oneOf(next, TABS), buyer: undefined, supplier: undefined, add: undefined, cursor: undefined },
              { replace: true },
            )
          }
        >
          <MovedNote />
          <Body campaign={campaign} tab={tab} />
        </Tabs>
      </div>
    </Page>
  )
}

/** A campaign: how it does, how it is set, and the one place where all of its settings are changed. */
export function CampaignPage() {
  const account = useAccount()
  const wanted = usePathParam('campaign')
  const asked = useQuery(ask(readCampaign, { params: { account: account.id, campaign: wanted } }, { live: true }))
  // while another campaign is on its way the answer before is still there
  const campaign = String(asked.data?.id) === wanted ? asked.data : undefined
  const bare = (content: ReactNode) => (
    <Page title={campaign?.name ?? 'Campaign'} back={{ to: `/${account.id}/campaigns`, label: 'All campaigns' }}>
      {content}
    </Page>
  )
  if (campaign) {
    return (
      <DraftProvider campaign={campaign} frame={bare}>
        <Whole campaign={campaign} />
      </DraftProvider>
    )
  }
  if (!asked.isError) return bare(<Bones lines={10} />)
  return bare(
    <Failed title="This campaign could not be read" onRetry={() => asked.refetch()}>
      {wordsOf(asked.error)}
    </Failed>,
  )
}
