import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { listStatements, STATEMENT_PATHS, type Statement } from '../../../contract/api/statements.ts'
import type { CallInput } from '../../../contract/endpoint.ts'
import { fillPath } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { count, day, money, monthName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { FilterBar } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { IssueDialog } from './IssueDialog.tsx'
import { monthsBack } from './months.ts'
import { SenderDialog } from './SenderDialog.tsx'

const MONTHS_SHOWN = 24

/** A file is no page of this front end: a plain link, told apart by its number for those who hear it. */
function Downloads({ one, account }: { one: Statement; account: number }) {
  const file = (format: 'pdf' | 'csv') => fillPath(STATEMENT_PATHS.console, { account, statement: one.id, format })
  return (
    <span className="line">
      <a href={file('pdf')} download aria-label={`PDF of ${one.number}`}>
        PDF
      </a>
      <a href={file('csv')} download aria-label={`CSV of ${one.number}`}>
        CSV
      </a>
    </span>
  )
}

function columnsOf(account: number, zone: string, now: number): Column<Statement>[] {
  return [
    { id: 'customer', head: 'Customer', name: true, cut: true, cell: (one) => one.customer.name },
    { id: 'month', head: 'Month', cell: (one) => monthName(one.month) },
    { id: 'number', head: 'Number', cell: (one) => <span className="num">{one.number}</span> },
    { id: 'issued', head: 'Issued', cell: (one) => <span className="second">{day(one.issuedAt, zone, now)}</span> },
    {
      id: 'mailed',
      head: 'Mailed to',
      cut: true,
      cell: (one) => <span className="second">{one.mailedTo ?? '–'}</span>,
    },
    { id: 'entries', head: 'Entries', align: 'end', cell: (one) => count(one.entries) },
    { id: 'opening', head: 'Opening balance', align: 'end', cell: (one) => money(one.opening, one.currency) },
    { id: 'closing', head: 'Closing balance', align: 'end', cell: (one) => money(one.closing, one.currency) },
    { id: 'files', head: 'Download', cell: (one) => <Downloads one={one} account={account} /> },
  ]
}

const readAddress = (raw: Record<string, unknown>) => {
  const month = word(raw.month)
  return {
    month: month !== undefined && /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : undefined,
    cursor: word(raw.cursor),
  }
}

type Asked = { month: string | undefined; cursor: string | undefined }
const queryOf = ({ month, cursor }: Asked): CallInput<typeof listStatements>['query'] => ({ month, cursor })

function PageActions({ month, lastMonth }: { month: string | undefined; lastMonth: string | undefined }) {
  const account = useAccount()
  const [open, setOpen] = useState<'issue' | 'sender'>()
  const close = () => setOpen(undefined)
  const zip = `${fillPath(STATEMENT_PATHS.consoleZip, { account: account.id })}${month ? `?month=${month}` : ''}`
  return (
    <>
      <Button component="a" href={zip} download leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}>
        {month ? 'All of the month' : 'All of them'}
      </Button>
      {account.can.includes('statement.issue') && (
        <>
          <Button onClick={() => setOpen('sender')}>Your details</Button>
          <Button onClick={() => setOpen('issue')} disabled={lastMonth === undefined}>
            Issue statements
          </Button>
        </>
      )}
      {open === 'sender' && <SenderDialog onClose={close} />}
      {open === 'issue' && lastMonth !== undefined && <IssueDialog lastMonth={lastMonth} onClose={close} />}
    </>
  )
}

/** The monthly statements of all customers, as they were issued. */
export function StatementsPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const params = { account: account.id }
  const asked = useQuery(ask(listStatements, { params, query: queryOf(state) }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const columns = useMemo(() => columnsOf(account.id, account.zone, now), [account.id, account.zone, now])
  const lastMonth = asked.data?.lastMonth
  const months = lastMonth === undefined ? [] : monthsBack(lastMonth, MONTHS_SHOWN)
  return (
    <Page
      title="Statements"
      flush
      actions={<PageActions month={state.month} lastMonth={lastMonth} />}
      toolbar={
        <FilterBar
          filters={[
            {
              key: 'month',
              label: 'Month',
              options: months.map((value) => ({ value, label: monthName(value) })),
              value: state.month,
              onChange: (month) => set({ month, cursor: undefined }),
            },
          ]}
          texts={texts.filters}
          onClear={() => set({ month: undefined, cursor: undefined })}
        />
      }
    >
      <Table
        label="Statements"
        columns={columns}
        rows={asked.data?.items}
        id={(one) => one.id}
        phone={(one) => ({
          title: one.customer.name,
          amount: money(one.closing, one.currency),
          detail: (
            <>
              <span>{monthName(one.month)}</span> <span className="num">{one.number}</span>
            </>
          ),
          aside: <Downloads one={one} account={account.id} />,
        })}
        flush
        instead={listState(asked, {
          what: 'statements',
          filtered: state.month !== undefined || state.cursor !== undefined,
          onClear: () => set({ month: undefined, cursor: undefined }),
          empty:
            'The statements of a month are issued on the first day of the next one, for every customer with entries in it.',
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
