import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { readCustomer } from '../../../contract/api/customers.ts'
import type { Reply } from '../../../contract/endpoint.ts'
import { ask, wordsOf } from '../../lib/ask.ts'
import { day, money } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { usePathParam } from '../../lib/router.ts'
import { MoneyFigure } from '../../ui/Figure.tsx'
import { Column, Facts, Page, Section, Split, Well } from '../../ui/Page.tsx'
import { Bones, Failed } from '../../ui/States.tsx'
import { Status, StatusBadge } from '../../ui/Status.tsx'
import { useAccount } from '../account.ts'
import { CustomerUsers } from '../team/CustomerUsers.tsx'
import { CorrectionDialog, type Kind } from './CorrectionDialog.tsx'
import { Mappings } from './Mappings.tsx'
import { Transactions } from './Transactions.tsx'
import { MODES } from './words.ts'

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
  return (
    <>
      <Section title="Details">
        <Facts
          rows={[
            ['Billing', MODES[customer.billingMode]],
            ['Billing e-mail', customer.billingEmail],
            ['Customer since', day(customer.createdAt, account.zone, now)],
          ]}
        />
      </Section>
      <CustomerUsers customer={customer.id} users={customer.users} />
    </>
  )
}

function Body({ customer }: { customer: Customer }) {
  const [correcting, setCorrecting] = useState<Kind | null>(null)
  return (
    <>
      <Balance customer={customer} onCorrect={setCorrecting} />
      <Split>
        <Column>
          <Mappings customer={customer} />
          <Transactions customer={customer.id} />
        </Column>
        <Column>
          <Details customer={customer} />
        </Column>
      </Split>
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
      fact={
        customer &&
        (customer.status === 'closed' ? <StatusBadge state="archived" word="Closed" /> : <Status state="active" />)
      }
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
