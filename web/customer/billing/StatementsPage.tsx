import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { listOwnStatements, type OwnStatement, STATEMENT_PATHS } from '../../../contract/api/statements.ts'
import { fillPath } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { count, day, money, monthName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useMe } from '../me.ts'
import css from './billing.module.css'

const fileOf = ({ id }: OwnStatement, format: 'pdf' | 'csv') =>
  fillPath(STATEMENT_PATHS.portal, { statement: id, format })

/** A file is no page of this front end: a plain link, told apart by its month for those who hear it. */
function Download({ statement, format }: { statement: OwnStatement; format: 'pdf' | 'csv' }) {
  const name = format.toUpperCase()
  return (
    <a href={fileOf(statement, format)} download aria-label={`${name} of ${monthName(statement.month)}`}>
      {name}
    </a>
  )
}

function Downloads({ statement }: { statement: OwnStatement }) {
  return (
    <span className={css.files}>
      <Download statement={statement} format="pdf" />
      <Download statement={statement} format="csv" />
    </span>
  )
}

function columnsOf(zone: string, now: number): Column<OwnStatement>[] {
  return [
    { id: 'month', head: 'Month', name: true, cell: (one) => monthName(one.month) },
    { id: 'number', head: 'Number', cell: (one) => <span className="num">{one.number}</span> },
    { id: 'issued', head: 'Issued', cell: (one) => <span className="second">{day(one.issuedAt, zone, now)}</span> },
    { id: 'entries', head: 'Entries', align: 'end', cell: (one) => count(one.entries) },
    { id: 'opening', head: 'Opening balance', align: 'end', cell: (one) => money(one.opening, one.currency) },
    { id: 'closing', head: 'Closing balance', align: 'end', cell: (one) => money(one.closing, one.currency) },
    { id: 'files', head: 'Download', cell: (one) => <Downloads statement={one} /> },
  ]
}

const readAddress = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

/** The monthly statements, as they were issued. */
export function StatementsPage() {
  const me = useMe()
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const asked = useQuery(ask(listOwnStatements, { query: { cursor: state.cursor } }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const columns = useMemo(() => columnsOf(me.zone, now), [me.zone, now])
  return (
    <Page
      title="Statements"
      back={{ to: '/billing', label: 'Billing' }}
      flush
      actions={
        asked.data &&
        asked.data.items.length > 0 && (
          <Button
            component="a"
            href={STATEMENT_PATHS.portalZip}
            download
            leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
          >
            All of them
          </Button>
        )
      }
    >
      <Table
        label="Statements"
        columns={columns}
        rows={asked.data?.items}
        id={(one) => one.id}
        phone={(one) => ({
          title: monthName(one.month),
          amount: money(one.closing, one.currency),
          detail: (
            <>
              <span className="num">{one.number}</span>
              <span>{count(one.entries)} entries</span>
            </>
          ),
          aside: <Downloads statement={one} />,
        })}
        flush
        instead={listState(asked, {
          what: 'statements',
          filtered: state.cursor !== undefined,
          onClear: () => set({ cursor: undefined }),
          empty:
            'The statement of a month is issued on the first day of the next one, and mailed to your billing address.',
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
