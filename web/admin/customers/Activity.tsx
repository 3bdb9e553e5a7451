import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { customerActivity } from '../../../contract/api/audit.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { listState } from '../../ui/ListState.tsx'
import { Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { actionWord, kindWord, summaryOf } from '../audit/words.ts'

type Entry = Reply<typeof customerActivity>['items'][number]

const sideOf = ({ by }: Entry) => (by.kind === 'customer' ? 'customer' : by.kind === 'team' ? 'team' : '')

/** Who changed what of this customer: its own people and the team. */
export function Activity({ customer }: { customer: number }) {
  const account = useAccount()
  const now = useNow()
  const [cursor, setCursor] = useState<string>()
  const params = { account: account.id, customer }
  const asked = useQuery(ask(customerActivity, { params, query: { cursor, limit: 25 } }, { live: true }))
  const pager = usePaging(cursor, asked.data?.next, setCursor)
  const columns: Column<Entry>[] = [
    { id: 'at', head: 'When', name: true, cell: (row) => when(row.at, account.zone, now) },
    {
      id: 'by',
      head: 'Who',
      cut: true,
      cell: (row) => (
        <>
          {row.by.name} <span className="quiet">{sideOf(row)}</span>
        </>
      ),
    },
    { id: 'kind', head: 'What', cell: (row) => kindWord(row.target.kind) },
    { id: 'action', head: 'Change', cut: true, cell: (row) => actionWord(row.action) },
    {
      id: 'diff',
      head: 'Before → after',
      cut: true,
      cell: (row) => <span className="second">{summaryOf(row, account.currency)}</span>,
    },
  ]
  return (
    <Section title="Activity">
      <Table
        label="Activity"
        columns={columns}
        rows={asked.data?.items}
        id={(row) => row.id}
        phone={(row) => ({
          title: `${kindWord(row.target.kind)}: ${actionWord(row.action).toLowerCase()}`,
          detail: row.by.name,
          aside: when(row.at, account.zone, now),
        })}
        instead={listState(asked, {
          what: 'entries',
          filtered: false,
          onClear: () => setCursor(undefined),
          empty: 'Whatever somebody changes of this customer is written down here.',
        })}
      />
      <Pager {...pager} />
    </Section>
  )
}
