import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ownTransferKinds, portalTransactions, portalWallet } from '../../contract/api/ledger.ts'
import { transferWords } from '../../contract/transfer-words.ts'
import { ask } from '../lib/ask.ts'
import { money, shortId, zoneName } from '../lib/format.ts'
import { useNow } from '../lib/now.ts'
import { usePaging } from '../lib/paging.ts'
import { inAddress, oneOf, useUrlState, word } from '../lib/url-state.ts'
import { FilterBar } from '../ui/Filters.tsx'
import { Ledger } from '../ui/Ledger.tsx'
import { listState } from '../ui/ListState.tsx'
import { Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { useMe } from './me.ts'
import { texts } from './texts.ts'

const readAddress = (raw: Record<string, unknown>) => ({
  kind: oneOf(raw.kind, ownTransferKinds),
  cursor: word(raw.cursor),
})

/** Everything that moved the balance, newest first. */
export function TransactionsPage() {
  const me = useMe()
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const query = { kind: state.kind ? [state.kind] : [], cursor: state.cursor }
  const asked = useQuery(ask(portalTransactions, { query }, { live: true }))
  const wallet = useQuery(ask(portalWallet, {}, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const toolbar = (
    <FilterBar
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
  return (
    <Page
      title="Transactions"
      fact={wallet.data && `balance ${money(wallet.data.balance, wallet.data.currency)}`}
      toolbar={toolbar}
      flush
    >
      <Ledger
        entries={asked.data?.items}
        zone={me.zone}
        zoneText={zoneName(me.zone, now)}
        leadLink={(id) => (
          <Link className="mono" to="/leads" search={inAddress({ lead: id })}>
            {shortId(id)}
          </Link>
        )}
        flush
        instead={listState(asked, {
          what: 'transactions',
          filtered: state.kind !== undefined,
          onClear: () => set({ kind: undefined, cursor: undefined }),
          empty: 'The first credit or bought lead is the first entry.',
        })}
      />
      <Pager {...pager} />
    </Page>
  )
}
