import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { listCampaigns } from '../../../contract/api/campaigns.ts'
import { consoleFigures, type TeamFigures } from '../../../contract/api/figures.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask } from '../../lib/ask.ts'
import { asOf, count, money } from '../../lib/format.ts'
import { useUrlState, word } from '../../lib/url-state.ts'
import { listState } from '../../ui/ListState.tsx'
import { Page } from '../../ui/Page.tsx'
import type { Column } from '../../ui/rows.ts'
import { Status } from '../../ui/Status.tsx'
import { Sparkline } from '../../ui/small.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { Accepted } from './CampaignFigures.tsx'
import css from './editor.module.css'

const read = (raw: Record<string, unknown>) => ({ archived: word(raw.archived) })

type Row = Reply<typeof listCampaigns>['items'][number]

function columnsOf(currency: string, sparks: Map<number, number[]>, totals?: TeamFigures): Column<Row>[] {
  const amount = (id: 'revenue' | 'cost' | 'profit', head: string): Column<Row> => ({
    id,
    head,
    align: 'end',
    cell: (row) => money(row.today?.[id] ?? 0, currency),
    total: totals && money(totals[id], currency),
  })
  return [
    { id: 'name', head: 'Campaign', name: true, cut: true, cell: (row) => row.name, total: totals && 'Total' },
    { id: 'status', head: 'Status', cell: (row) => <Status state={row.status} /> },
    { id: 'sources', head: 'Suppliers', align: 'end', cell: (row) => count(row.suppliers) },
    { id: 'buyers', head: 'Buyers', align: 'end', cell: (row) => count(row.buyers) },
    {
      id: 'leads',
      head: 'Leads in',
      align: 'end',
      cell: (row) => count(row.today?.leads ?? 0),
      total: totals && count(totals.leads),
    },
    {
      id: 'accepted',
      head: 'Accepted',
      align: 'end',
      cell: (row) => <Accepted accepted={row.today?.accepted ?? 0} leads={row.today?.leads ?? 0} />,
      total: totals && <Accepted accepted={totals.accepted} leads={totals.leads} />,
    },
    amount('revenue', 'Revenue'),
    amount('cost', 'Cost'),
    amount('profit', 'Profit'),
    { id: 'spark', head: '7 days', align: 'end', cell: (row) => <Sparkline values={sparks.get(row.id) ?? []} /> },
  ]
}

/** Every campaign with how today goes. */
export function CampaignsPage() {
  const account = useAccount()
  const navigate = useNavigate()
  const params = { account: account.id }
  const campaigns = useQuery(ask(listCampaigns, { params }, { live: true }))
  const figures = useQuery(ask(consoleFigures, { params, query: { range: 'today' } }, { live: true }))
  const sparks = useMemo(
    () => new Map(figures.data?.campaigns.map((campaign) => [campaign.id, campaign.spark])),
    [figures.data],
  )
  const totals = figures.data?.totals
  const columns = useMemo(() => columnsOf(account.currency, sparks, totals), [account.currency, sparks, totals])
  const { state, set } = useUrlState(read)
  const items = campaigns.data?.items
  const archived = items?.filter(({ status }) => status === 'archived').length ?? 0
  const rows = state.archived ? items : items?.filter(({ status }) => status !== 'archived')
  const href = (row: Row) => `/${account.id}/campaigns/${row.id}`
  return (
    <Page
      title="Campaigns"
      fact="figures are today’s"
      asOf={figures.data ? asOf(figures.data.asOf, account.zone) : null}
      actions={
        account.can.includes('campaign.write') && (
          <Button
            component={Link}
            to={`/${account.id}/campaigns/new`}
            variant="filled"
            leftSection={<IconPlus size={15} stroke={2} aria-hidden />}
          >
            New campaign
          </Button>
        )
      }
      flush
    >
      <Table
        label="Campaigns"
        columns={columns}
        rows={rows}
        id={(row) => String(row.id)}
        link={{ href, open: (row) => void navigate({ to: href(row) }) }}
        phone={(row) => ({
          title: row.name,
          amount: money(row.today?.revenue ?? 0, account.currency),
          detail: (
            <>
              <Status state={row.status} />
              <span>
                {count(row.today?.accepted ?? 0)} of {count(row.today?.leads ?? 0)} today
              </span>
            </>
          ),
          aside: `${money(row.today?.profit ?? 0, account.currency)} profit`,
        })}
        phoneTotal={{ title: 'Total', amount: money(totals?.revenue, account.currency) }}
        flush
        instead={listState(campaigns, {
          what: 'campaigns',
          filtered: false,
          onClear: () => undefined,
          empty: 'A campaign is what leads are collected and sold in: fields, suppliers, buyers, prices.',
        })}
      />
      {archived > 0 && (
        <p className={css.foot}>
          <Button size="xs" variant="subtle" onClick={() => set({ archived: state.archived ? undefined : '1' })}>
            {state.archived ? 'Hide archived' : `Show ${count(archived)} archived`}
          </Button>
        </p>
      )}
    </Page>
  )
}
