import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { customerTransactions } from '../../../contract/api/ledger.ts'
import { ask } from '../../lib/ask.ts'
import { shortId, zoneName } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePaging } from '../../lib/paging.ts'
import { inAddress, useUrlState, word } from '../../lib/url-state.ts'
import { Ledger } from '../../ui/Ledger.tsx'
import { listState } from '../../ui/ListState.tsx'
import { Section } from '../../ui/Page.tsx'
import { Pager } from '../../ui/Pager.tsx'
import { useAccount } from '../account.ts'

const read = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

/** Everything that moved a customer's balance. */
export function Transactions({ customer }: { customer: number }) {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(read)
  const params = { account: account.id, customer }
  const asked = useQuery(
    ask(customerTransactions, { params, query: { cursor: state.cursor, limit: 25 } }, { live: true }),
  )
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  return (
    <Section title="Transactions">
      <Ledger
        entries={asked.data?.items}
        zone={account.zone}
        zoneText={zoneName(account.zone, now)}
        links={{
          lead: (id) => (
            <Link className="mono" to={`/${account.id}/leads`} search={inAddress({ lead: id, tab: 'money' })}>
              {shortId(id)}
            </Link>
          ),
        }}
        instead={listState(asked, {
          what: 'transactions',
          filtered: false,
          onClear: () => undefined,
          empty: 'The first credit or sold lead is the first entry.',
        })}
      />
      <Pager {...pager} />
    </Section>
  )
}
