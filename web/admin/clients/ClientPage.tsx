import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { readClient } from '../../../contract/api/clients.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { writeRange } from '../../../contract/ranges.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { asOf, count, day, money, percent } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { rangeOr, todayIn } from '../../lib/ranges.ts'
import { usePathParam } from '../../lib/router.ts'
import { useUrlState } from '../../lib/url-state.ts'
import { Facts, Page, Section } from '../../ui/Page.tsx'
import { RangePicker } from '../../ui/RangePicker.tsx'
import type { Column } from '../../ui/rows.ts'
import { Bones, Empty, Failed } from '../../ui/States.tsx'
import { Table } from '../../ui/Table.tsx'
import { useAccount } from '../account.ts'
import { SupplierAccess } from '../team/SupplierAccess.tsx'
import { NameDialog } from './NameDialog.tsx'
import { rolesOf } from './roles.ts'

type Details = Reply<typeof readClient>
type Member = Details['members'][number]

const readAddress = (raw: Record<string, unknown>) => ({ range: writeRange(rangeOr(raw.range, 'last_28')) })

const KINDS = { supplier: 'Supplies', buyer: 'Buys' } as const
const leadsOf = ({ supplied, bought }: Member) => supplied?.leads ?? bought?.leads ?? 0
const returnedOf = ({ supplied, bought }: Member) => supplied?.returned ?? bought?.returned ?? 0
/** Of what was supplied, what was accepted can come back. */
const returnableOf = ({ supplied, bought }: Member) => supplied?.accepted ?? bought?.leads ?? 0

function columnsOf(currency: string): Column<Member>[] {
  return [
    { id: 'campaign', head: 'Campaign', name: true, cut: true, cell: ({ campaign }) => campaign.name },
    { id: 'kind', head: 'Does', cell: ({ kind }) => KINDS[kind] },
    { id: 'name', head: 'As', cut: true, cell: ({ name }) => <span className="second">{name}</span> },
    { id: 'leads', head: 'Leads', align: 'end', cell: (row) => count(leadsOf(row)) },
    {
      id: 'accepted',
      head: 'Accepted',
      align: 'end',
      cell: ({ supplied }) => (supplied ? percent(supplied.accepted, supplied.leads, 0) : '–'),
    },
    { id: 'returned', head: 'Returned', align: 'end', cell: (row) => percent(returnedOf(row), returnableOf(row), 1) },
    { id: 'earned', head: 'Earns', align: 'end', cell: ({ supplied }) => money(supplied?.earned, currency) },
    { id: 'paid', head: 'Pays', align: 'end', cell: ({ bought }) => money(bought?.paid, currency) },
  ]
}

/** Each of its suppliers and buyers, footing to what it supplied and bought in all. */
function Members({ data }: { data: Details }) {
  const account = useAccount()
  const navigate = useNavigate()
  const { currency, supplied, bought, members } = data
  const href = ({ campaign, kind }: Member) => `/${account.id}/campaigns/${campaign.id}?tab=${kind}s`
  const columns = columnsOf(currency).map((column) => {
    if (column.id === 'campaign') return { ...column, total: 'Total' }
    if (column.id === 'earned') return { ...column, total: money(supplied.earned, currency) }
    return column.id === 'paid' ? { ...column, total: money(bought.paid, currency) } : { ...column, total: '' }
  })
  return (
    <Table
      label="Campaigns"
      columns={columns}
      rows={members}
      id={({ kind, id }) => `${kind} ${id}`}
      link={{ href, open: (row) => void navigate({ to: href(row) }) }}
      phone={(row) => ({
        title: row.campaign.name,
        amount: money(row.supplied?.earned ?? row.bought?.paid ?? 0, currency),
        detail: `${KINDS[row.kind]}, ${count(leadsOf(row))} leads`,
        aside: `${percent(returnedOf(row), returnableOf(row), 1)} returned`,
      })}
      instead={
        members.length === 0 ? (
          <Empty title="In no campaign yet">Add it to a campaign as a supplier, a buyer, or both.</Empty>
        ) : undefined
      }
    />
  )
}

function Customers({ data }: { data: Details }) {
  const account = useAccount()
  return (
    <Section title="Customers">
      {data.customers.length === 0 && <p className="quiet">No customer of the portal sees its leads.</p>}
      {data.customers.map((customer) => (
        <p key={customer.id} className="line after">
          <Link to={`/${account.id}/customers/${customer.id}`}>{customer.company}</Link>
          <span className="quiet">{customer.billed ? 'pays for its leads' : 'sees its leads'}</span>
        </p>
      ))}
    </Section>
  )
}

function Body({ data }: { data: Details }) {
  const account = useAccount()
  const now = useNow()
  const { supplied, bought, currency } = data
  const suppliers = data.members.filter(({ kind }) => kind === 'supplier').length
  const rows: [string, string][] = [
    ['Does', rolesOf({ suppliers, buyers: data.members.length - suppliers })],
    ['Since', day(data.createdAt, account.zone, now)],
  ]
  if (supplied.leads > 0) {
    const share = percent(supplied.accepted, supplied.leads)
    rows.push([
      'Supplied',
      `${count(supplied.leads)} leads, ${share} accepted, ${money(supplied.earned, currency)} earned`,
    ])
  }
  if (bought.leads > 0) {
    const share = percent(bought.returned, bought.leads)
    rows.push(['Bought', `${count(bought.leads)} leads, ${share} returned, ${money(bought.paid, currency)} paid`])
  }
  return (
    <>
      <Facts rows={rows} />
      <Section title="Campaigns">
        <Members data={data} />
      </Section>
      <Customers data={data} />
      {account.can.includes('client.write') && suppliers > 0 && <SupplierAccess client={data.id} />}
    </>
  )
}

/** A company the account deals with: where it is, what it supplied and bought, who sees it. */
export function ClientPage() {
  const account = useAccount()
  const now = useNow()
  const { state, set } = useUrlState(readAddress)
  const [renaming, setRenaming] = useState(false)
  const id = usePathParam('client')
  const params = { account: account.id, client: id }
  const asked = useQuery(ask(readClient, { params, query: { range: state.range } }, { live: true }))
  const data = String(asked.data?.id) === id ? asked.data : undefined
  return (
    <Page
      title={data?.name ?? 'Client'}
      fact={data && <span className="hide-phone">Client {data.id}</span>}
      asOf={data ? asOf(data.asOf, data.window.zone) : null}
      back={{ to: `/${account.id}/clients`, label: 'All Clients' }}
      actions={
        <>
          <RangePicker
            range={rangeOr(state.range, 'last_28')}
            onChange={(range) => set({ range: writeRange(range) })}
            today={todayIn(account.zone, now)}
            zone={account.zone}
          />
          {data && account.can.includes('client.write') && (
            <Button leftSection={<IconPencil size={15} stroke={1.9} aria-hidden />} onClick={() => setRenaming(true)}>
              Rename
            </Button>
          )}
        </>
      }
    >
      {data && <Body data={data} />}
      {!data && asked.isPending && <Bones lines={8} />}
      {!data && asked.isError && (
        <Failed title="This Client could not be read" onRetry={() => void asked.refetch()}>
          {wordsOf(asked.error)}
        </Failed>
      )}
      {renaming && data && (
        <NameDialog
          client={data}
          onClose={() => setRenaming(false)}
          onDone={() => {
            setRenaming(false)
            void asked.refetch()
          }}
        />
      )}
    </Page>
  )
}
