import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { owedByClosed } from '../../../contract/api/recharge.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { money } from '../../lib/format.ts'
import { usePaging } from '../../lib/paging.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Pager } from '../../ui/Pager.tsx'
import type { Column } from '../../ui/rows.ts'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'

type Line = Reply<typeof owedByClosed>['items'][number]

const read = (raw: Record<string, unknown>) => ({ cursor: word(raw.cursor) })

const direction = ({ balance }: Line): string => (balance > 0 ? 'You owe it' : 'It owes you')
const size = ({ balance, currency }: Line): string => money(Math.abs(balance), currency)
const underWay = ({ refunding, currency }: Line): string => (refunding === 0 ? '–' : money(refunding, currency))

const COLUMNS: Column<Line>[] = [
  { id: 'company', head: 'Customer', name: true, cell: (line) => line.company },
  { id: 'who', head: 'Who owes', cell: direction },
  { id: 'refunding', head: 'Being refunded', align: 'end', cell: underWay },
  { id: 'balance', head: 'Amount', align: 'end', cell: size },
]

/** What stands on the balances of closed customers until it is refunded, paid outside or written off. */
export function ClosedTab() {
  const account = useAccount()
  const navigate = useNavigate()
  const { state, set } = useUrlState(read)
  const query = { cursor: state.cursor, limit: 25 }
  const asked = useQuery(ask(owedByClosed, { params: { account: account.id }, query }, { live: true }))
  const pager = usePaging(state.cursor, asked.data?.next, (cursor) => set({ cursor }))
  const { data } = asked
  const href = (line: Line) => `/${account.id}/customers/${line.customer}`
  return (
    <div className="stack">
      {data && (data.owedTo > 0 || data.owedBy > 0) && (
        <p className="second num">
          You owe closed customers {money(data.owedTo, account.currency)}; they owe you{' '}
          {money(data.owedBy, account.currency)}.
        </p>
      )}
      <Table
        label="Closed customers’ balances"
        columns={COLUMNS}
        rows={data?.items}
        id={(line) => String(line.customer)}
        link={{ href, open: (line) => void navigate({ to: href(line) }) }}
        phone={(line) => ({ title: line.company, amount: size(line), detail: direction(line), aside: underWay(line) })}
        instead={listState(asked, {
          what: 'open balances',
          filtered: false,
          onClear: () => undefined,
          empty: 'When a customer is closed with money on its balance, or a late return comes, it stands here.',
        })}
      />
      <Pager {...pager} />
    </div>
  )
}
