import { useQuery } from '@tanstack/react-query'
import { listAlerts } from '../../../contract/api/alerts.ts'
import { ask } from '../../lib/ask.ts'
import { asOf } from '../../lib/format.ts'
import { usePaging } from '../../lib/paging.ts'
import { oneOf, useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { Bones } from '../../ui/States.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { AlertItem } from './AlertItem.tsx'
import { AlertSettingsForm } from './AlertSettingsForm.tsx'
import css from './alerts.module.css'

const TABS = ['open', 'past', 'settings'] as const
const readAddress = (raw: Record<string, unknown>) => ({
  tab: oneOf(raw.tab, TABS) ?? 'open',
  cursor: word(raw.cursor),
})
const SIZE = 25
const EMPTY = {
  open: 'Every few minutes it is looked whether suppliers post, buyers answer and balances last. All is well.',
  past: 'What was wrong and is over stands here for 90 days.',
}

function AlertList({
  state,
  cursor,
  onPage,
}: {
  state: 'open' | 'past'
  cursor?: string
  onPage: (c?: string) => void
}) {
  const account = useAccount()
  const query = { state, limit: SIZE, cursor }
  const asked = useQuery(ask(listAlerts, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, onPage)
  const instead = listState(asked, {
    what: 'alerts',
    filtered: false,
    onClear: () => undefined,
    empty: EMPTY[state],
  })
  if (instead) return instead
  if (!asked.data) return <Bones lines={6} />
  return (
    <>
      <ul className={`${css.list} ${css.page}`} aria-label={state === 'open' ? 'Alerts' : 'Earlier alerts'}>
        {asked.data.items.map((alert) => (
          <AlertItem key={alert.id} alert={alert} long />
        ))}
      </ul>
      <Pager {...pager} />
    </>
  )
}

/** What is wrong, what was, and when to be told. */
export function AlertsPage() {
  const account = useAccount()
  const { state, set } = useUrlState(readAddress)
  const { tab, cursor } = state
  const open = useQuery(ask(listAlerts, { params: { account: account.id }, query: { limit: 1 } }, { live: true }))
  return (
    <Page title="Alerts" asOf={open.data ? asOf(open.data.asOf, account.zone) : null}>
      <Tabs
        label="Alerts"
        tabs={[
          { key: 'open', label: 'Now', ...(open.data && { count: open.data.waiting }) },
          { key: 'past', label: 'Earlier' },
          { key: 'settings', label: 'When to tell' },
        ]}
        value={tab}
        onChange={(key) => set({ tab: oneOf(key, TABS) ?? 'open', cursor: undefined })}
      >
        {tab === 'settings' ? (
          <AlertSettingsForm />
        ) : (
          <AlertList key={tab} state={tab} {...(cursor && { cursor })} onPage={(next) => set({ cursor: next })} />
        )}
      </Tabs>
    </Page>
  )
}
