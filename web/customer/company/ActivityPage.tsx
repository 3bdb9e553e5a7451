import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ownActivity } from '../../../contract/api/audit.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { When } from '../../ui/Figure.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { useBoot } from '../../ui/Root.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useMe } from '../me.ts'
import { activityWords } from './activity-words.ts'

type Entry = Reply<typeof ownActivity>['items'][number]

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

/** Whoever did it: a colleague by name, somebody of the portal's, or the portal by itself. */
function whoOf({ by }: Entry, portal: string): string {
  return by.name ?? portal
}

function columnsOf(zone: string, zoneText: string, portal: string): Column<Entry>[] {
  return [
    { id: 'at', head: `When (${zoneText})`, name: true, cell: (entry) => <When at={entry.at} zone={zone} /> },
    { id: 'by', head: 'Who', cut: true, cell: (entry) => whoOf(entry, portal) },
    { id: 'action', head: 'What', cut: true, cell: (entry) => activityWords(entry.action) },
    { id: 'about', head: 'About', cut: true, cell: (entry) => <span className="second">{entry.about ?? '–'}</span> },
  ]
}

/** Who did what of the company's: its own people, and whoever runs the portal. */
export function ActivityPage() {
  const me = useMe()
  const { portal } = useBoot()
  const zoneText = zoneName(me.zone, useNow())
  const { state, set } = useUrlState(readAddress)
  const asked = useQuery(ask(ownActivity, { query: { cursor: state.cursor } }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const columns = useMemo(() => columnsOf(me.zone, zoneText, portal.name), [me.zone, zoneText, portal.name])
  return (
    <Page title="Activity" flush>
      <Table
        label="Activity"
        columns={columns}
        rows={asked.data?.items}
        id={(entry) => entry.id}
        phone={(entry) => ({
          title: activityWords(entry.action),
          detail: [whoOf(entry, portal.name), entry.about].filter(Boolean).join(', '),
          aside: <When at={entry.at} zone={me.zone} />,
        })}
        flush
        instead={listState(asked, {
          what: 'entries',
          filtered: state.cursor !== undefined,
          onClear: () => set({ cursor: undefined }),
          empty: 'Whatever somebody changes of your company is written down here.',
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
