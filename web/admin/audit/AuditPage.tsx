import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { auditFilters, listAudit } from '../../../contract/api/audit.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask } from '../../lib/ask.ts'
import { when } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { FilterBar } from '../../ui/Filters.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { texts } from '../texts.ts'
import { AuditDrawer, type Entry } from './AuditDrawer.tsx'
import { actionWord, kindWord, summaryOf } from './words.ts'

const readAddress = (raw: Record<string, unknown>) => ({
  range: word(raw.range),
  by: word(raw.by),
  kind: word(raw.kind),
  target: word(raw.target),
  cursor: word(raw.cursor),
  entry: word(raw.entry),
})
type Address = ReturnType<typeof readAddress>

function Filters({ state, set }: { state: Address; set: (change: Partial<Address>) => void }) {
  const account = useAccount()
  const now = useNow()
  const { data } = useQuery(ask(auditFilters, { params: { account: account.id } }))
  const first = { cursor: undefined, entry: undefined }
  return (
    <FilterBar
      lead={
        <RangePicker
          chip="Date"
          range={rangeOr(state.range, 'last_28')}
          onChange={(range) => set({ range: writeRange(range), ...first })}
          today={todayIn(account.zone, now)}
          zone={account.zone}
        />
      }
      filters={[
        {
          key: 'by',
          label: 'Who',
          value: state.by,
          options: (data?.people ?? []).map(({ id, name }) => ({ value: id, label: name })),
          onChange: (by) => set({ by, ...first }),
        },
        {
          key: 'kind',
          label: 'What',
          value: state.kind,
          options: (data?.kinds ?? []).map((kind) => ({ value: kind, label: kindWord(kind) })),
          onChange: (kind) => set({ kind, target: undefined, ...first }),
        },
      ]}
      texts={texts.filters}
      onClear={() => set({ by: undefined, kind: undefined, target: undefined, ...first })}
    />
  )
}

/** Who changed what, when, from what to what, and from where. */
export function AuditPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set, href } = useUrlState(readAddress)
  const { by, kind, target, cursor, entry } = state
  const range = writeRange(rangeOr(state.range, 'last_28'))
  const asked = useQuery(
    ask(listAudit, { params: { account: account.id }, query: { range, by, kind, target, cursor } }),
  )
  const pager = usePaging(cursor, asked.data?.next, (next) => set({ cursor: next, entry: undefined }))
  const columns = useMemo(
    (): Column<Entry>[] => [
      { id: 'at', head: 'When', name: true, cell: (row) => when(row.at, account.zone, now) },
      { id: 'by', head: 'Who', cut: true, cell: (row) => row.by.name },
      { id: 'kind', head: 'What', cell: (row) => kindWord(row.target.kind) },
      { id: 'action', head: 'Change', cut: true, cell: (row) => actionWord(row.action) },
      {
        id: 'diff',
        head: 'Before → after',
        cut: true,
        cell: (row) => <span className="second">{summaryOf(row, account.currency)}</span>,
      },
      { id: 'ip', head: 'From', cell: (row) => <span className="second num">{row.ip ?? '–'}</span> },
    ],
    [account.zone, account.currency, now],
  )
  const items = asked.data?.items
  const at = items?.findIndex((row) => row.id === entry) ?? -1
  const open = items?.[at]
  const beside = (step: number) => {
    const next = at < 0 ? undefined : items?.[at + step]
    return next && (() => set({ entry: next.id }, { replace: true }))
  }
  const clear = () => set({ by: undefined, kind: undefined, target: undefined, range: undefined, cursor: undefined })
  return (
    <Page title="Audit log" toolbar={<Filters state={state} set={set} />} flush>
      <Table
        label="Audit log"
        columns={columns}
        rows={items}
        id={(row) => row.id}
        current={entry}
        link={{ href: (row) => href({ entry: row.id }), open: (row, how) => set({ entry: row.id }, how) }}
        phone={(row) => ({
          title: `${kindWord(row.target.kind)}: ${actionWord(row.action).toLowerCase()}`,
          detail: row.by.name,
          aside: when(row.at, account.zone, now),
        })}
        flush
        instead={listState(asked, {
          what: 'entries',
          filtered: Boolean(by || kind || state.range),
          onClear: clear,
          empty: 'Whatever somebody changes is written down here.',
        })}
      />
      <Pager {...pager} />
      {open && (
        <AuditDrawer
          entry={open}
          onClose={() => set({ entry: undefined })}
          walk={{ onPrevious: beside(-1), onNext: beside(1) }}
        />
      )}
    </Page>
  )
}
