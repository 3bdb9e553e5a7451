import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import {
  OwnTransactionFile,
  ownTransferKinds,
  portalTransactions,
  TRANSACTIONS_CSV_PATHS,
} from '../../../contract/api/ledger.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { transferWords } from '../../../contract/transfer-words.ts'
import { queryText } from '../../lib/api.ts'
import { ask } from '../../lib/ask.ts'
import { shortId, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { inAddress, oneOf, type UrlState, useUrlState, word } from '../../lib/url-state.ts'
import { FilterBar } from '../../ui/Filters.tsx'
import { Ledger } from '../../ui/Ledger.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import { useMe } from '../me.ts'
import { texts } from '../texts.ts'
import css from './billing.module.css'

const readAddress = (raw: Record<string, unknown>) => ({
  kind: oneOf(raw.kind, ownTransferKinds),
  range: word(raw.range),
  cursor: word(raw.cursor),
})
type Address = ReturnType<typeof readAddress>

/** Which entries, as page and file ask for them. */
const asked = ({ kind, range }: Address) => ({
  kind: kind ? [kind] : [],
  range: writeRange(rangeOr(range, 'last_90')),
})

/** The entries as they are filtered, as a file. */
export function TransactionsFile() {
  const { state } = useUrlState(readAddress)
  const { kind = [], range } = OwnTransactionFile.parse(asked(state))
  return (
    <Button
      component="a"
      href={`${TRANSACTIONS_CSV_PATHS.portal}${queryText({ kind, range })}`}
      download
      leftSection={<IconDownload size={15} stroke={1.9} aria-hidden />}
    >
      CSV
    </Button>
  )
}

function Filters({ state, set }: Pick<UrlState<Address>, 'state' | 'set'>) {
  const me = useMe()
  const now = useNow()
  return (
    <FilterBar
      lead={
        <RangePicker
          chip="Date"
          range={rangeOr(state.range, 'last_90')}
          onChange={(range) => set({ range: writeRange(range), cursor: undefined })}
          today={todayIn(me.zone, now)}
          zone={me.zone}
        />
      }
      filters={[
        {
          key: 'kind',
          label: 'Kind',
          value: state.kind,
          options: ownTransferKinds.map((kind) => ({ value: kind, label: transferWords[kind].many })),
          onChange: (kind) => set({ kind: oneOf(kind, ownTransferKinds), cursor: undefined }),
        },
      ]}
      texts={texts.filters}
      onClear={() => set({ kind: undefined, cursor: undefined })}
    />
  )
}

/** Everything that moved the balance, newest first, each entry with the balance after it. */
export function Transactions() {
  const me = useMe()
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const list = useQuery(ask(portalTransactions, { query: { ...asked(state), cursor: state.cursor } }, { live: true }))
  const pager = usePaging(state.cursor, list.data?.next, (cursor) => set({ cursor }))
  return (
    <section className={css.list} aria-label="Transactions">
      <div className={css.listHead}>
        <h2>Transactions</h2>
        <div className="end">
          <Filters state={state} set={set} />
        </div>
      </div>
      <Ledger
        entries={list.data?.items}
        zone={me.zone}
        zoneText={zoneName(me.zone, now)}
        links={{
          lead: (id) => (
            <Link className="mono" to="/leads" search={inAddress({ lead: id })}>
              {shortId(id)}
            </Link>
          ),
          charge: (id, text) => (
            <Link to="/payments" search={inAddress({ payment: id })}>
              {text}
            </Link>
          ),
        }}
        flush
        instead={listState(list, {
          what: 'transactions',
          filtered: state.kind !== undefined || state.range !== undefined || state.cursor !== undefined,
          onClear: () => set({ kind: undefined, range: undefined, cursor: undefined }),
          empty: 'The first credit, deposit or bought lead of the last 90 days is the first entry.',
        })}
      />
      <Pager {...pager} />
    </section>
  )
}
