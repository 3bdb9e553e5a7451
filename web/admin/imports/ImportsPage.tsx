import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { listImports } from '../../../contract/api/imports.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { instant } from '../../lib/format.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { badgeOf, cameTo, KINDS } from './words.ts'

type Row = Reply<typeof listImports>['items'][number]
const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

const columnsOf = (zone: string): Column<Row>[] => [
  { id: 'file', head: 'File', name: true, cut: true, cell: (row) => row.fileName },
  { id: 'kind', head: 'Brings in', cell: (row) => KINDS[row.kind] },
  { id: 'campaign', head: 'Campaign', cut: true, cell: (row) => row.campaign?.name ?? '–' },
  { id: 'state', head: 'State', cell: (row) => <Status {...badgeOf(row)} /> },
  { id: 'rows', head: 'Rows', align: 'end', cell: cameTo },
  { id: 'by', head: 'By', cut: true, cell: (row) => <span className="second">{row.by}</span> },
  { id: 'at', head: 'Started', align: 'end', cell: (row) => instant(row.createdAt, zone) },
]

/** Every file that was brought in, or is being. */
export function ImportsPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const { state, set } = useUrlState(readAddress)
  const asked = useQuery({
    ...ask(listImports, { params: { account: account.id }, query: { cursor: state.cursor } }),
    refetchInterval: 5_000,
  })
  const pager = usePaging(state.cursor, asked.data?.next, (next) => set({ cursor: next }))
  const columns = useMemo(() => columnsOf(account.zone), [account.zone])
  const href = (row: Row) => `/${account.id}/imports/${row.id}`
  const begin = account.can.includes('import.write') ? (
    <Button
      variant="filled"
      component={Link}
      to={`/${account.id}/imports/new`}
      leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
    >
      New import
    </Button>
  ) : undefined
  return (
    <Page title="Imports" actions={begin} flush>
      <Table
        label="Imports"
        columns={columns}
        rows={asked.data?.items}
        id={(row) => row.id}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.fileName,
          amount: <Status {...badgeOf(row)} />,
          detail: <span>{cameTo(row)}</span>,
          aside: KINDS[row.kind],
        })}
        flush
        instead={listState(asked, {
          what: 'imports',
          filtered: false,
          onClear: () => set({ cursor: undefined }),
          empty: 'Bring in leads and returns from the system you moved from, as CSV. Every row is tried first.',
          action: begin,
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
