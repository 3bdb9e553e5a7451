import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { day, money } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePathParam } from '../../lib/router.ts'
import { oneOf, useUrlState } from '../../lib/url-state.ts'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { Column, Facts, Page, Section, Split, Well } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { StatusBadge } from '../../ui/Status.tsx'
import { Tabs } from '../../ui/Tabs.tsx'
import { useAccount } from '../account.ts'
import { BillingPanel } from '../billing/BillingPanel.tsx'
import { CustomerUsers } from '../team/CustomerUsers.tsx'
import { Activity } from './Activity.tsx'
import { Campaigns } from './Campaigns.tsx'
import { CorrectionDialog, type Kind } from './CorrectionDialog.tsx'
import { CustomerActions } from './CustomerActions.tsx'
import css from './customers.module.css'
import { EditDetails } from './EditDetails.tsx'
import { Mappings } from './Mappings.tsx'
import { Permissions } from './Permissions.tsx'
import { Standing } from './Standing.tsx'
import { Transactions } from './Transactions.tsx'

type Customer = Reply<typeof readCustomer>

function Balance({ customer, onCorrect }: { customer: Customer; onCorrect: (kind: Kind) => void }) {
  const account = useAccount()
  const { wallet } = customer
  const limits = [
    wallet.minimumBalance !== null && `Minimum ${money(wallet.minimumBalance, wallet.currency)}`,
    wallet.creditLimit > 0 && `credit limit ${money(wallet.creditLimit, wallet.currency)}`,
    wallet.reserved > 0 && `${money(wallet.reserved, wallet.currency)} reserved`,
  ].filter(Boolean)
  return (
    <Well>
      <p className="quiet">Balance</p>
      <div className="line wrap">
        <MoneyFigure amount={wallet.balance} currency={wallet.currency} size="balance" />
        {wallet.low && <StatusBadge state="paused" word="Paused: balance" />}
      </div>
      <p className="quiet num">{limits.join(', ') || 'No minimum, no credit limit'}</p>
      {account.can.includes('wallet.credit') && (
        <div className="line after">
          <Button variant="filled" onClick={() => onCorrect('credit')}>
            Add credit
          </Button>
          <Button onClick={() => onCorrect('debit')}>Subtract</Button>
        </div>
      )}
    </Well>
  )
}

function Details({ customer }: { customer: Customer }) {
  const account = useAccount()
  const now = useNow()
  const [editing, setEditing] = useState(false)
  const { legalName, address, taxId } = customer
  return (
    <Section
      title="Details"
      aside={
        account.can.includes('customer.write') && (
          <Button size="xs" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )
      }
    >
      <Facts
        rows={[
          [
            'Legal name',
            legalName || (
              <span key="name" className="quiet">
                {customer.company}
              </span>
            ),
          ],
          [
            'Address',
            address ? (
              <span key="address" className={css.lines}>
                {address}
              </span>
            ) : (
              '–'
            ),
          ],
          ['Tax id', taxId || '–'],
          ['Billing e-mail', customer.billingEmail],
          ['Since', day(customer.createdAt, account.zone, now)],
        ]}
      />
      {editing && <EditDetails customer={customer} onClose={() => setEditing(false)} />}
    </Section>
  )
}

function Overview({ customer }: { customer: Customer }) {
  return (
    <Split>
      <Column>
        <Mappings customer={customer} />
        <Campaigns customer={customer} />
      </Column>
      <Column>
        <CustomerUsers customer={customer.id} users={customer.users} />
        <Details customer={customer} />
      </Column>
    </Split>
  )
}

const BillingTab = ({ customer }: { customer: Customer }) => (
  <>
    <BillingPanel customer={customer} />
    <Transactions customer={customer.id} />
  </>
)

const TABS = [
  { key: 'overview', label: 'Overview', Tab: Overview },
  { key: 'billing', label: 'Billing', Tab: BillingTab },
  { key: 'permissions', label: 'Permissions', Tab: Permissions },
  {
    key: 'activity',
    label: 'Activity',
    Tab: ({ customer }: { customer: Customer }) => <Activity customer={customer.id} />,
  },
] as const satisfies readonly { key: string; label: string; Tab: (props: { customer: Customer }) => ReactNode }[]
const KEYS = TABS.map(({ key }) => key)
const read = (raw: Record<string, unknown>) => ({ tab: oneOf(raw.tab, KEYS) })

function Body({ customer }: { customer: Customer }) {
  const { state, set } = useUrlState(read)
  const [correcting, setCorrecting] = useState<Kind | null>(null)
  const { key, Tab } = TABS.find((tab) => tab.key === state.tab) ?? TABS[0]
  return (
    <>
      <Balance customer={customer} onCorrect={setCorrecting} />
      <Tabs label="Customer" tabs={TABS} value={key} onChange={(next) => set({ tab: oneOf(next, KEYS) })}>
        <div className={css.panel}>
          <Tab customer={customer} />
        </div>
      </Tabs>
      {correcting && (
        <CorrectionDialog
          kind={correcting}
          customer={customer}
          currency={customer.wallet.currency}
          balance={customer.wallet.balance}
          onClose={() => setCorrecting(null)}
        />
      )}
    </>
  )
}

/** One customer: balance and what moved it, what it is mapped to, who may log in. */
export function CustomerPage() {
  const account = useAccount()
  const wanted = usePathParam('customer')
  const asked = useQuery(ask(readCustomer, { params: { account: account.id, customer: wanted } }, { live: true }))
  const customer = asked.data
  return (
    <Page
      title={customer?.company ?? 'Customer'}
      fact={customer && <Standing standing={customer.standing} />}
      actions={customer && <CustomerActions customer={customer} />}
      back={{ to: `/${account.id}/customers`, label: 'All customers' }}
    >
      {customer && <Body customer={customer} />}
      {asked.isPending && <Bones lines={10} />}
      {asked.isError && !customer && (
        <Failed
          title="This customer could not be read"
          onRetry={() => asked.refetch()}
          action={<Link to={`/${account.id}/customers`}>All customers</Link>}
        >
          {wordsOf(asked.error)}
        </Failed>
      )}
    </Page>
  )
}
